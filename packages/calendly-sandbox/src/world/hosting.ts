import { type ConferenceKind, connectConference } from "../resources/locations/conferencing.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import {
  addCalendarEntry,
  type Calendar,
  changeCalendar,
  connectCalendar,
  disconnectCalendar,
  listCalendars,
  removeCalendarEntry,
} from "./calendars.ts";
import type { DueTask, DueWork } from "./due-work.ts";
import { type HoldOutcome, holdSlot, releaseHold } from "./holds.ts";
import { type MarkNoShowOutcome, markNoShow, unmarkNoShow } from "./no-show.ts";
import { addSchedule, type EditScheduleOutcome, editSchedule, type ScheduleChange } from "./schedules.ts";
import type { BusyTime, Invitee } from "./types.ts";

/** What a host does in Calendly's web app and the API has no operation for, and what a page does for its invitee. */
export interface Hosting {
  /** Every event type that follows the schedule has other openings at once. */
  editSchedule(scheduleId: string, change: ScheduleChange): EditScheduleOutcome;
  addSchedule(
    userId: string,
    schedule: ScheduleChange & Required<Pick<ScheduleChange, "name" | "rules">>,
  ): EditScheduleOutcome;

  listCalendars(userId: string): readonly Calendar[];
  /** Null when there is no such user. The account is the user's address and conflicts are checked unless said otherwise. */
  connectCalendar(
    request: Pick<Calendar, "userId" | "kind"> & Partial<Pick<Calendar, "account" | "checksConflicts">>,
  ): Calendar | null;
  /** A calendar that is `broken` and checked leaves its user without openings, and busy times answer 424. */
  changeCalendar(calendarId: string, change: Partial<Pick<Calendar, "checksConflicts" | "state">>): Calendar | null;
  disconnectCalendar(calendarId: string): boolean;
  /** Both ends in milliseconds. Null when there is no such calendar, or the end is not after the start. */
  addCalendarEntry(calendarId: string, entry: Pick<BusyTime, "startAt" | "endAt">): BusyTime | null;
  removeCalendarEntry(entryId: string): boolean;
  /** False when there is no such user. */
  connectConference(userId: string, kind: ConferenceKind, connected: boolean): boolean;

  markNoShow(inviteeId: string): MarkNoShowOutcome;
  unmarkNoShow(noShowId: string): Invitee | null;

  /** Keeps an open time for `slotHeldFor`; `startAt` in milliseconds. */
  holdSlot(request: Parameters<typeof holdSlot>[1]): HoldOutcome;
  releaseHold(holdId: string): void;

  /** Has personal data deleted once `dataDeletedAfter` has gone by. */
  requestErasure(task: DueTask): void;
}

/** The operations of hosts on `state`. */
export function createHosting(state: State, announce: Announce, dueWork: DueWork): Hosting {
  const { store, clock, settings } = state;
  return {
    editSchedule: (scheduleId, change) => editSchedule(state, scheduleId, change),
    addSchedule: (userId, schedule) => addSchedule(state, userId, schedule),
    listCalendars: (userId) => listCalendars(state, userId),
    connectCalendar: (request) => connectCalendar(state, request),
    changeCalendar: (calendarId, change) => changeCalendar(state, calendarId, change),
    disconnectCalendar: (calendarId) => disconnectCalendar(state, calendarId),
    addCalendarEntry: (calendarId, entry) => addCalendarEntry(state, calendarId, entry),
    removeCalendarEntry: (entryId) => removeCalendarEntry(state, entryId),
    connectConference(userId, kind, connected) {
      const user = store.users.get(userId);
      if (user === null) return false;
      connectConference(state, user, kind, connected);
      return true;
    },
    markNoShow: (inviteeId) => markNoShow(state, announce, inviteeId),
    unmarkNoShow: (noShowId) => unmarkNoShow(state, announce, noShowId),
    holdSlot: (request) => holdSlot(state, request),
    releaseHold: (holdId) => releaseHold(state, holdId),
    requestErasure: (task) => store.transaction(() => dueWork.plan(task, clock.now() + settings.dataDeletedAfter)),
  };
}
