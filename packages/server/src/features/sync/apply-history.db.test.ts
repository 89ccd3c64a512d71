import { endpoints } from "@punctual/calendly";
import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readDelivery } from "../../platform/calendly/read-delivery.ts";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import { invitees, sessions } from "../../platform/database/schema.ts";
import { type Coach, connectCoach } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { calendlyFor } from "../connections/index.ts";
import { applyChangeNow, applyChanges, applyGone } from "./index.ts";
import { readWithInvitees } from "./read-page.ts";

/*
 * What happens at a real Calendly (the sandbox) to one coach, told by its webhooks. The truth to compare with is what
 * Calendly's own answers give, read into an empty mirror.
 */

let run: SandboxContext;
let maya: Coach;
/** Every delivery, in the order of events. */
let told: SessionChange[];
/** What Calendly answers at the end for every session of the history. */
let read: SessionChange[];

beforeAll(async () => {
  run = await createSandboxContext();
  maya = await connectCoach(run, "Maya Okafor");
  run.sandbox.changeSettings({ conferenceAfter: 0, dataDeletedAfter: 0 });
  await subscribe();
  const { act } = run.sandbox;
  const page = "maya-okafor/60-minute-coaching";
  const jordan = { name: "Jordan Blake", email: "jordan@realty.example" };
  const priya = { name: "Priya Nair", email: "priya@realty.example", guests: ["sam@realty.example"] };

  const kept = act.book({ eventType: page, ...jordan, guests: ["carer@realty.example"] });
  const lost = act.book({ eventType: page, ...priya });
  act.cancel(lost.invitee.id, { reason: "My car broke down" });
  later({ seconds: 20 });
  const calledOff = act.book({ eventType: page, ...priya });
  later({ seconds: 1 });
  act.cancelEvent(calledOff.event.id, { reason: "Travelling" });
  let moved = act.book({ eventType: page, ...jordan });
  // Within one second, so that the envelopes of all three bear the same time.
  for (let moves = 0; moves < 3; moves += 1) moved = move(moved.invitee.id);
  later({ minutes: 3 });
  const group = act.book({ ...emptyWorkshop(), ...jordan });
  const seat = { eventType: group.event.eventTypeId, startTime: new Date(group.event.startAt).toISOString() };
  const second = act.book({ ...seat, ...priya });
  act.book({ ...seat, name: "Lee Park", email: "lee@realty.example" });
  act.cancel(group.invitee.id);
  later({ seconds: 1 });
  move(second.invitee.id);
  act.cancelEvent(group.event.id);

  run.clock.set(Temporal.Instant.fromEpochMilliseconds(kept.event.endAt));
  act.markNoShow(kept.invitee.id);
  act.unmarkNoShow(kept.invitee.id);
  act.markNoShow(kept.invitee.id);
  later({ minutes: 5 });
  act.unmarkNoShow(kept.invitee.id);
  later({ minutes: 5 });

  told = run.sandbox.listDeliveries().map(({ body }) => {
    const meaning = readDelivery(new TextEncoder().encode(body), run.context.config.calendly);
    if (meaning.kind !== "session") throw new Error(`a delivery is ${JSON.stringify(meaning)}`);
    return meaning.change;
  });
  read = await readAll();
});
afterAll(() => run.close());
beforeEach(() => clear());

const later = (duration: Temporal.DurationLike) => run.clock.advance(duration);
const apply = (change: SessionChange) => applyChangeNow(run.context, change, { notify: false });
const clear = () => run.context.database.delete(sessions);
const urisOf = (changes: readonly SessionChange[]) => [...new Set(changes.map(({ session }) => session.uri))];

/** A time of the workshop that nobody has booked: others' bookings were never delivered. */
function emptyWorkshop() {
  const { world } = run.sandbox;
  const { eventType } = world.findEventType("maya-okafor", "group-workshop") ?? {};
  const window = { from: world.now(), to: world.now() + 28 * 86_400_000 };
  const openings = eventType === undefined ? [] : world.openings({ eventTypeId: eventType.id, ...window });
  const empty = openings.find(({ seatsLeft }) => seatsLeft === eventType?.seats);
  return { eventType: eventType?.id ?? "", startTime: new Date(empty?.startAt ?? 0).toISOString() };
}

