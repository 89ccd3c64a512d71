import type { DriftReport } from "@punctual/calendly";
import type { Log } from "../log.ts";

/** Tells an operator where Calendly answered otherwise than it documents: names and types of fields, never a value. */
export function driftReporter(log: Log): (drift: DriftReport) => void {
  return (drift) => log.warn({ ...drift }, "calendly answered otherwise than it documents");
}
