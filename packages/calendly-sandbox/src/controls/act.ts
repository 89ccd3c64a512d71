import * as z from "zod";
import type { State } from "../state.ts";
import { SandboxTrouble } from "../store/trouble.ts";
import type { Announce } from "../webhooks/announce.ts";
import type { Calendar } from "../world/calendars.ts";
import { cancelByHost } from "../world/cancel.ts";
import type { Hold } from "../world/holds.ts";
import type { ScheduleChange } from "../world/schedules.ts";
import type { BusyTime, Invitee, Schedule, ScheduledEvent, World } from "../world/types.ts";
import { userNamed } from "./access-controls.ts";
import { bookAsPerson, type bookSchema, firstOpening, holdAsPerson, type holdSchema, refusal } from "./act-booking.ts";
import { createOfferingActs, type OfferingActs } from "./act-offering.ts";
import { conflict, defined, instant, missing, read } from "./read.ts";

const reason = z.string().max(10_000).optional();

export const cancelSchema = z.strictObject({ reason });
export const rescheduleSchema = z.strictObject({
  /** The first other open time when left out. */
  startTime: instant.optional(),
  start_time: instant.optional(),
});
const interval = z.strictObject({ from: z.string().max(5), to: z.string().max(5) });
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
export const scheduleSchema = z.strictObject({
  name: z.string().max(200).optional(),
  timeZone: z.string().max(100).optional(),
  /** All the rules: they replace those that stand. */
  rules: z
    .array(
      z.discriminatedUnion("type", [
        z.strictObject({ type: z.literal("wday"), wday: z.enum(weekdays), intervals: z.array(interval).max(50) }),
        z.strictObject({ type: z.literal("date"), date: z.iso.date(), intervals: z.array(interval).max(50) }),
      ]),
    )
    .max(500)
    .optional(),
  isDefault: z.literal(true).optional(),
});
export const calendarSchema = z.strictObject({
  kind: z.enum(["google", "exchange", "icloud", "outlook", "outlook_desktop"]),
  account: z.string().min(1).max(254).optional(),
  checksConflicts: z.boolean().optional(),
});
export const calendarChangeSchema = z.strictObject({
  checksConflicts: z.boolean().optional(),
  /** `broken`: it cannot be read, and nobody knows when its user is free. */
  state: z.enum(["connected", "broken"]).optional(),
});
export const entrySchema = z.strictObject({ startAt: instant, endAt: instant });

/** An invitee with the event it came to be on. */
interface Placed {
  readonly event: ScheduledEvent;
  readonly invitee: Invitee;
}

/** What people do outside of the API: each throws `SandboxTrouble` with the reason when it cannot be done. */
export interface Act extends OfferingActs {
  /** As an invitee on the booking page; only the event type must be named. */
  book(request: z.input<typeof bookSchema>): Placed;
  cancel(inviteeId: string, request?: z.input<typeof cancelSchema>): Placed;
  reschedule(inviteeId: string, request?: z.input<typeof rescheduleSchema>): Placed;
  /** As the host: the whole event, for everybody on it. */
  cancelEvent(eventId: string, request?: z.input<typeof cancelSchema>): ScheduledEvent;
  /** Keeps an open time for `slotHeldFor`, as the page does; only the event type must be named. */
  holdSlot(request: z.input<typeof holdSchema>): Hold;
  releaseHold(holdId: string): void;
  markNoShow(inviteeId: string): Invitee;
  unmarkNoShow(inviteeId: string): Invitee;
  editSchedule(scheduleId: string, change: z.input<typeof scheduleSchema>): Schedule;
  connectCalendar(user: string, request: z.input<typeof calendarSchema>): Calendar;
  changeCalendar(calendarId: string, change: z.input<typeof calendarChangeSchema>): Calendar;
  disconnectCalendar(calendarId: string): void;
  addCalendarEntry(calendarId: string, entry: z.input<typeof entrySchema>): BusyTime;
  removeCalendarEntry(entryId: string): void;
}

const unmoved = {
  already_canceled: "This invitee has canceled already.",
  event_in_past: "This event lies in the past.",
  slot_taken: "This is not an open time.",
} as const;

