import { dayOf, monthOf, weekOf } from "../slots/calendar.ts";
import { findSlots } from "../slots/find-slots.ts";
import type { HostLimits, Interval, JoinableEvent } from "../slots/types.ts";
import { zoneOf } from "../slots/zone.ts";
import type { State } from "../state.ts";
import { outsideBusy } from "./calendars.ts";
import { holdsOf } from "./holds.ts";
import { linkUsedFor, termsByLink } from "./links.ts";
import type { EventType, Opening, OpeningsQuery, ScheduledEvent } from "./types.ts";

const minute = 60_000;
const day = 86_400_000;
/** Longer than the longest event with its longest buffers: events that begin this early can still be in the way. */
const reach = 2 * day;

/** The minutes an invitee may book: what was asked for when it is offered, the default otherwise. */
export function durationOf(eventType: EventType, asked: number | undefined): number | null {
  if (asked === undefined || asked === eventType.durationMinutes) return eventType.durationMinutes;
  return eventType.durationOptions?.includes(asked) ? asked : null;
}

function hostEvents(state: State, hostId: string, from: number, to: number): ScheduledEvent[] {
  return state.store.events.list({
    where: { hosts: hostId, status: "active", start: { from, to } },
    order: { by: "start", direction: "asc" },
  });
}

/** Events that the limits count can lie outside of the window: in the same week or month. */
function countingWindow(timeZone: string, from: number, to: number, limits: HostLimits): Interval {
  const zone = zoneOf(timeZone);
  const early = dayOf(zone, from);
  const late = dayOf(zone, to);
  let startDay = early - 1;
  let endDay = late + 2;
  if (limits.weekly !== null) {
    startDay = Math.min(startDay, weekOf(early) - 1);
    endDay = Math.max(endDay, weekOf(late) + 8);
  }
  if (limits.monthly !== null) {
    startDay = Math.min(startDay, monthOf(early) - 1);
    endDay = Math.max(endDay, monthOf(late) + 33);
  }
  return { startAt: startDay * day, endAt: endDay * day };
}

/** A user's limits hold for everybody who books for themself. */
function hostLimits(state: State, hostId: string, query: OpeningsQuery): HostLimits {
  const stored = query.onBehalf === true ? null : state.store.meetingLimits.get(hostId);
  return stored ?? { daily: null, weekly: null, monthly: null };
}

/** Free starts of an active event type in a window; none for one that is inactive, deleted or unknown. */
export function findOpenings(state: State, query: OpeningsQuery): readonly Opening[] {
  const { store } = state;
  const found = store.eventTypes.get(query.eventTypeId);
  if (found === null || !found.active || found.deletedAt !== null) return [];
  // A share that was booked keeps its terms when the booking is moved.
  const moved = query.exceptEventId === undefined ? null : linkUsedFor(state, query.exceptEventId);
  const terms = termsByLink(state, found, query.linkCode ?? moved?.code, found.ownerId);
  if (terms === null) return [];
  const { eventType, schedule } = terms;
  const duration = durationOf(eventType, query.duration);
  const outside = outsideBusy(state, eventType.ownerId, query.from - reach, query.to + reach);
  if (duration === null || outside === null || query.to <= query.from) return [];

  const limits = hostLimits(state, eventType.ownerId, query);
  const counting = countingWindow(schedule.timeZone, query.from, query.to, limits);
  const events = hostEvents(
    state,
    eventType.ownerId,
    Math.min(query.from - reach, counting.startAt),
    Math.max(query.to + reach, counting.endAt),
  ).filter((event) => event.id !== query.exceptEventId);

  const joinable: JoinableEvent[] = [];
  const busy: Interval[] = [];
  for (const event of events) {
    if (eventType.kind === "group" && event.eventTypeId === eventType.id) {
      joinable.push({ ...event, seatsLeft: Math.max(0, event.counter.limit - event.counter.active) });
    } else busy.push({ startAt: event.blockedFrom, endAt: event.blockedTo });
  }
  const held = holdsOf(state, eventType.ownerId, query.from - reach, query.to + reach);
  busy.push(...outside, ...held.filter((hold) => hold.id !== query.holdId));

  const ofType = events.filter((event) => event.eventTypeId === eventType.id);
  return findSlots({
    now: state.clock.now(),
    from: query.from,
    to: query.to,
    timeZone: schedule.timeZone,
    rules: schedule.rules,
    durationMinutes: duration,
    incrementMinutes: eventType.incrementMinutes,
    beforeBufferMinutes: eventType.beforeBufferMinutes,
    afterBufferMinutes: eventType.afterBufferMinutes,
    minimumNoticeMinutes: eventType.minimumNoticeMinutes,
    range: eventType.range,
    seats: eventType.seats,
    busy,
    joinable,
    dailyLimit: eventType.dailyLimit,
    typeStarts: ofType.map((event) => event.startAt),
    hostLimits: limits,
    hostStarts: events.map((event) => event.startAt),
  });
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
