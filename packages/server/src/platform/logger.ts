import { type DestinationStream, pino, stdTimeFunctions } from "pino";
import type { ServerConfig } from "./config.ts";
import type { Log } from "./log.ts";
import { withoutSecrets } from "./without-secrets.ts";

const secretNames = [
  "accessToken",
  "refreshToken",
  "access_token",
  "refresh_token",
  "token",
  "tokens",
  "password",
  "secret",
  "clientSecret",
  "client_secret",
  "cookie",
  "authorization",
  "email",
  "body",
];

/**
 * The structured log: JSON lines with ISO time. Secrets and personal data are cut out by name as a second
 * line of defence; the first is not to log them.
 *
 * @param destination where lines go; standard output when absent.
 */
export function createLog(level: ServerConfig["logLevel"], destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: describeError },
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: "[redacted]",
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** An error without what drivers and clients hang on it: query parameters, request bodies, headers. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
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

/** Writes nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
