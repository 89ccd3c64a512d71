import {
  clerkFrontendUrl,
  clerkJwtKey,
  defaultLimits,
  type LimitSettings,
  parseAddressRange as parseRange,
} from "@punctual/server";
import * as z from "zod";

/** A bad setting: what is wrong and what to write. Printed as it is, and the start ends. */
export class BadEnvironment extends Error {
  override readonly name = "BadEnvironment";
}

const origin = (example: string) =>
  z
    .string()
    .refine(isOrigin, `must be an address such as ${example}, without a path`)
    .transform((value) => value.replace(/\/+$/, ""));

const port = (fallback: number) =>
  z.coerce
    .number({ error: `must be a port number, for example ${fallback}` })
    .int(`must be a whole number, for example ${fallback}`)
    .min(0, "must be a port from 0 to 65535")
    .max(65_535, "must be a port from 0 to 65535")
    .default(fallback);

const text = z.string().min(1).optional();

/** Every setting, with what it accepts. The names are fixed: deployments rely on them. */
const environmentSchema = z.object({
  PORT: port(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  SANDBOX_PORT: port(4010),
  DATA_DIR: z.string().min(1).default(".data"),
  PUBLIC_URL: origin("https://coaching.example.com").optional(),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\/.+/,
      "must begin with postgres://, for example postgres://user:password@db.example.com:5432/punctual",
    )
    .optional(),
  AUTH_MODE: z.enum(["local", "clerk"], { error: "must be local or clerk" }).default("local"),
  CLERK_PUBLISHABLE_KEY: z
    .string()
    .refine(
      (value) => clerkFrontendUrl(value) !== null,
      "must be the publishable key that Clerk's dashboard shows under API keys; it begins with pk_live_ or pk_test_",
    )
    .optional(),
  CLERK_SECRET_KEY: z
    .string()
    .regex(
      /^sk_(?:test|live)_[A-Za-z0-9]+$/,
      "must be the secret key that Clerk's dashboard shows under API keys; it begins with sk_live_ or sk_test_",
    )
    .optional(),
  CLERK_JWT_KEY: z
    .string()
    .refine(
      (value) => clerkJwtKey(value) !== null,
      "must be the PEM public key that Clerk's dashboard shows under API keys, JWKS public key; on one line, write its line breaks as \\n",
    )
    .optional(),
  CLERK_WEBHOOK_SIGNING_SECRET: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/]{16,}={0,2}(?:\s*,\s*whsec_[A-Za-z0-9+/]{16,}={0,2})*$/,
      "must be the signing secret of the webhook endpoint in Clerk's dashboard; it begins with whsec_",
    )
    .optional(),
  CLERK_AUTHORIZED_PARTIES: z
    .string()
    .refine(
      (value) => value.split(",").every((one) => isOrigin(one.trim())),
      "must be one or more addresses such as https://coaching.example.com, without a path, with a comma between them",
    )
    .optional(),
  CLERK_API_URL: origin("https://api.clerk.com").default("https://api.clerk.com"),
  CALENDLY_CLIENT_ID: text,
  CALENDLY_CLIENT_SECRET: text,
  CALENDLY_WEBHOOK_SIGNING_KEY: text,
  CALENDLY_API_URL: origin("https://api.calendly.com").optional(),
  CALENDLY_AUTH_URL: origin("https://auth.calendly.com").optional(),
  CALENDLY_BOOKING_URL: origin("https://calendly.com").optional(),
  CALENDLY_ASSETS_URL: origin("https://assets.calendly.com").optional(),
  CALENDLY_PICTURES_URL: origin("https://d3v0px0pttie1i.cloudfront.net").optional(),
  ENCRYPTION_KEYS: z
    .string()
    .refine(
      (value) => parseKeys(value) !== null,
      "must be one or more id:key pairs with a comma between them, newest first; each key is 32 bytes in base64. Make one with: npm run punctual -- keys new",
    )
    .optional(),
  HISTORY_DAYS: z.coerce
    .number({ error: "must be a number of days, for example 365" })
    .int("must be a whole number of days, for example 365")
    .min(1, "must be at least 1 day")
    .max(3650, "must be at most 3650 days, which is ten years")
    .default(365),
  INBOX_DAYS: z.coerce
    .number({ error: "must be a number of days, for example 90" })
    .int("must be a whole number of days, for example 90")
    .min(1, "must be at least 1 day")
    .max(3650, "must be at most 3650 days, which is ten years")
    .default(90),
  SMTP_URL: z
    .string()
    .regex(
      /^smtps?:\/\/.+/,
      "must begin with smtp:// or smtps://, for example smtps://user:password@mail.example.com:465",
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^(?:[^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      "must be an address, for example Punctual <hello@example.com>",
    )
    .default("Punctual <punctual@localhost.localdomain>"),
  OUTGOING_PRIVATE_HOSTS: z
    .string()
    .default("")
    .transform((value) => value.split(",").flatMap((one) => one.trim().toLowerCase() || []))
    .refine(
      (hosts) => hosts.every((host) => URL.canParse(`https://${host}`) && !/[/@?#\s]/.test(host)),
      "must be one or more hosts such as hooks.internal or 10.0.0.7:8080, each exactly as in the address, with a comma between them",
    ),
  TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform(parts)
    .refine(
      (proxies) => proxies.every((proxy) => parseRange(proxy) !== null),
      "must be addresses or CIDR ranges of your proxies with commas between, for example 10.0.0.0/8,2001:db8::7",
    ),
  CORS_ORIGINS: z
    .string()
    .default("")
    .transform(parts)
    .refine(
      (origins) => origins.every((each) => URL.parse(each)?.origin === each && /^https?:/.test(each)),
      "must be origins with commas between, without paths, for example https://app.example.com,https://www.example.com",
    ),
  LIMITS: z
    .string()
    .default("")
    .transform((value, context) => {
      const limits = parseLimits(value);
      if (limits !== null) return limits;
      const names = Object.keys(defaultLimits).join(", ");
      context.addIssue(
        `must be name=number with commas between, for example reads=3000,writes=300. The names are ${names}`,
      );
      return z.NEVER;
    }),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/-]{32,256}=*$/, "must be at least 32 letters and digits. Make one with: openssl rand -hex 32")
    .optional(),
  SENTRY_DSN: z
    .string()
    .regex(
      /^https?:\/\/[^\s:@/]+@[^\s/]+\/(?:[^\s?#]+\/)?\d+$/,
      "must be a DSN as Sentry shows it, for example https://key@o1.ingest.sentry.io/2",
    )
    .optional(),
  REDIS_URL: z
    .undefined("is not used. Processes share their limits through the database, DATABASE_URL. Remove it")
    .optional(),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], { error: "must be debug, info, warn, error or silent" })
    .default("warn"),
});

