import type { State } from "../state.ts";
import { findHostSlots, type HostSlots } from "./host-slots.ts";
import { linkUsedFor } from "./links.ts";
import { isOneOffTaken } from "./one-off.ts";
import type { EventType, Opening, OpeningsQuery } from "./types.ts";

const minute = 60_000;

/** Whether the sandbox offers times of it at all. */
function isOffered(state: State, eventType: EventType): boolean {
  if (!eventType.active || eventType.deletedAt !== null) return false;
  const isDocumented =
    eventType.poolingType !== "multi_pool" && eventType.bookingMethod === "instant" && !eventType.isPaid;
  return isDocumented || state.settings.undocumentedBookings === "plain";
}

/**
 * The hosts of a round robin in the order in which they get bookings: the one who is to be kept, then whoever has the
 * fewest of this type ahead, then the order of the type.
 */
function inTurn(state: State, eventType: EventType, keepHostId: string | undefined): readonly string[] {
  const from = state.clock.now();
  const ahead = (hostId: string) =>
    hostId === keepHostId
      ? -1
      : state.store.events.count({ hosts: hostId, type: eventType.id, status: "active", start: { from } });
  return eventType.hostIds
    .map((hostId) => ({ hostId, count: ahead(hostId) }))
    .sort((a, b) => a.count - b.count)
    .map(({ hostId }) => hostId);
}

/** Open when any host is: the first in turn gets it, unless another one's group event with seats stands there. */
function ofAnyHost(hosts: readonly HostSlots[]): readonly Opening[] {
  const openings = new Map<number, Opening>();
  for (const { hostId, slots, standing } of hosts) {
    const hostIds = [hostId];
    for (const slot of slots) {
      if (!openings.has(slot.startAt) || standing.has(slot.startAt)) openings.set(slot.startAt, { ...slot, hostIds });
    }
  }
  return [...openings.values()].sort((a, b) => a.startAt - b.startAt);
}

/** Open when every host is. */
function ofAllHosts([first, ...others]: readonly HostSlots[], hostIds: readonly string[]): readonly Opening[] {
  const seats = others.map(({ slots }) => new Map(slots.map((slot) => [slot.startAt, slot.seatsLeft])));
  return (first?.slots ?? []).flatMap((slot): Opening[] => {
    let { seatsLeft } = slot;
    for (const other of seats) seatsLeft = Math.min(seatsLeft, other.get(slot.startAt) ?? 0);
    return seatsLeft > 0 ? [{ ...slot, seatsLeft, hostIds }] : [];
  });
}

/** Free starts of an active event type in a window; none for one that is inactive, deleted or unknown. */
export function findOpenings(state: State, query: OpeningsQuery): readonly Opening[] {
  const { store } = state;
  const eventType = store.eventTypes.get(query.eventTypeId);
  if (eventType === null || !isOffered(state, eventType)) return [];
  if (isOneOffTaken(state, eventType, query.exceptEventId)) return [];
  const moved = query.exceptEventId === undefined ? null : store.events.get(query.exceptEventId);
  // A share that was booked keeps its terms when the booking is moved.
  const linkCode = query.linkCode ?? (moved === null ? undefined : linkUsedFor(state, moved.id)?.code);
  const asked = linkCode === undefined ? query : { ...query, linkCode };
  const slotsOf = (hostId: string) => findHostSlots(state, eventType, hostId, asked);
  switch (eventType.poolingType) {
    case null: {
      const hostIds = eventType.hostIds.slice(0, 1);
      return hostIds.flatMap((hostId) => slotsOf(hostId).slots.map((slot) => ({ ...slot, hostIds })));
    }
    case "collective":
      return ofAllHosts(eventType.hostIds.map(slotsOf), eventType.hostIds);
    case "round_robin":
    case "multi_pool":
      return ofAnyHost(inTurn(state, eventType, query.keepHostId ?? moved?.hostId).map(slotsOf));
  }
}

/** The opening that begins exactly at `startAt`, or null when it is taken, past, or was never offered. */
export function findOpeningAt(
  state: State,
  query: Omit<OpeningsQuery, "from" | "to"> & { readonly startAt: number },
): Opening | null {
  const { startAt, ...rest } = query;
  return (
    findOpenings(state, { ...rest, from: startAt, to: startAt + minute }).find((one) => one.startAt === startAt) ?? null
  );
}
