const secretHeaders = /^(authorization|cookie|set-cookie|proxy-authorization|x-api-key)$/i;
const secretFields = new Set([
  "access_token",
  "client_secret",
  "code",
  "code_verifier",
  "refresh_token",
  "signing_key",
  "token",
]);

/** The last four characters, which tell two secrets apart and open nothing. */
function shorten(secret: string): string {
  return secret.length <= 8 ? "…" : `…${secret.slice(-4)}`;
}

/** The value of a secret field, shortened. The `code` of an error's details is a word, and no authorization code. */
function conceal(name: string, value: string): string {
  return name === "code" && /^[a-z]+(_[a-z]+)+$/.test(value) ? value : shorten(value);
}

/** Headers as a record, with what opens something shortened; `Bearer` and `Basic` stay readable. */
export function redactHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => {
      // A redirect has its code in the address.
      if (!secretHeaders.test(name)) return [name, redactText(value)];
      const scheme = /^(Bearer|Basic)\s+/i.exec(value)?.[0] ?? "";
      return [name, `${scheme}${shorten(value.slice(scheme.length))}`];
    }),
  );
}

function redactJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretFields.has(name) && typeof item === "string" ? conceal(name, item) : redactJson(item),
    ]),
  );
}

/** A body or a query string with its secrets shortened: JSON and forms. Other texts, and cut ones, lose the values by pattern. */
export function redactText(text: string): string {
  if (text.startsWith("{") || text.startsWith("[")) {
    try {
      return JSON.stringify(redactJson(JSON.parse(text)));
    } catch {
      // Cut or malformed: by pattern, below.
    }
  }
  const names = [...secretFields].join("|");
  return text
    .replace(
      new RegExp(`"(${names})"\\s*:\\s*"([^"]*)"?`, "g"),
      (_, name, value) => `"${name}":"${conceal(name, value)}"`,
    )
    .replace(
      new RegExp(`(^|[?&])(${names})=([^&]*)`, "g"),
      (_, before, name, value) => `${before}${name}=${conceal(name, value)}`,
    );
}
