import { findSlots } from "../slots/find-slots.ts";
import type { Slot } from "../slots/types.ts";
import type { State } from "../state.ts";
import { noTracking } from "../world/check-booking.ts";
import { chooseLocation } from "../world/location.ts";
import type { Cancellation, EventType, Invitee, Schedule, ScheduledEvent, User } from "../world/records.ts";
import type { Random } from "./random.ts";
import type { Booker, Scenario } from "./types.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

interface Seeding {
  readonly random: Random;
  readonly stamp: (at: number) => string;
  /** Midnight UTC of the sandbox's day, in milliseconds. */
  readonly today: number;
}

const topics = [
  "Getting sellers to say yes to a realistic price",
  "My week falls apart every Tuesday",
  "Following up without feeling like a nuisance",
  "A listing that has not moved in sixty days",
  "How to talk about commission",
] as const;

/** Where a host could be booked on one day, as if everything had been booked long before. */
function slotsOn(eventType: EventType, schedule: Schedule, from: number, taken: readonly ScheduledEvent[]): Slot[] {
  return findSlots({
    now: from - 365 * day,
    from,
    to: from + day,
    timeZone: schedule.timeZone,
    rules: schedule.rules,
    durationMinutes: eventType.durationMinutes,
    incrementMinutes: eventType.incrementMinutes,
    beforeBufferMinutes: eventType.beforeBufferMinutes,
    afterBufferMinutes: eventType.afterBufferMinutes,
    minimumNoticeMinutes: 0,
    range: { kind: "indefinite" },
    seats: eventType.seats,
    busy: taken.map((event) => ({ startAt: event.blockedFrom, endAt: event.blockedTo })),
    joinable: [],
    dailyLimit: null,
    typeStarts: [],
    hostLimits: { daily: null, weekly: null, monthly: null },
    hostStarts: [],
  });
}

/** A booking at a slot, by one booker or, on a group type, by several. Written as if it had happened in its time. */
function seedBooking(
  state: State,
  seeding: Seeding,
  host: User,
  eventType: EventType,
  slot: Slot,
  bookers: readonly Booker[],
): ScheduledEvent {
  const { store } = state;
  const { random, stamp, today } = seeding;
  // Everything lies before today, whatever the hour: a seed gives one state for the whole day.
  const bookedAt = Math.min(slot.startAt, today) - (1 + random.below(9)) * day - random.below(24 * 60) * minute;
  const place = chooseLocation(
    eventType.locations,
    eventType.locations?.[0]?.kind === "outbound_call"
      ? { kind: "outbound_call", location: `+1 312-555-0${100 + random.below(99)}` }
      : null,
    bookedAt + 2_000,
    random.below,
  );
  const createdAt = stamp(bookedAt);
  const event: ScheduledEvent = {
    id: random.uuid(),
    eventTypeId: eventType.id,
    hostId: host.id,
    name: eventType.name,
    status: "active",
    startAt: slot.startAt,
    endAt: slot.endAt,
    blockedFrom: slot.startAt - eventType.beforeBufferMinutes * minute,
    blockedTo: slot.endAt + eventType.afterBufferMinutes * minute,
    location: place.kind === "chosen" ? place.location : { type: "custom", location: null },
    counter: { total: bookers.length, active: bookers.length, limit: eventType.seats },
    guests: [],
    cancellation: null,
    createdAt,
    updatedAt: createdAt,
  };

  const past = slot.endAt + hour < today;
  const canceled = bookers.length === 1 && random.chance(0.12);
  const canceledAt = bookedAt + random.below(Math.min(slot.startAt - 5 * hour, today) - bookedAt);
  const byHost = random.chance(0.3);
  bookers.forEach((booker, at) => {
    const joinedAt = stamp(bookedAt + at * 47 * minute);
    const cancellation: Cancellation | null = canceled
      ? {
          canceled_by: byHost ? host.name : booker.name,
          canceler_type: byHost ? "host" : "invitee",
          created_at: stamp(canceledAt),
          reason: byHost ? "I am unwell, please pick another day" : "A showing came up",
        }
      : null;
    const noShow =
      past && !canceled && random.chance(0.08) ? { id: random.uuid(), createdAt: stamp(slot.endAt + hour) } : null;
    const invitee: Invitee = {
      id: random.uuid(),
      eventId: event.id,
      email: booker.email,
      name: booker.name,
      firstName: null,
      lastName: null,
      status: canceled ? "canceled" : "active",
      timeZone: booker.timeZone,
      answers: eventType.questions
        .filter((question) => question.required || random.chance(0.5))
        .map((question) => ({
          question: question.name,
          answer:
            question.answer_choices[random.below(Math.max(1, question.answer_choices.length))] ?? random.pick(topics),
          position: question.position,
        })),
      tracking: noTracking,
      textReminderNumber: null,
      rescheduled: false,
      oldInvitee: null,
      newInvitee: null,
      cancellation,
      noShow,
      schedulingMethod: null,
      scheduledBy: null,
      createdAt: joinedAt,
      updatedAt: noShow?.createdAt ?? cancellation?.created_at ?? joinedAt,
    };
    store.invitees.put(invitee);
    if (cancellation !== null) {
      store.events.put({
        ...event,
        status: "canceled",
        cancellation,
        counter: { ...event.counter, active: 0 },
        updatedAt: cancellation.created_at,
      });
    }
  });
  if (!canceled) store.events.put({ ...event, updatedAt: stamp(bookedAt + bookers.length * 47 * minute) });
  return event;
}

/** Bookings around today for every host: one to three on most working days, workshops with several invitees. */
export function seedBookings(state: State, scenario: Scenario, seeding: Seeding): void {
  const { store } = state;
  const { random, today } = seeding;
  const { bookers } = scenario;
  for (const host of store.users.list({ order: { by: "created", direction: "asc" } })) {
    const eventTypes = store.eventTypes
      .list({ where: { owner: host.id }, order: { by: "position", direction: "asc" } })
      .filter((eventType) => eventType.active);
    const [first, ...others] = eventTypes;
    if (first === undefined) continue;
    const schedule = store.schedules.get(first.scheduleId);
    if (schedule === null) continue;
    for (let shift = -scenario.daysBack; shift <= scenario.daysAhead; shift += 1) {
      const from = today + shift * day;
      const taken: ScheduledEvent[] = [];
      // Fewer bookings further ahead, so that everybody who tries the scenario finds open times.
      const most = shift < 0 ? 1 + random.below(3) : random.below(shift < 7 ? 3 : 2);
      for (let at = 0; at < most; at += 1) {
        const eventType = random.pick([first, ...others]);
        const slots = slotsOn(eventType, schedule, from, taken);
        const slot = slots[random.below(Math.max(1, slots.length))];
        if (slot === undefined) continue;
        const start = random.below(bookers.length);
        const heads = eventType.kind === "group" ? 2 + random.below(4) : 1;
        const chosen = Array.from(
          { length: heads },
          (_, head) => bookers[(start + head) % bookers.length] ?? bookers[0],
        );
        taken.push(seedBooking(state, seeding, host, eventType, slot, chosen));
      }
    }
  }
}
