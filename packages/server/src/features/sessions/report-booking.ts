import type { Booking } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import type { AuthorizedRealtor } from "../access/index.ts";
import { findVisibleEventType } from "../event-types/index.ts";
import { lockUris } from "../sync/index.ts";
import { confirmBookingJob } from "./jobs.ts";
import { type BookingRecord, findBooking, insertBooking, isMirrored } from "./queries.ts";
import { readReport } from "./rules.ts";

export type ReportOutcome =
  | { readonly kind: "reported"; readonly booking: Booking }
  | { readonly kind: "not_found" }
  /** The URIs do not name an invitee at the configured Calendly. */
  | { readonly kind: "uris_foreign" };

/** How long the webhook gets before Calendly is asked directly, in seconds. */
const patience = 5;

/**
 * Takes down what Calendly's widget told the realtor's page. It proves nothing: the booking is confirmed by the
 * webhook, or by asking Calendly. The same invitee twice is one booking.
 */
export async function reportBooking(
  context: Context,
  realtor: AuthorizedRealtor,
  report: { readonly eventTypeId: string; readonly eventUri: string; readonly inviteeUri: string },
): Promise<ReportOutcome> {
  const eventType = await findVisibleEventType(context.database, realtor, report.eventTypeId);
  if (eventType === undefined) return { kind: "not_found" };
  const uris = readReport(report, context.config.calendly);
  if (uris === null) return { kind: "uris_foreign" };
  const now = context.clock.now();
  const record = await context.database.transaction(async (tx) => {
    // Held against the webhook that may be applied at this very moment: one of the two sees the other.
    await lockUris(tx, [uris.inviteeUri]);
    const mirrored = await isMirrored(tx, uris.inviteeUri);
    const { id, isNew } = await insertBooking(tx, {
      id: newId("bkg"),
      realtorId: realtor.personId,
      eventTypeId: eventType.id,
      ...uris,
      state: mirrored ? "confirmed" : "confirming",
      startedAt: now,
      settledAt: mirrored ? now : null,
    });
    if (isNew && !mirrored) {
      const startAt = now.add({ seconds: patience });
      await context.queue.enqueue(tx, confirmBookingJob, { bookingId: id }, { key: id, startAt, priority: 20 });
    }
    return findBooking(tx, id, realtor);
  });
  return record === null ? { kind: "not_found" } : { kind: "reported", booking: toBooking(record) };
}

/** A reported booking of the realtor's own; null otherwise. */
export async function getBooking(context: Context, realtor: AuthorizedRealtor, id: string): Promise<Booking | null> {
  const record = await findBooking(context.database, id, realtor);
  return record === null ? null : toBooking(record);
}

function toBooking(record: BookingRecord): Booking {
  return {
    id: record.id,
    state: record.state,
    sessionId: record.sessionId,
    startedAt: record.startedAt.toString(),
    trouble: record.trouble,
  };
}
