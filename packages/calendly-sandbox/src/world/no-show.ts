import { randomUUID } from "node:crypto";
import { announceInvitee } from "../resources/invitees/announce-invitee.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import type { Invitee } from "./types.ts";

export type MarkNoShowOutcome =
  | { readonly kind: "marked"; readonly invitee: Invitee }
  | { readonly kind: "not_found" }
  | { readonly kind: "not_started" }
  | { readonly kind: "canceled" }
  | { readonly kind: "already_marked" };

/**
 * Marks an invitee as not having come, of an event that has begun. Marking twice keeps the first mark, or is refused
 * (`repeatedNoShow`).
 */
export function markNoShow(state: State, announce: Announce, inviteeId: string): MarkNoShowOutcome {
  const { store, clock, settings } = state;
  return store.transaction(() => {
    const invitee = store.invitees.get(inviteeId);
    const event = invitee === null ? null : store.events.get(invitee.eventId);
    if (invitee === null || event === null) return { kind: "not_found" };
    if (invitee.status === "canceled") return { kind: "canceled" };
    if (event.startAt > clock.now()) return { kind: "not_started" };
    if (invitee.noShow !== null) {
      return settings.repeatedNoShow === "kept" ? { kind: "marked", invitee } : { kind: "already_marked" };
    }
    const createdAt = clock.timestamp();
    const marked = { ...invitee, noShow: { id: randomUUID(), createdAt }, updatedAt: createdAt };
    store.invitees.put(marked);
    announceInvitee(state, announce, "invitee_no_show.created", marked);
    return { kind: "marked", invitee: marked };
  });
}

/** Takes the mark back. Returns the invitee, or null when there is no such mark. */
export function unmarkNoShow(state: State, announce: Announce, noShowId: string): Invitee | null {
  const { store, clock, settings } = state;
  return store.transaction(() => {
    const invitee = store.invitees.first({ where: { no_show: noShowId } });
    if (invitee === null) return null;
    const cleared = { ...invitee, noShow: null, updatedAt: clock.timestamp() };
    store.invitees.put(cleared);
    const told = settings.unmarkedNoShow === "null" ? cleared : { ...cleared, noShow: invitee.noShow };
    announceInvitee(state, announce, "invitee_no_show.deleted", told);
    return cleared;
  });
}
