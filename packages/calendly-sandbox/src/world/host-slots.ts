import { dayOf, monthOf, weekOf } from "../slots/calendar.ts";
import { findSlots } from "../slots/find-slots.ts";
import type { HostLimits, Interval, JoinableEvent, Slot } from "../slots/types.ts";
import { zoneOf } from "../slots/zone.ts";
import type { State } from "../state.ts";
import { outsideBusy } from "./calendars.ts";
import { holdsOf } from "./holds.ts";
import { closedDatesOf } from "./holidays.ts";
import { termsByLink } from "./links.ts";
import { offersOf } from "./one-off.ts";
import type { EventType, OpeningsQuery, ScheduledEvent } from "./types.ts";

const day = 86_400_000;
/** Longer than the longest event with its longest buffers: events that begin this early can still be in the way. */
const reach = 2 * day;

/** When one host could take a booking. */
export interface HostSlots {
  readonly hostId: string;
  /** Ascending. */
  readonly slots: readonly Slot[];
  /** Starts of group events that stand already and have seats. */
  readonly standing: ReadonlySet<number>;
}

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

/** A user's limits hold for everybody who books for themself, but not where double booking is allowed. */
function hostLimits(state: State, eventType: EventType, hostId: string, query: OpeningsQuery): HostLimits {
  const isExempt = query.onBehalf === true || eventType.allowsDoubleBooking;
  const stored = isExempt ? null : state.store.meetingLimits.get(hostId);
  return stored ?? { daily: null, weekly: null, monthly: null };
}

/** What one host's schedule, calendars, holds, events and limits leave free for an event type. */
export function findHostSlots(state: State, found: EventType, hostId: string, query: OpeningsQuery): HostSlots {
  const none: HostSlots = { hostId, slots: [], standing: new Set() };
  const terms = termsByLink(state, found, query.linkCode, hostId);
  if (terms === null) return none;
  const { eventType, schedule } = terms;
  const duration = durationOf(eventType, query.duration);
  const outside = outsideBusy(state, hostId, query.from - reach, query.to + reach);
  if (duration === null || outside === null || query.to <= query.from) return none;

  const limits = hostLimits(state, eventType, hostId, query);
  const counting = countingWindow(schedule.timeZone, query.from, query.to, limits);
  const events = hostEvents(
    state,
    hostId,
    Math.min(query.from - reach, counting.startAt),
    Math.max(query.to + reach, counting.endAt),
  ).filter((event) => event.id !== query.exceptEventId);

  const joinable: JoinableEvent[] = [];
  const busy: Interval[] = [...outside];
  for (const event of events) {
    if (eventType.kind === "group" && event.eventTypeId === eventType.id) {
      joinable.push({ ...event, seatsLeft: Math.max(0, event.counter.limit - event.counter.active) });
    } else busy.push({ startAt: event.blockedFrom, endAt: event.blockedTo });
  }
  for (const hold of holdsOf(state, hostId, query.from - reach, query.to + reach)) {
    if (hold.id !== query.holdId) busy.push({ startAt: hold.blockedFrom, endAt: hold.blockedTo });
  }

  const offers = offersOf(eventType, state.clock.now());
  const slots = findSlots({
    now: state.clock.now(),
    from: Math.max(query.from, offers.from),
    to: Math.min(query.to, offers.to),
    timeZone: schedule.timeZone,
    rules: schedule.rules,
    closedDates: closedDatesOf(state, hostId),
    spots: offers.spots,
    durationMinutes: duration,
    incrementMinutes: eventType.incrementMinutes,
    beforeBufferMinutes: eventType.beforeBufferMinutes,
    afterBufferMinutes: eventType.afterBufferMinutes,
    minimumNoticeMinutes: eventType.minimumNoticeMinutes,
    range: eventType.range,
    seats: eventType.seats,
    busy: eventType.allowsDoubleBooking ? [] : busy,
    joinable,
    dailyLimit: eventType.dailyLimit,
    typeStarts: events.flatMap((event) => (event.eventTypeId === eventType.id ? [event.startAt] : [])),
    hostLimits: limits,
    hostStarts: events.map((event) => event.startAt),
  });
  return {
    hostId,
    slots: offers.accepts === null ? slots : slots.filter(({ startAt }) => offers.accepts?.(startAt)),
    standing: new Set(joinable.flatMap((event) => (event.seatsLeft > 0 ? [event.startAt] : []))),
  };
}
