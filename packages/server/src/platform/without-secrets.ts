/** What is cut out of a text wherever it stands, and what is written there instead. Each takes time linear in the text. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // Drizzle repeats the parameters of a failed query at the end of its message.
  [/\nparams: [\s\S]*?(?=\n {4}at |$)/g, "\nparams: [redacted]"],
  // Postgres and JSON.parse quote what they could not read.
  [/(invalid input (?:syntax|value) for [\w ]{1,60}: )"[\s\S]*?"(?=\n|$)/g, '$1"[redacted]"'],
  [/(?:\.\.\.)?"[\s\S]{1,80}"(?:\.\.\.)? is not valid JSON/g, '"[redacted]" is not valid JSON'],
  // Name and password of an address: of the database, of the mail server.
  [/\b([a-z][a-z\d+.-]{1,20}:\/\/)[^\s/@]{1,300}@/gi, "$1[redacted]@"],
  [/[\p{L}\p{N}.!#$%&'*+=?^_`{|}~-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}[\p{L}\p{N}-]{1,62}/gu, "[e-mail]"],
  [/\b(bearer|basic)\s+[\w.~+/-]{1,4096}=*/gi, "$1 [redacted]"],
  // JSON Web Tokens, our own sealed values, API keys, and what webhooks are signed by.
  [/\beyJ[\w-]{8,4096}\.[\w-]{1,8192}(?:\.[\w-]{0,4096})?/g, "[token]"],
  [/\bv1\.[\w-]{1,32}\.[\w-]{80}\.[\w-]+/g, "[sealed]"],
  [/\b(?:pk_punctual|whsec)_[\w+/]{16,512}=*/g, "[key]"],
  [
    /\b((?:access|refresh|id|session)[_-]?token|client[_-]?secret|code_verifier|password|passwd|secret|api[_-]?key|signing[_-]?key|set-cookie|cookie)(["']?\s{0,3}[=:]\s{0,3}["']?)[^\s"'&,;}]{1,4096}/gi,
    "$1$2[redacted]",
  ],
  [/([?&](?:code|state|token|key|signature|sig)=)[^\s&#"']{1,4096}/gi, "$1[redacted]"],
  [/(?<![\w.:+-])\+\d[\d ().-]{6,20}\d(?![\w:])/g, "[phone]"],
];

/** A text for logs, errors and records without what may be personal or secret in it. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const [pattern, instead] of patterns) clean = clean.replace(pattern, instead);
  return clean;
}

/** Fields that are secret or personal whatever they hold; in lower case, without `_` and `-`. */
const secretNames = new Set([
  ...["accesstoken", "refreshtoken", "idtoken", "sessiontoken", "token", "tokens", "codeverifier", "signature"],
  ...["password", "newpassword", "secret", "clientsecret", "apikey", "signingkey", "cookie", "setcookie"],
  ...["authorization", "email", "emails", "phone", "answers", "questionsandanswers", "body", "payload", "params"],
]);

const deepest = 6;

/** Fields of a log line, the same way: secrets by the name of their field at any depth, and in every text. */
export function fieldsWithoutSecrets(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cleaned(name, value, 0)]));
}

function cleaned(name: string, value: unknown, depth: number): unknown {
  if (value === undefined || value === null || typeof value === "boolean") return value;
  if (secretNames.has(name.replace(/[_-]/g, "").toLowerCase())) return "[redacted]";
  if (typeof value === "string") return withoutSecrets(value);
  if (value instanceof Error) return describeError(value);
  if (typeof value !== "object") return value;
  if (depth === deepest) return "[too deep]";
  // What it will be written as: a URL's text may hold a secret.
  if ("toJSON" in value && typeof value.toJSON === "function") return cleaned(name, value.toJSON(), depth + 1);
  if (Array.isArray(value)) return value.map((one) => cleaned("", one, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned(key, one, depth + 1)]));
}

/** An error without what drivers and clients hang on it: query parameters, request bodies, headers. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: withoutSecrets(String(error)) };
  const message = withoutSecrets(error.message);
  return {
    name: error.name,
    message,
    ...("code" in error && typeof error.code === "string" ? { code: error.code } : {}),
    // The stack begins with the message, line breaks of parameters included.
    stack: withoutSecrets((error.stack ?? "").replace(error.message, () => message)),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
