import type { Random } from "../../scenario/random.ts";
import type { Seeding } from "../../scenario/seed-session.ts";
import type { Scenario } from "../../scenario/types.ts";
import { zoneOf } from "../../slots/zone.ts";
import type { State } from "../../state.ts";
import type { Calendar } from "../../world/calendars.ts";
import type { ShareOverride } from "../../world/share.ts";
import type { EventType, InviteeLink, User } from "../../world/types.ts";

const hour = 3_600_000;
const day = 24 * hour;
const linkLife = 90 * day;
const letters = [..."abcdefghjkmnpqrstuvwxyz23456789"] as [string, ...string[]];

function seedCalendar(state: State, { random, stamp }: Seeding, user: User, kind: Calendar["kind"]): Calendar {
  const createdAt = stamp(Date.parse(user.createdAt) + hour);
  const calendar: Calendar = {
    id: random.uuid(),
    userId: user.id,
    kind,
    account: user.email,
    checksConflicts: true,
    state: "connected",
    createdAt,
  };
  state.store.calendars.put(calendar);
  return calendar;
}

/** An hour before work on each of the coming days: entries that one sees and that take no opening away. */
function seedEntries(state: State, { random, today }: Seeding, user: User, calendarId: string): void {
  const zone = zoneOf(user.timeZone);
  for (let at = 1; at <= 10; at += 1) {
    const wall = today + at * day + 6.5 * hour;
    const startAt = wall - zone.offsetAt(wall - zone.offsetAt(wall));
    state.store.busyTimes.put({ id: random.uuid(), userId: user.id, calendarId, startAt, endAt: startAt + hour });
  }
}

function linkCode(random: Random): string {
  const part = (length: number) => Array.from({ length }, () => random.pick(letters)).join("");
  return `${part(4)}-${part(3)}-${part(3)}`;
}

function seedShare(
  state: State,
  { random, stamp }: Seeding,
  eventType: EventType,
  made: { readonly at: number; readonly override: ShareOverride; readonly usedBy: InviteeLink | null },
): void {
  const { store } = state;
  const code = linkCode(random);
  const createdAt = stamp(made.at);
  store.links.put({ code, eventTypeId: eventType.id, createdAt, expiresAt: made.at + linkLife, usedBy: made.usedBy });
  store.shares.put({
    id: random.uuid(),
    eventTypeId: eventType.id,
    userId: eventType.ownerId,
    linkCode: code,
    contactId: null,
    override: made.override,
    createdAt,
  });
}

/** An active, a booked and an expired share of an event type. */
function seedShares(state: State, seeding: Seeding, eventType: EventType): void {
  const { store } = state;
  const { today } = seeding;
  const shorter: ShareOverride = { name: "A first call", durationMinutes: 15, durationOptions: [15, 30] };
  seedShare(state, seeding, eventType, { at: today - 100 * day, override: shorter, usedBy: null });
  const next = store.events.first({
    where: { type: eventType.id, status: "active", start: { from: today + day } },
    order: { by: "start", direction: "asc" },
  });
  const invitee = next === null ? null : store.invitees.first({ where: { event: next.id } });
  if (next !== null && invitee !== null) {
    const usedBy = { eventId: next.id, inviteeId: invitee.id };
    seedShare(state, seeding, eventType, { at: today - 6 * day, override: {}, usedBy });
  }
  seedShare(state, seeding, eventType, { at: today - 2 * day, override: shorter, usedBy: null });
}

/**
 * What hosts have set up beside their event types: everybody a calendar, the first coach entries in it, meeting limits
 * that are never reached, shares in every state, and hours of its own for an event type that is switched off.
 */
export function seedHosting(state: State, scenario: Scenario, seeding: Seeding): void {
  const { store } = state;
  const coaches = scenario.people.flatMap((person) => store.users.first({ where: { slug: person.slug } }) ?? []);
  const calendars = coaches.map((user, at) => seedCalendar(state, seeding, user, at % 3 === 2 ? "outlook" : "google"));
  const first = scenario.people.findIndex((person) => person.role === "coach");
  const user = coaches[first];
  const calendar = calendars[first];
  if (user === undefined || calendar === undefined) return;
  seedEntries(state, seeding, user, calendar.id);
  store.meetingLimits.put({ userId: user.id, daily: 12, weekly: 60, monthly: null });
  const eventTypes = store.eventTypes.list({
    where: { owner: user.id, deleted: 0 },
    order: { by: "position", direction: "asc" },
  });
  const shared = eventTypes.find((one) => one.active && one.kind === "solo" && one.durationMinutes === 30);
  if (shared !== undefined) seedShares(state, seeding, shared);
  const resting = eventTypes.find((one) => !one.active);
  if (resting !== undefined) {
    const id = seeding.random.uuid();
    store.eventTypes.put({ ...resting, scheduleId: id });
    store.ownSchedules.put({
      id,
      eventTypeId: resting.id,
      userId: user.id,
      timeZone: user.timeZone,
      rules: [{ type: "wday", wday: "saturday", intervals: [{ from: "09:00", to: "12:00" }] }],
    });
  }
}
