import type { Temporal } from "temporal-polyfill";
import type { StoredCancellation } from "../database/schema.ts";
import type { CalendlyOrigins } from "./calendly-origins.ts";
import { fieldsOf, type WireFields } from "./wire-fields.ts";

/** Who called it off, why and when; `at` stands for the moment when Calendly does not tell it. */
export function translateCancellation(
  wire: unknown,
  origins: CalendlyOrigins,
  at: Temporal.Instant,
): StoredCancellation {
  return cancellationOf(fieldsOf(wire, origins), at);
}

export function cancellationOf(fields: WireFields, at: Temporal.Instant): StoredCancellation {
  const reason = fields.text("reason") ?? "";
  return {
    canceledBy: fields.text("canceled_by") || "Somebody",
    // A canceler of a kind that Calendly adds later did not book: it is on the host's side.
    by: fields.text("canceler_type") === "invitee" ? "invitee" : "host",
    reason: reason === "" ? null : reason,
    at: (fields.instant("created_at") ?? at).toString(),
  };
}

/** The cancellation of a record. One that stands has none: there the absence tells so; else it was left out. */
export function cancellationIn(
  record: WireFields,
  status: "active" | "canceled",
  at: Temporal.Instant,
): StoredCancellation | null | undefined {
  const cancellation = record.recordOrNull("cancellation");
  if (cancellation) return cancellationOf(cancellation, at);
  return status === "active" || cancellation === null ? null : undefined;
}
