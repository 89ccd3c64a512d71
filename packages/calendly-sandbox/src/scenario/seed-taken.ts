import { zoneOf } from "../slots/zone.ts";
import type { State } from "../state.ts";
import type { EventType, User } from "../world/records.ts";
import { type Seeding, seedSession } from "./seed-session.ts";
import type { EventTypeSketch, Scenario } from "./types.ts";

const minute = 60_000;
const day = 86_400_000;
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** Midnights UTC of the dates, from yesterday to the end of every rolling range, on which a sketch has hours. */
function openDates(sketch: EventTypeSketch, today: number): readonly number[] {
  const open = new Set(
    (sketch.rules ?? []).flatMap((rule) => (rule.type === "wday" && rule.intervals.length > 0 ? [rule.wday] : [])),
  );
  return Array.from({ length: 64 }, (_, at) => today + (at - 1) * day).filter((date) => {
    const wday = weekdays[new Date(date).getUTCDay()];
    return wday !== undefined && open.has(wday);
  });
}

function fill(
  state: State,
  seeding: Seeding,
  scenario: Scenario,
  host: User,
  eventType: EventType,
  sketch: EventTypeSketch & Required<Pick<EventTypeSketch, "taken">>,
): void {
  const { random, today } = seeding;
  const { taken } = sketch;
  const zone = zoneOf(host.timeZone);
  for (const date of openDates(sketch, today)) {
    const at = (text: string) => {
      const wall = date + minutesOf(text) * minute;
      return wall - zone.offsetAt(wall - zone.offsetAt(wall));
    };
    if (taken.by === "outside") {
      state.store.busyTimes.put({
        id: random.uuid(),
        userId: host.id,
        startAt: at(taken.from),
        endAt: at(taken.to),
      });
      continue;
    }
    const bookers = Array.from({ length: eventType.seats }, () => random.pick(scenario.bookers));
    seedSession(state, seeding, {
      eventId: random.uuid(),
      inviteeIds: bookers.map(() => random.uuid()),
      host,
      eventType,
      bookers,
      startAt: at(taken.from),
      bookedAt: today - (2 + random.below(20)) * day,
      old: null,
      story: { kind: "kept" },
      absent: new Set(),
    });
  }
}

/** Takes the hours that a scenario wants to be taken: by bookings in every seat, or by another calendar. */
export function seedTaken(state: State, scenario: Scenario, seeding: Seeding): void {
  for (const { slug, eventTypes } of scenario.people) {
    for (const { taken, ...sketch } of eventTypes) {
      if (taken === undefined) continue;
      const host = state.store.users.first({ where: { slug } });
      const eventType = state.store.eventTypes.first({ where: { owner: host?.id ?? null, slug: sketch.slug } });
      if (host !== null && eventType !== null) fill(state, seeding, scenario, host, eventType, { ...sketch, taken });
    }
  }
}
