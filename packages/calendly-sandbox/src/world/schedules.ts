import { randomUUID } from "node:crypto";
import { isTimeZone } from "../slots/zone.ts";
import type { State } from "../state.ts";
import { recordOwnActivity } from "./activity.ts";
import { checkRules } from "./check-rules.ts";
import type { AvailabilityRule, EventType, InvalidDetail, Schedule } from "./types.ts";

/** Hours that one host has for one event type alone, in place of a named schedule. */
export interface OwnSchedule {
  readonly id: string;
  readonly eventTypeId: string;
  readonly userId: string;
  readonly timeZone: string;
  readonly rules: readonly AvailabilityRule[];
}

/** The hours by which a host can be booked for an event type; `name` is null when they are the type's own. */
export interface HostSchedule {
  readonly id: string;
  readonly name: string | null;
  readonly timeZone: string;
  readonly rules: readonly AvailabilityRule[];
}

/** A schedule by its id; the hours that an event type has for itself go by the name of the event type. */
export function findSchedule({ store }: State, scheduleId: string): Schedule | null {
  const own = store.ownSchedules.get(scheduleId);
  const eventType = own === null ? null : store.eventTypes.get(own.eventTypeId);
  if (own === null || eventType === null) return store.schedules.get(scheduleId);
  const { id, userId, timeZone, rules } = own;
  return { id, userId, timeZone, rules, name: eventType.name, isDefault: false };
}

/** The schedule that a user's new event types get, and that they follow as a host of somebody else's. */
export function defaultScheduleOf(state: State, userId: string): Schedule | null {
  const schedules = state.store.schedules.list({ where: { user: userId } });
  return schedules.find((schedule) => schedule.isDefault) ?? schedules[0] ?? null;
}

/** A host's hours for an event type: the type's own, else the schedule it follows, else the host's default one. */
export function scheduleOf(
  state: State,
  eventType: Pick<EventType, "id" | "scheduleId">,
  hostId: string,
): HostSchedule | null {
  const { store } = state;
  const own = store.ownSchedules.first({ where: { type: eventType.id, user: hostId } });
  if (own !== null) return { ...own, name: null };
  const followed = store.schedules.get(eventType.scheduleId);
  return followed?.userId === hostId ? followed : defaultScheduleOf(state, hostId);
}

/**
 * Gives an event type hours of its own for one host; without rules only the zone changes, and the hours of the schedule
 * that was followed so far become the type's own.
 */
export function giveOwnSchedule(
  state: State,
  eventType: EventType,
  hostId: string,
  change: { readonly timeZone: string; readonly rules?: readonly AvailabilityRule[] | undefined },
): OwnSchedule {
  const { store } = state;
  return store.transaction(() => {
    const own = store.ownSchedules.first({ where: { type: eventType.id, user: hostId } });
    const schedule: OwnSchedule = {
      id: own?.id ?? randomUUID(),
      eventTypeId: eventType.id,
      userId: hostId,
      timeZone: change.timeZone,
      rules: change.rules ?? scheduleOf(state, eventType, hostId)?.rules ?? [],
    };
    store.ownSchedules.put(schedule);
    // The owner's event type follows no named schedule any more, and is not listed under one.
    if (hostId === eventType.ownerId) store.eventTypes.put({ ...eventType, scheduleId: schedule.id });
    return schedule;
  });
}

/** What a user changes about one of their schedules; what is left out stays. */
export interface ScheduleChange {
  readonly name?: string;
  readonly timeZone?: string;
  /** All the rules: they replace those that stood. */
  readonly rules?: readonly AvailabilityRule[];
  /** Makes it the default; there is always exactly one, so nothing can be made not to be it. */
  readonly isDefault?: true;
}

export type EditScheduleOutcome =
  | { readonly kind: "edited"; readonly schedule: Schedule }
  | { readonly kind: "not_found" }
  | { readonly kind: "invalid"; readonly details: readonly InvalidDetail[] };

function checkSchedule(change: ScheduleChange): readonly InvalidDetail[] {
  const details: InvalidDetail[] = [];
  if (change.name !== undefined && change.name.trim() === "")
    details.push({ parameter: "name", message: "is missing" });
  if (change.timeZone !== undefined && !isTimeZone(change.timeZone)) {
    details.push({ parameter: "timezone", message: "is not a valid time zone" });
  }
  return [...details, ...checkRules(change.rules ?? [])];
}

function putSchedule(state: State, schedule: Schedule): void {
  const { store } = state;
  if (schedule.isDefault) {
    for (const other of store.schedules.list({ where: { user: schedule.userId } })) {
      if (other.isDefault && other.id !== schedule.id) store.schedules.put({ ...other, isDefault: false });
    }
  }
  store.schedules.put(schedule);
}

/** The owner edits a schedule as in Calendly's web app; every event type that follows it has other openings at once. */
export function editSchedule(state: State, scheduleId: string, change: ScheduleChange): EditScheduleOutcome {
  const { store } = state;
  return store.transaction(() => {
    const schedule = store.schedules.get(scheduleId);
    if (schedule === null) return { kind: "not_found" };
    const details = checkSchedule(change);
    if (details.length > 0) return { kind: "invalid", details };
    const edited: Schedule = {
      ...schedule,
      name: change.name?.trim() ?? schedule.name,
      timeZone: change.timeZone ?? schedule.timeZone,
      rules: change.rules ?? schedule.rules,
      isDefault: change.isDefault ?? schedule.isDefault,
    };
    putSchedule(state, edited);
    recordOwnActivity(state, edited.userId, {
      namespace: "Availability",
      action: "Modified",
      details: { schedule: edited.name },
    });
    return { kind: "edited", schedule: edited };
  });
}

/** A user makes one more schedule; the first one of a user is the default. No event type follows it yet. */
export function addSchedule(
  state: State,
  userId: string,
  change: ScheduleChange & Required<Pick<ScheduleChange, "name" | "rules">>,
): EditScheduleOutcome {
  const { store } = state;
  return store.transaction(() => {
    const user = store.users.get(userId);
    if (user === null) return { kind: "not_found" };
    const details = checkSchedule(change);
    if (details.length > 0) return { kind: "invalid", details };
    const schedule: Schedule = {
      id: randomUUID(),
      userId,
      name: change.name.trim(),
      isDefault: change.isDefault ?? defaultScheduleOf(state, userId) === null,
      timeZone: change.timeZone ?? user.timeZone,
      rules: change.rules,
    };
    putSchedule(state, schedule);
    recordOwnActivity(state, userId, {
      namespace: "Availability",
      action: "Schedule_Created",
      details: { schedule: schedule.name },
    });
    return { kind: "edited", schedule };
  });
}