/** The invitee takes the next open time. */
function move(inviteeId: string) {
  const { act, world } = run.sandbox;
  const found = world.findInvitee(inviteeId);
  const from = (found?.event.endAt ?? 0) + 1;
  const [next] = world.openings({ eventTypeId: found?.eventType.id ?? "", from, to: from + 28 * 86_400_000 });
  return act.reschedule(inviteeId, { startTime: new Date(next?.startAt ?? 0).toISOString() });
}

async function calendly() {
  const access = await calendlyFor(run.context, maya.id, { purpose: "person" });
  if (access.kind !== "ready") throw new Error(access.kind);
  return access;
}

/** Maya's webhooks, none of which is sent: the sandbox writes them down. */
async function subscribe(): Promise<void> {
  run.sandbox.addFault({ kind: "webhook", drop: true });
  const { client, connection } = await calendly();
  await client.request(endpoints.createWebhookSubscription, {
    body: {
      url: "https://punctual.example/webhooks",
      events: ["invitee.created", "invitee.canceled", "invitee_no_show.created", "invitee_no_show.deleted"],
      organization: connection.organizationUri,
      user: connection.userUri,
      scope: "user",
    },
  });
}

async function readAll(): Promise<SessionChange[]> {
  const { client } = await calendly();
  const changes: SessionChange[] = [];
  for (const uuid of urisOf(told)) {
    const { resource } = await client.request(endpoints.getScheduledEvent, { params: { uuid } });
    changes.push(await readWithInvitees(run.context, client, resource));
  }
  return changes;
}

/** The mirror without what is ours alone: ids, when it was written, when Calendly was looked at. */
async function mirror() {
  const { database } = run.context;
  const sessionRows = await database.select().from(sessions).orderBy(asc(sessions.uri));
  const inviteeRows = await database.select().from(invitees).orderBy(asc(invitees.uri));
  const ours = ["id", "sessionId", "createdAt", "updatedAt", "observedAt", "lastTold", "noShowKnownAt"];
  return [...sessionRows, ...inviteeRows].map((row) =>
    Object.fromEntries(
      Object.entries(row).flatMap(([name, value]) => (ours.includes(name) ? [] : [[name, plain(value)]])),
    ),
  );
}

function plain(value: unknown): unknown {
  return value instanceof Temporal.Instant ? value.toString() : value;
}

/** Numbers of the observations in a list, each at least once, in any order: a failure prints as numbers. */
function orders(list: readonly unknown[]): fc.Arbitrary<number[]> {
  const numbers = list.map((_, index) => index);
  const all = fc.shuffledSubarray(numbers, { minLength: list.length, maxLength: list.length });
  const again = fc.shuffledSubarray(numbers, { maxLength: Math.min(6, list.length) });
  return fc.tuple(all, again).map((parts) => parts.flat());
}

async function applyInOrder(list: readonly SessionChange[], order: readonly number[]): Promise<void> {
  await clear();
  for (const number of order) {
    const change = list[number];
    if (change !== undefined) await apply(change);
  }
}

test("the history is as rich as it is meant to be", () => {
  expect(told.length).toBeGreaterThan(20);
  const statuses = read.map(({ session }) => session.status);
  expect(new Set(statuses)).toEqual(new Set(["active", "canceled"]));
  expect(read.some(({ invitees: seen }) => seen.length === 3)).toBe(true);
});

test("deliveries in any order and number give what Calendly answers, field by field", {
  timeout: 120_000,
}, async () => {
  for (const change of read) await apply(change);
  const full = await mirror();
  expect(full.filter((row) => row["calendarEntry"])).toHaveLength(read.length);
  // The one thing that webhooks never tell.
  const expected = full.map((row) => ("calendarEntry" in row ? { ...row, calendarEntry: null } : row));
  await fc.assert(
    fc.asyncProperty(orders(told), async (order) => {
      await applyInOrder(told, order);
      expect(await mirror()).toEqual(expected);
      const unheard = await run.context.database.selectDistinct({ lastTold: sessions.lastTold }).from(sessions);
      expect(unheard).toEqual([{ lastTold: { calendarEntry: "" } }]);
    }),
    { numRuns: 6 },
  );
});

test("deliveries and readings mixed give what the readings alone do", { timeout: 120_000 }, async () => {
  for (const change of read) await apply(change);
  const expected = await mirror();
  await fc.assert(
    fc.asyncProperty(orders([...told, ...read]), async (order) => {
      await applyInOrder([...told, ...read], order);
      expect(await mirror()).toEqual(expected);
    }),
    { numRuns: 4 },
  );
});

