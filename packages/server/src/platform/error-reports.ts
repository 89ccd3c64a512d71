import type { Event } from "@sentry/core";
import type { ServerConfig } from "./config.ts";
import type { Log } from "./log.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** Where errors of this process are reported beside its log. */
export interface ErrorReports {
  /** Costs the caller nothing: it is sent later. */
  report(error: unknown, message: string, fields: Readonly<Record<string, unknown>>): void;
  /** Sends what waits, for two seconds at most. */
  close(): Promise<void>;
}

/** Fields of a log line that say where it happened; none of them is personal. */
const told = ["requestId", "route", "job", "kind", "attempt", "deliveryId", "connectionId"] as const;
const closeMs = 2_000;
const sendMs = 5_000;

/**
 * Reports errors to Sentry, or to whatever takes its envelopes. The library is loaded only when there is a DSN, and only
 * carries: nothing is instrumented, and an event is put together here, from names, messages and stacks without what may be
 * personal or secret, and from nothing of the request but its id and route.
 */
export async function openErrorReports(
  config: Pick<ServerConfig, "version"> & { readonly protection: Pick<ServerConfig["protection"], "sentryDsn"> },
): Promise<ErrorReports | null> {
  const dsn = config.protection.sentryDsn;
  if (dsn === null) return null;
  const { createStackParser, createTransport } = await import("@sentry/core");
  const { nodeStackLineParser, ServerRuntimeClient } = await import("@sentry/core/server");
  const stackParser = createStackParser(nodeStackLineParser());
  const client = new ServerRuntimeClient({
    dsn,
    release: `punctual@${config.version}`,
    platform: "node",
    runtime: { name: "node", version: process.version },
    integrations: [],
    stackParser,
    sendClientReports: false,
    transport: (options) =>
      createTransport(options, async ({ body }) => {
        const response = await fetch(options.url, {
          method: "POST",
          body: typeof body === "string" ? body : new Uint8Array(body),
          signal: AbortSignal.timeout(sendMs),
        });
        await response.body?.cancel();
        return { statusCode: response.status, headers: rateLimitHeaders(response) };
      }),
  });
  client.init();

  return {
    report(error, message, fields) {
      const event: Event = {
        level: "error",
        message,
        tags: Object.fromEntries(
          told.flatMap((name) => {
            const value = fields[name];
            return typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [];
          }),
        ),
        exception: {
          values: chainOf(error).map((one) => ({ ...one.is, stacktrace: { frames: stackParser(one.stack) } })),
        },
      };
      client.captureEvent(event);
    },
    async close() {
      await client.close(closeMs);
    },
  };
}

/** A log whose errors are reported as well. */
export function reportingErrors(log: Log, reports: ErrorReports): Log {
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error(fields, message) {
      log.error(fields, message);
      reports.report(fields["error"] ?? new Error(message), message, fields);
    },
  };
}

interface Described {
  readonly is: { readonly type: string; readonly value: string };
  readonly stack: string;
}

/** The error and what caused it, the first cause first, as Sentry wants them. */
function chainOf(error: unknown): Described[] {
  if (!(error instanceof Error))
    return [{ is: { type: "Error", value: "Something was thrown that is no error." }, stack: "" }];
  const value = withoutSecrets(error.message);
  // The stack begins with the message: only the lines that say where are kept.
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const own = { is: { type: error.name, value }, stack: frames.join("\n") };
  return error.cause instanceof Error ? [...chainOf(error.cause), own] : [own];
}

function rateLimitHeaders(response: Response) {
  return {
    "x-sentry-rate-limits": response.headers.get("x-sentry-rate-limits"),
    "retry-after": response.headers.get("retry-after"),
  };
}
