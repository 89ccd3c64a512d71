import { type DestinationStream, pino, stdTimeFunctions } from "pino";
import type { ServerConfig } from "./config.ts";
import type { Log } from "./log.ts";
import { fieldsWithoutSecrets } from "./without-secrets.ts";

/**
 * The structured log: JSON lines with ISO time. Secrets and personal data are cut out by the names of fields
 * and by what they look like, as a second line of defence; the first is not to log them.
 *
 * @param destination where lines go; standard output when absent.
 */
export function createLog(level: ServerConfig["logLevel"], destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: fieldsWithoutSecrets },
    serializers: { error: (error: unknown) => error },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Writes nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
