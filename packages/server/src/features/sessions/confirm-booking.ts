import { CalendlyError } from "@punctual/calendly";
import { calendlyFailure } from "../../platform/calendly/failure.ts";
import type { Context } from "../../platform/context.ts";
import type { JobAttempt } from "../../platform/queue/job.ts";
import { calendlyFor } from "../connections/index.ts";
import { readSessionNow } from "../sync/index.ts";
import { type BookingRecord, findBooking, settleBooking } from "./queries.ts";

/**
 * Asks Calendly itself for a reported booking that no webhook has confirmed yet. What it finds goes through the same
 * mirror as a webhook would, which settles the booking.
 *
 * @throws while Calendly cannot be asked or does not know it yet; after the last attempt the booking says so.
 */
export async function confirmBooking(
  context: Context,
  bookingId: string,
  attempt: Pick<JobAttempt, "last">,
): Promise<void> {
  const booking = await findBooking(context.database, bookingId, null);
  if (booking === null || booking.state !== "confirming") return;
  const access = await calendlyFor(context, booking.coachId, { purpose: "person" });
  if (access.kind !== "ready") {
    await fail(
      context,
      booking,
      "Your coach's link to Calendly is being renewed. Calendly's e-mail tells whether you are booked.",
    );
    return;
  }
  try {
    await readSessionNow(context, access.client, booking.eventUri);
  } catch (error) {
    const failure = calendlyFailure(error);
    if (attempt.last) await fail(context, booking, troubleOf(error));
    throw failure.kind === "calendly_refused" ? new BookingUnknown(failure.title) : error;
  }
  // The session is there, and settled the booking unless its invitee is somebody else.
  await fail(context, booking, "Calendly does not know this booking. Pick a time again.");
}

/** Calendly answered, but does not have the reported booking (yet). */
export class BookingUnknown extends Error {
  override readonly name = "BookingUnknown";
}

function troubleOf(error: unknown): string {
  const unknown = error instanceof CalendlyError && error.code === "not_found";
  return unknown
    ? "Calendly does not know this booking. Pick a time again."
    : "Calendly could not be asked. Its e-mail tells whether you are booked; it appears here when Calendly reports it.";
}

/** Nothing happens when the booking was settled meanwhile. */
async function fail(context: Context, booking: BookingRecord, trouble: string): Promise<void> {
  await context.database.transaction(async (tx) => {
    const settled = await settleBooking(tx, booking.id, { state: "failed", trouble, at: context.clock.now() });
    if (settled) {
      await context.live.publish(tx, { topic: "bookings", id: booking.id, audience: [booking.realtorId] });
    }
  });
}
