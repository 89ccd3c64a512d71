import type { State } from "../state.ts";
import type { EventType, InviteeLink, Schedule, User } from "../world/records.ts";
import { type Seeding, type SessionPlan, type Story, seedSession } from "./seed-session.ts";
import { blockedBy, createStarts, type Starts } from "./starts.ts";
import type { Booker, Scenario } from "./types.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What one host offers, and when it could begin. */
interface Offer {
  readonly eventType: EventType;
  readonly starts: Starts;
}

interface Interval {
  readonly startAt: number;
  readonly endAt: number;
}

/** One host's time: what was planned blocks what is planned later. */
interface Diary {
  readonly host: User;
  readonly offers: readonly [Offer, ...Offer[]];
  readonly taken: Interval[];
}

const meets = (one: Interval, other: Interval) => one.startAt < other.endAt && one.endAt > other.startAt;

/** A start of the offer in a window that nothing stands in the way of, or undefined. Looks at a few, not at all. */
function freeStart(diary: Diary, offer: Offer, from: number, to: number, { random }: Seeding): number | undefined {
  const candidates = offer.starts.between(from, to);
  for (let tries = 0; tries < 4 && candidates.length > 0; tries += 1) {
    const startAt = candidates[random.below(candidates.length)];
    if (startAt === undefined) return undefined;
    const block = blockedBy(offer.eventType, startAt);
    if (!diary.taken.some((one) => meets(one, block))) return startAt;
  }
  return undefined;
}

function storyOf(seeding: Seeding, startAt: number, bookedAt: number): Story {
  const { random, today } = seeding;
  if (!random.chance(0.12)) return { kind: "kept" };
  const latest = Math.min(startAt - 5 * hour, today);
  return {
    kind: "canceled",
    at: bookedAt + random.below(Math.max(1, latest - bookedAt)),
    by: random.chance(0.3) ? "host" : "invitee",
  };
}

/**
 * One solo session and every time it was moved before: the first booking, then each move, until it stays. All of a
 * chain is decided before any of it is written, since each session names the next.
 */
function seedChain(state: State, seeding: Seeding, diary: Diary, offer: Offer, booker: Booker, startAt: number): void {
  const { random, today } = seeding;
  let old: InviteeLink | null = null;
  let at = startAt;
  // Everything lies before today, whatever the hour: a seed gives one state for the whole day.
  let bookedAt = Math.min(at, today) - (1 + random.below(9)) * day - random.below(24 * 60) * minute;
  let link: InviteeLink = { eventId: random.uuid(), inviteeId: random.uuid() };
  for (let moves = 0; ; moves += 1) {
    const latest = Math.min(at - 3 * hour, today);
    const movedAt = bookedAt + random.below(Math.max(1, latest - bookedAt));
    const target =
      moves < 3 && movedAt < latest && random.chance(moves === 0 ? 0.09 : 0.3)
        ? freeStart(diary, offer, at + day, at + 9 * day, seeding)
        : undefined;
    const next: InviteeLink | null = target === undefined ? null : { eventId: random.uuid(), inviteeId: random.uuid() };
    const story: Story = next === null ? storyOf(seeding, at, bookedAt) : { kind: "moved", at: movedAt, next };
    const past = at + offer.eventType.durationMinutes * minute + 2 * hour < today;
    const plan: SessionPlan = {
      eventId: link.eventId,
      inviteeIds: [link.inviteeId],
      host: diary.host,
      eventType: offer.eventType,
      bookers: [booker],
      startAt: at,
      bookedAt,
      old,
      story,
      absent: new Set(past && story.kind === "kept" && random.chance(0.08) ? [0] : []),
    };
    seedSession(state, seeding, plan);
    if (story.kind === "kept") diary.taken.push(blockedBy(offer.eventType, at));
    if (next === null || target === undefined) return;
    old = link;
    link = next;
    bookedAt = movedAt;
    at = target;
  }
}

/** One group session with as many invitees as `bookers`. */
function seedGroup(
  state: State,
  seeding: Seeding,
  diary: Diary,
  offer: Offer,
  bookers: readonly Booker[],
  startAt: number,
): void {
  const { random, today } = seeding;
  const past = startAt + offer.eventType.durationMinutes * minute + 2 * hour < today;
  const absent = bookers.flatMap((_, at) => (past && random.chance(0.08) ? [at] : []));
  seedSession(state, seeding, {
    eventId: random.uuid(),
    inviteeIds: bookers.map(() => random.uuid()),
    host: diary.host,
    eventType: offer.eventType,
    bookers,
    startAt,
    bookedAt: Math.min(startAt, today) - (2 + random.below(9)) * day,
    old: null,
    story: { kind: "kept" },
    absent: new Set(absent),
  });
  diary.taken.push(blockedBy(offer.eventType, startAt));
}

/**
 * The most bookings of a host on the day that lies `shift` days from today: a programme that began small, and leaves open
 * times to everybody who tries it.
 */
function mostOnDay(shift: number): number {
  return shift >= -150 && shift < 7 ? 2 : 1;
}

/** Bookings around today, on the days on which a host works. */
export function seedBookings(state: State, scenario: Scenario, seeding: Seeding): void {
  const { store } = state;
  const { random, today } = seeding;
  const { bookers, daysBack, daysAhead } = scenario;
  const startsOf = createStarts(today - daysBack * day, today + (daysAhead + 10) * day);
  const schedules = new Map(store.schedules.list().map((schedule): [string, Schedule] => [schedule.id, schedule]));
  // Event types whose hours the scenario fills itself stay out of the daily business.
  const filled = new Set(
    scenario.people.flatMap(({ slug, eventTypes }) =>
      eventTypes.filter((sketch) => sketch.taken !== undefined).map((sketch) => `${slug}/${sketch.slug}`),
    ),
  );
  for (const host of store.users.list({ order: { by: "created", direction: "asc" } })) {
    const offers = store.eventTypes
      .list({ where: { owner: host.id, active: 1 }, order: { by: "position", direction: "asc" } })
      .filter(({ slug, range }) => !filled.has(`${host.slug}/${slug}`) && range.kind !== "fixed")
      .flatMap((eventType): Offer[] => {
        const schedule = schedules.get(eventType.scheduleId);
        return schedule === undefined ? [] : [{ eventType, starts: startsOf(eventType, schedule) }];
      });
    const [first, ...others] = offers;
    if (first === undefined) continue;
    const diary: Diary = { host, offers: [first, ...others], taken: [] };
    for (let shift = -daysBack; shift <= daysAhead; shift += 1) {
      const from = today + shift * day;
      // Only what can still be in the way: the diary of a year would make every question slow.
      diary.taken.splice(0, diary.taken.length, ...diary.taken.filter((one) => one.endAt > from));
      const most = random.below(mostOnDay(shift) + 1);
      for (let at = 0; at < most; at += 1) {
        const offer = random.pick(diary.offers);
        const startAt = freeStart(diary, offer, from, from + day, seeding);
        if (startAt === undefined) continue;
        const who = random.below(bookers.length);
        const nth = (head: number) => bookers[(who + head) % bookers.length] ?? bookers[0];
        if (offer.eventType.kind === "group") {
          const heads = Math.min(offer.eventType.seats, 2 + random.below(5));
          seedGroup(
            state,
            seeding,
            diary,
            offer,
            Array.from({ length: heads }, (_, head) => nth(head)),
            startAt,
          );
        } else seedChain(state, seeding, diary, offer, nth(0), startAt);
      }
    }
  }
}
