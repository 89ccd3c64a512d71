import { randomUUID } from "node:crypto";
import type { State } from "../state.ts";
import { findOpeningAt } from "./openings.ts";

const minute = 60_000;

/** A time that is kept free for somebody who is filling in the form. */
export interface Hold {
  readonly id: string;
  /** Whose time it takes. */
  readonly hostIds: readonly string[];
  readonly startAt: number;
  readonly endAt: number;
  /** The time with its buffers, which no other booking may meet. */
  readonly blockedFrom: number;
  readonly blockedTo: number;
  /** Milliseconds on the sandbox's clock; afterwards it holds nothing. */
  readonly expiresAt: number;
}

export type HoldOutcome = { readonly kind: "held"; readonly hold: Hold } | { readonly kind: "slot_taken" };

/** Holds of now that take the host's time and, with their buffers, meet `[from, to)`, milliseconds. */
export function holdsOf(state: State, hostId: string, from: number, to: number): readonly Hold[] {
  return state.store.holds
    .list({ where: { expires: { from: state.clock.now() + 1 } } })
    .filter((hold) => hold.hostIds.includes(hostId) && hold.blockedFrom < to && hold.blockedTo > from)
    .sort((a, b) => a.startAt - b.startAt);
}

/**
 * Keeps an open time for a while (`slotHeldFor`). It is a `reserved` busy time and no opening for anybody but the
 * booking that names it. A group event's seats are not held: as many as book get one.
 */
export function holdSlot(
  state: State,
  request: {
    readonly eventTypeId: string;
    readonly startAt: number;
    readonly duration?: number;
    readonly linkCode?: string;
  },
): HoldOutcome {
  const { store, clock } = state;
  return store.transaction(() => {
    for (const expired of store.holds.list({ where: { expires: { to: clock.now() + 1 } } })) {
      store.holds.delete(expired.id);
    }
    const eventType = store.eventTypes.get(request.eventTypeId);
    const opening = findOpeningAt(state, request);
    if (eventType === null || opening === null) return { kind: "slot_taken" };
    const hold: Hold = {
      id: randomUUID(),
      hostIds: eventType.kind === "group" ? [] : opening.hostIds,
      startAt: opening.startAt,
      endAt: opening.endAt,
      blockedFrom: opening.startAt - eventType.beforeBufferMinutes * minute,
      blockedTo: opening.endAt + eventType.afterBufferMinutes * minute,
      expiresAt: clock.now() + state.settings.slotHeldFor,
    };
    store.holds.put(hold);
    return { kind: "held", hold };
  });
}

/** Gives the time back. Nothing happens when it is not held any more. */
export function releaseHold(state: State, holdId: string): void {
  state.store.holds.delete(holdId);
}