export type Environment = z.infer<typeof environmentSchema>;

/**
 * Reads and validates every setting at once.
 * @throws {BadEnvironment} naming each bad value and what to write instead.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);
    throw new BadEnvironment(lines.join("\n"));
  }
  const problems = contradictions(parsed.data);
  if (problems.length > 0) throw new BadEnvironment(problems.join("\n"));
  return parsed.data;
}

function contradictions(environment: Environment): string[] {
  const problems: string[] = [];
  const { CALENDLY_CLIENT_ID: id, CALENDLY_CLIENT_SECRET: secret, CALENDLY_WEBHOOK_SIGNING_KEY: key } = environment;
  const missing = [
    id === undefined ? "CALENDLY_CLIENT_ID" : "",
    secret === undefined ? "CALENDLY_CLIENT_SECRET" : "",
    key === undefined ? "CALENDLY_WEBHOOK_SIGNING_KEY" : "",
  ].filter((name) => name !== "");
  if (missing.length > 0 && missing.length < 3) {
    problems.push(
      `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} missing. Calendly shows client id, secret and webhook signing key together when you create the OAuth app; set all three, or none to use the local sandbox.`,
    );
  }
  if (missing.length === 3 && (environment.CALENDLY_API_URL ?? environment.CALENDLY_AUTH_URL) !== undefined) {
    problems.push(
      "CALENDLY_API_URL or CALENDLY_AUTH_URL is set without credentials. Set CALENDLY_CLIENT_ID, CALENDLY_CLIENT_SECRET and CALENDLY_WEBHOOK_SIGNING_KEY as well, or remove the addresses to use the local sandbox.",
    );
  }
  if (environment.DATABASE_URL !== undefined && environment.ENCRYPTION_KEYS === undefined) {
    problems.push(
      "ENCRYPTION_KEYS is missing. With DATABASE_URL the key that seals Calendly's tokens must not live on one machine's disk. Make one with: npm run punctual -- keys new",
    );
  }
  return [...problems, ...clerkContradictions(environment)];
}

const clerkSettings = [
  "CLERK_PUBLISHABLE_KEY",
  "CLERK_SECRET_KEY",
  "CLERK_JWT_KEY",
  "CLERK_WEBHOOK_SIGNING_SECRET",
] as const;

function clerkContradictions(environment: Environment): string[] {
  if (environment.AUTH_MODE === "local") {
    const [stray] = clerkSettings.filter((name) => environment[name] !== undefined);
    return stray === undefined
      ? []
      : [
          `${stray} is set, but AUTH_MODE is local. Write AUTH_MODE=clerk, or remove the settings that begin with CLERK_.`,
        ];
  }
  const problems: string[] = [];
  const missing = clerkSettings.filter((name) => environment[name] === undefined);
  if (missing.length > 0) {
    problems.push(
      `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing. AUTH_MODE=clerk needs all four; Clerk's dashboard shows them under API keys and under Webhooks. Without Clerk, write AUTH_MODE=local.`,
    );
  }
  const kinds = [environment.CLERK_PUBLISHABLE_KEY, environment.CLERK_SECRET_KEY].flatMap((key) =>
    key === undefined ? [] : [key.split("_")[1]],
  );
  if (new Set(kinds).size > 1) {
    problems.push(
      "CLERK_PUBLISHABLE_KEY and CLERK_SECRET_KEY belong to different instances of Clerk: one says test, the other live. Copy both from the same instance.",
    );
  }
  return problems;
}

/** Reads `id:base64,id2:base64`, newest first; null when any part is wrong. */
export function parseKeys(value: string): { id: string; key: Uint8Array }[] | null {
  const keys = value.split(",").map((pair) => {
    const match = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)\s*$/.exec(pair);
    const bytes = match?.[2] === undefined ? undefined : Buffer.from(match[2], "base64");
    return match?.[1] !== undefined && bytes?.length === 32 ? { id: match[1], key: new Uint8Array(bytes) } : null;
  });
  const valid = keys.filter((key) => key !== null);
  const ids = new Set(valid.map(({ id }) => id));
  return valid.length === keys.length && ids.size === keys.length ? valid : null;
}

/** Reads `reads=3000,writes=300`; null when any part is wrong. */
export function parseLimits(value: string): Partial<LimitSettings> | null {
  const limits = new Map<string, number>();
  for (const part of parts(value)) {
    const [, name = "", number = ""] = /^(\w+)\s*=\s*(\d{1,9})$/.exec(part) ?? [];
    if (!Object.hasOwn(defaultLimits, name) || limits.has(name) || Number(number) < 1) return null;
    limits.set(name, Number(number));
  }
  return Object.fromEntries(limits);
}

function parts(value: string): string[] {
  return value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function isOrigin(value: string): boolean {
  try {
    const url = new URL(value);
    return /^https?:$/.test(url.protocol) && (url.pathname === "/" || url.pathname === "") && url.search === "";
  } catch {
    return false;
  }
}
