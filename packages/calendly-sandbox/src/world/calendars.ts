import { randomUUID } from "node:crypto";
import type { Interval } from "../slots/types.ts";
import type { State } from "../state.ts";
import { recordOwnActivity } from "./activity.ts";
import type { BusyTime, CalendarEvent, Timestamp } from "./types.ts";

/** A calendar elsewhere that a user has connected. */
export interface Calendar {
  readonly id: string;
  readonly userId: string;
  readonly kind: CalendarEvent["kind"];
  /** The account there, by which a person tells two calendars apart. */
  readonly account: string;
  /** Whether its entries are busy times. Without it they are neither listed nor in the way. */
  readonly checksConflicts: boolean;
  /** `broken`: it cannot be read, because consent was taken back or its server is down. */
  readonly state: "connected" | "broken";
  readonly createdAt: Timestamp;
}

function recordCalendar(state: State, { userId, kind, account }: Calendar, action: string): void {
  recordOwnActivity(state, userId, { namespace: "Calendar", action, details: { kind, account } });
}

/** A user connects a calendar; bookings from now on are written into the first one that works. */
export function connectCalendar(
  state: State,
  request: Pick<Calendar, "userId" | "kind"> & Partial<Pick<Calendar, "account" | "checksConflicts">>,
): Calendar | null {
  const user = state.store.users.get(request.userId);
  if (user === null) return null;
  const calendar: Calendar = {
    id: randomUUID(),
    userId: user.id,
    kind: request.kind,
    account: request.account ?? user.email,
    checksConflicts: request.checksConflicts ?? true,
    state: "connected",
    createdAt: state.clock.timestamp(),
  };
  state.store.calendars.put(calendar);
  recordCalendar(state, calendar, "Connected");
  return calendar;
}

/** Switches the conflict check, breaks the connection, or mends it. Null when there is no such calendar. */
export function changeCalendar(
  state: State,
  calendarId: string,
  change: Partial<Pick<Calendar, "checksConflicts" | "state">>,
): Calendar | null {
  const calendar = state.store.calendars.get(calendarId);
  if (calendar === null) return null;
  const changed = { ...calendar, ...change };
  state.store.calendars.put(changed);
  if (changed.state === "broken" && calendar.state !== "broken") recordCalendar(state, changed, "Error");
  return changed;
}

/** Takes a calendar away, with its entries. False when there is no such calendar. */
export function disconnectCalendar(state: State, calendarId: string): boolean {
  const { store } = state;
  return store.transaction(() => {
    const calendar = store.calendars.get(calendarId);
    if (calendar === null) return false;
    for (const entry of store.busyTimes.list({ where: { user: calendar.userId } })) {
      if (entry.calendarId === calendarId) store.busyTimes.delete(entry.id);
    }
    store.calendars.delete(calendarId);
    recordCalendar(state, calendar, "Disconnected");
    return true;
  });
}

/** Writes an entry into a calendar, both ends in milliseconds. Null when there is no such calendar or no such time. */
export function addCalendarEntry(
  state: State,
  calendarId: string,
  { startAt, endAt }: { readonly startAt: number; readonly endAt: number },
): BusyTime | null {
  const calendar = state.store.calendars.get(calendarId);
  if (calendar === null || endAt <= startAt) return null;
  const entry: BusyTime = { id: randomUUID(), userId: calendar.userId, calendarId, startAt, endAt };
  state.store.busyTimes.put(entry);
  return entry;
}

/** Takes an entry out of its calendar. False when there is none. */
export function removeCalendarEntry(state: State, entryId: string): boolean {
  if (state.store.busyTimes.get(entryId) === null) return false;
  state.store.busyTimes.delete(entryId);
  return true;
}

export const listCalendars = (state: State, userId: string): readonly Calendar[] =>
  state.store.calendars.list({ where: { user: userId }, order: { by: "created", direction: "asc" } });

/**
 * A user's outside entries that end after `from` and begin before `to` (milliseconds), ascending; null when a calendar
 * whose conflicts are checked cannot be read: then nobody knows when that user is free.
 */
export function outsideBusy(state: State, userId: string, from: number, to: number): readonly Interval[] | null {
  const calendars = listCalendars(state, userId);
  if (calendars.some((calendar) => calendar.checksConflicts && calendar.state === "broken")) return null;
  const unchecked = new Set(calendars.flatMap((calendar) => (calendar.checksConflicts ? [] : [calendar.id])));
  return state.store.busyTimes
    .list({ where: { user: userId, start: { to } }, order: { by: "start", direction: "asc" } })
    .filter((entry) => entry.endAt > from && !(entry.calendarId !== undefined && unchecked.has(entry.calendarId)));
}

/** The entry that a booking makes in its host's calendar; null when there is no calendar that works. */
export function calendarEventFor(state: State, hostId: string): CalendarEvent | null {
  const calendar = listCalendars(state, hostId).find((one) => one.state === "connected");
  return calendar === undefined
    ? null
    : { kind: calendar.kind, externalId: randomUUID().replaceAll("-", "").slice(0, 26) };
}