test("applied by pages of any size, the same session several times in one of them, they give what they do one by one", {
  timeout: 120_000,
}, async () => {
  const all = [...told, ...read];
  for (const change of all) await apply(change);
  const expected = await mirror();
  await fc.assert(
    fc.asyncProperty(orders(all), fc.integer({ min: 2, max: 60 }), async (order, size) => {
      await clear();
      for (let first = 0; first < order.length; first += size) {
        const page = order.slice(first, first + size).flatMap((number) => all[number] ?? []);
        const { context } = run;
        await context.database.transaction((tx) => applyChanges(context, tx, page, { notify: false, quietly: true }));
      }
      expect(await mirror()).toEqual(expected);
    }),
    { numRuns: 4 },
  );
});

test("all bookings of a chain of reschedules have its first one's URI, and as many moves as there were", {
  timeout: 60_000,
}, async () => {
  for (const change of told.toReversed()) await apply(change);
  const chains = await run.context.database.select().from(invitees).orderBy(asc(invitees.chainMoves));
  const longest = chains.filter(({ chainUri }) => chainUri === chains.at(-1)?.chainUri);
  expect(longest.map(({ chainMoves }) => chainMoves)).toEqual([0, 1, 2, 3]);
  expect(longest[0]?.uri).toBe(longest[0]?.chainUri);
});

describe("after Calendly deleted data", () => {
  const organizationId = async () => (await calendly()).connection.organizationUri.split("/").at(-1) ?? "";

  test("of a person, deliveries and a reading in any order leave nothing of them", { timeout: 120_000 }, async () => {
    const emails = ["priya@realty.example", "carer@realty.example"];
    run.sandbox.world.requestErasure({ kind: "erase_invitees", organizationId: await organizationId(), emails });
    const erased = await readAll();
    expect(erased.flatMap(({ invitees: seen }) => seen).some(({ erasedAt }) => erasedAt !== null)).toBe(true);
    for (const change of erased) await apply(change);
    const expected = await mirror();
    await fc.assert(
      fc.asyncProperty(orders([...told, ...erased]), async (order) => {
        await applyInOrder([...told, ...erased], order);
        const found = await mirror();
        expect(found).toEqual(expected);
        expect(JSON.stringify(found)).not.toMatch(/priya|carer|car broke down|@deleted/i);
      }),
      { numRuns: 4 },
    );
  });

  test("of sessions, they are gone, and stay so whatever comes late", { timeout: 120_000 }, async () => {
    later({ hours: 20 * 24 });
    const now = run.clock.now().epochMilliseconds;
    const past = read
      .filter(({ session }) => session.startAt.epochMilliseconds < now)
      .map(({ session }) => session.uri);
    const [from, to] = [now - 40 * 86_400_000, now];
    run.sandbox.world.requestErasure({ kind: "erase_events", organizationId: await organizationId(), from, to });
    const { client } = await calendly();
    const ask = (uuid: string) => client.request(endpoints.getScheduledEvent, { params: { uuid } });
    await expect(ask(past[0] ?? "")).rejects.toMatchObject({ code: "not_found" });

    const gone = (uri: string) => run.context.database.transaction((tx) => applyGone(run.context, tx, uri));
    const ofPast = told.filter(({ session }) => past.includes(session.uri));
    let expected: unknown = null;
    await fc.assert(
      fc.asyncProperty(orders(ofPast), fc.nat(ofPast.length - 1), async (order, place) => {
        await clear();
        for (const [index, number] of order.entries()) {
          const change = ofPast[number];
          if (change !== undefined) await apply(change);
          // It is found out somewhere in between, of what is mirrored by then, and once more at the end.
          if (index === place) for (const uri of past) await gone(uri);
        }
        for (const uri of past) await gone(uri);
        const found = await mirror();
        expected ??= found;
        expect(found).toEqual(expected);
        expect(JSON.stringify(found)).not.toMatch(
          /@realty|Jordan|Priya|broke down|\/(?:cancellations|reschedulings)\//,
        );
        const left = await run.context.database.select().from(sessions).where(eq(sessions.coachId, maya.id));
        expect(left.every(({ goneAt }) => goneAt !== null)).toBe(true);
      }),
      { numRuns: 6 },
    );
  });
});