export function createAct(state: State, world: World, announce: Announce): Act {
  const { store } = state;
  return {
    ...createOfferingActs(state, world),
    book: (request) => bookAsPerson(world, request),
    cancel(inviteeId, request = {}) {
      const { reason: why } = read(cancelSchema, request);
      const outcome = world.cancelByInvitee({ inviteeUuid: inviteeId, reason: why ?? null });
      if (outcome.kind === "canceled") return outcome;
      throw outcome.kind === "not_found" ? missing("invitee") : conflict(unmoved[outcome.kind]);
    },
    reschedule(inviteeId, request = {}) {
      const { startTime, start_time } = read(rescheduleSchema, request);
      const found = world.findInvitee(inviteeId);
      if (found === null) throw missing("invitee");
      const startAt = startTime ?? start_time ?? firstOpening(world, found.eventType);
      const outcome = world.rescheduleByInvitee({
        inviteeUuid: inviteeId,
        startTime: new Date(startAt).toISOString(),
      });
      switch (outcome.kind) {
        case "rescheduled":
          return outcome;
        case "not_found":
          throw missing("invitee");
        case "invalid":
          throw refusal("Not rescheduled", outcome.details);
        default:
          throw conflict(unmoved[outcome.kind]);
      }
    },
    cancelEvent(eventId, request = {}) {
      const { reason: why } = read(cancelSchema, request);
      const host = store.users.get(store.events.get(eventId)?.hostId ?? "");
      const outcome = cancelByHost(state, announce, { eventId, canceledBy: host?.name ?? "", reason: why ?? null });
      if (outcome.kind === "canceled") return outcome.event;
      if (outcome.kind === "not_found") throw missing("scheduled event");
      throw conflict(outcome.kind === "already_canceled" ? "This event is canceled already." : unmoved.event_in_past);
    },
    holdSlot: (request) => holdAsPerson(world, request),
    releaseHold(holdId) {
      if (store.holds.get(holdId) === null) throw missing("held time");
      world.releaseHold(holdId);
    },
    markNoShow(inviteeId) {
      const outcome = world.markNoShow(inviteeId);
      switch (outcome.kind) {
        case "marked":
          return outcome.invitee;
        case "not_found":
          throw missing("invitee");
        case "canceled":
          throw conflict("This invitee has canceled.");
        case "already_marked":
          throw conflict("This invitee is marked as a no-show already.");
        case "not_started":
          throw conflict("This event has not begun: advance the clock first.");
      }
    },
    unmarkNoShow(inviteeId) {
      const invitee = store.invitees.get(inviteeId);
      if (invitee === null) throw missing("invitee");
      const cleared = invitee.noShow === null ? null : world.unmarkNoShow(invitee.noShow.id);
      if (cleared === null) throw conflict("This invitee is not marked as a no-show.");
      return cleared;
    },
    editSchedule(scheduleId, change) {
      const wanted = defined(read(scheduleSchema, change)) as ScheduleChange;
      const outcome = world.editSchedule(scheduleId, wanted);
      if (outcome.kind === "edited") return outcome.schedule;
      throw outcome.kind === "not_found" ? missing("schedule") : refusal("Not changed", outcome.details);
    },
    connectCalendar(user, request) {
      const wanted = defined(read(calendarSchema, request));
      const calendar = world.connectCalendar({ userId: userNamed(state, user).id, ...wanted });
      if (calendar === null) throw missing("Calendly user");
      return calendar;
    },
    changeCalendar(calendarId, change) {
      const calendar = world.changeCalendar(calendarId, defined(read(calendarChangeSchema, change)));
      if (calendar === null) throw missing("calendar");
      return calendar;
    },
    disconnectCalendar(calendarId) {
      if (!world.disconnectCalendar(calendarId)) throw missing("calendar");
    },
    addCalendarEntry(calendarId, entry) {
      const { startAt, endAt } = read(entrySchema, entry);
      if (startAt >= endAt) throw new SandboxTrouble("endAt: must be later than startAt.", { kind: "invalid" });
      const made = world.addCalendarEntry(calendarId, { startAt, endAt });
      if (made === null) throw missing("calendar");
      return made;
    },
    removeCalendarEntry(entryId) {
      if (!world.removeCalendarEntry(entryId)) throw missing("calendar entry");
    },
  };
}
