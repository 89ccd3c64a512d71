import { announceInvitee } from "../resources/invitees/announce-invitee.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import type { Cancellation, CancelOutcome, Invitee, ScheduledEvent } from "./types.ts";

export type CancelEventOutcome =
  | { readonly kind: "canceled"; readonly event: ScheduledEvent; readonly cancellation: Cancellation }
  | { readonly kind: "not_found" }
  | { readonly kind: "already_canceled" }
  | { readonly kind: "event_in_past" };

function cancelInvitee(state: State, invitee: Invitee, cancellation: Cancellation): Invitee {
  const canceled: Invitee = { ...invitee, status: "canceled", cancellation, updatedAt: cancellation.created_at };
  state.store.invitees.put(canceled);
  return canceled;
}

function cancelEvent(state: State, event: ScheduledEvent, cancellation: Cancellation): ScheduledEvent {
  const canceled: ScheduledEvent = {
    ...event,
    status: "canceled",
    counter: { ...event.counter, active: 0 },
    cancellation,
    updatedAt: cancellation.created_at,
  };
  state.store.events.put(canceled);
  return canceled;
}

/**
 * Writes a canceled invitee and what that does to its event: one seat less, and the invitee's guests leave; or it is
 * canceled, as it stands, when nobody is left.
 */
export function releaseSeat(
  state: State,
  event: ScheduledEvent,
  invitee: Invitee,
  cancellation: Cancellation,
): { readonly event: ScheduledEvent; readonly invitee: Invitee } {
  const canceled = cancelInvitee(state, invitee, cancellation);
  const active = event.counter.active - 1;
  if (active <= 0) return { event: cancelEvent(state, event, cancellation), invitee: canceled };
  const left: ScheduledEvent = {
    ...event,
    counter: { ...event.counter, active },
    guests: event.guests.map((guest) => (guest.inviteeId === invitee.id ? { ...guest, left: true } : guest)),
    updatedAt: cancellation.created_at,
  };
  state.store.events.put(left);
  return { event: left, invitee: canceled };
}

/** One invitee calls off. The event ends with its last invitee. */
export function cancelByInvitee(
  state: State,
  announce: Announce,
  request: { readonly inviteeUuid: string; readonly reason: string | null },
): CancelOutcome {
  const { store, clock } = state;
  return store.transaction(() => {
    const invitee = store.invitees.get(request.inviteeUuid);
    const event = invitee === null ? null : store.events.get(invitee.eventId);
    if (invitee === null || event === null) return { kind: "not_found" };
    if (invitee.status === "canceled") return { kind: "already_canceled" };
    if (event.startAt <= clock.now()) return { kind: "event_in_past" };
    const released = releaseSeat(state, event, invitee, {
      canceled_by: invitee.name,
      canceler_type: "invitee",
      created_at: clock.timestamp(),
      reason: request.reason?.trim() || null,
    });
    announceInvitee(state, announce, "invitee.canceled", released.invitee);
    return { kind: "canceled", ...released };
  });
}

/** The host, or somebody for the host, calls the whole event off: one webhook for each invitee who was still coming. */
export function cancelByHost(
  state: State,
  announce: Announce,
  request: { readonly eventId: string; readonly canceledBy: string; readonly reason: string | null },
): CancelEventOutcome {
  const { store, clock } = state;
  return store.transaction(() => {
    const event = store.events.get(request.eventId);
    if (event === null) return { kind: "not_found" };
    if (event.status === "canceled") return { kind: "already_canceled" };
    if (event.endAt <= clock.now()) return { kind: "event_in_past" };
    const cancellation: Cancellation = {
      canceled_by: request.canceledBy,
      canceler_type: "host",
      created_at: clock.timestamp(),
      reason: request.reason,
    };
    const inOrderOfBooking = store.invitees.list({
      where: { event: event.id, status: "active" },
      order: { by: "created", direction: "asc" },
    });
    const canceled = cancelEvent(state, event, cancellation);
    const released = inOrderOfBooking.map((invitee) => cancelInvitee(state, invitee, cancellation));
    // Announced last: every body shows the event as it is when all have been released.
    for (const invitee of released) announceInvitee(state, announce, "invitee.canceled", invitee);
    return { kind: "canceled", event: canceled, cancellation };
  });
}
