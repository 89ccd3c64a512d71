import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import { bookings, liveChanges, notifications, sessions } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import { type BookingStage, createBookingStage } from "../../testing/booking-stage.ts";
import { booked, canceled } from "../../testing/calendly-history.ts";
import { seedConnection, seedPerson } from "../../testing/seed-programme.ts";
import { applyChanges } from "./index.ts";

let stage: BookingStage;
beforeEach(async () => {
  stage = await createBookingStage();
});
afterEach(() => stage.server.close());

/** Every one of the history at least once, in any order. */
function orders(history: readonly SessionChange[]): fc.Arbitrary<SessionChange[]> {
  const all = fc.shuffledSubarray([...history], { minLength: history.length, maxLength: history.length });
  return fc.tuple(all, fc.shuffledSubarray([...history])).map(([order, again]) => [...order, ...again]);
}

describe("many bookings at once", () => {
  const page = (count: number) =>
    Array.from({ length: count }, (_, nth) => booked({ ...stage.story, session: `e${nth}`, invitee: `i${nth}` }));

  /** How many statements a page takes, each told to an empty mirror. */
  async function statementsFor(changes: readonly SessionChange[]): Promise<number> {
    const { context } = stage.server;
    return context.database.transaction(async (tx) => {
      let count = 0;
      const { session } = tx._;
      const prepare = session.prepareQuery.bind(session);
      session.prepareQuery = (...query) => {
        count += 1;
        return prepare(...query);
      };
      await applyChanges(context, tx, changes, { notify: true });
      return count;
    });
  }

  test("take as many statements as one, and everybody is told of their own", async () => {
    const one = await statementsFor(page(1));
    await stage.clear();
    expect(one).toBeGreaterThan(5);
    expect(await statementsFor(page(40))).toBe(one);
    const { database } = stage.server.context;
    expect(await database.$count(sessions)).toBe(40);
    expect(await database.$count(notifications)).toBe(80);
    const told = await database.select().from(liveChanges).where(eq(liveChanges.topic, "sessions"));
    expect(new Set(told.map(({ entityId }) => entityId)).size).toBe(41);
  });

  test("are answered in their order, also those that are not ours", async () => {
    const { context } = stage.server;
    const stranger = booked({ ...stage.story, session: "x", invitee: "x", hostUri: stage.uri("/users/stranger") });
    const [first, second] = page(2);
    if (first === undefined || second === undefined) throw new Error("no page");
    const results = await context.database.transaction((tx) =>
      applyChanges(context, tx, [first, stranger, second, first], { notify: false }),
    );
    expect(results).toMatchObject([
      { kind: "applied", changed: true },
      { kind: "not_ours" },
      { kind: "applied", changed: true },
      { kind: "applied", changed: false },
    ]);
    expect(results[3]).toMatchObject({ sessionId: results[0]?.kind === "applied" ? results[0].sessionId : "" });
  });
});

describe("one booking", () => {
  test("appears with its invitee, once, however often it is told", async () => {
    const first = await stage.apply(booked(stage.story));
    const again = await stage.apply(booked(stage.story));
    expect(first).toMatchObject({ kind: "applied", changed: true });
    expect(again).toMatchObject({ kind: "applied", changed: false });
    const rows = await stage.server.context.database.select().from(sessions);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      coachId: stage.coachId,
      status: "active",
      inviteesTotal: 1,
      inviteesActive: 1,
      revision: 0,
    });
  });

  test("of a host who is not connected here is not ours", async () => {
    expect(await stage.apply(booked({ ...stage.story, hostUri: stage.uri("/users/stranger") }))).toEqual({
      kind: "not_ours",
    });
    expect(await stage.server.context.database.select().from(sessions)).toEqual([]);
  });

  test("plans one message to the coach and one to the invitee, however often it is told", async () => {
    await stage.apply(booked(stage.story));
    await stage.apply(booked(stage.story));
    const rows = await stage.server.context.database
      .select()
      .from(notifications)
      .orderBy(asc(notifications.recipientRole));
    expect(rows.map((row) => [row.recipientRole, row.kind, row.revision])).toEqual([
      ["coach", "booked", 0],
      ["invitee", "booked", 0],
    ]);
  });

  test("plans nothing when nobody is to be told", async () => {
    await stage.apply(booked(stage.story), false);
    expect(await stage.server.context.database.select().from(notifications)).toEqual([]);
  });

  test("is live for its coach and the realtor who booked, and for nobody else", async () => {
    await seedPerson(stage.server.context, { name: "Priya Nair", role: "realtor" });
    await stage.apply(booked(stage.story));
    const [change] = await stage.server.context.database.select().from(liveChanges);
    expect(change).toMatchObject({ topic: "sessions" });
    expect([...(change?.audience ?? [])].sort()).toEqual([stage.coachId, stage.realtorId].sort());
  });

  test("is not shown to a realtor who has not proved the address", async () => {
    await seedPerson(stage.server.context, { name: "Priya Nair", role: "realtor", emailVerified: false });
    await stage.apply(booked({ ...stage.story, email: "priya@realty.example" }));
    const [change] = await stage.server.context.database.select().from(liveChanges);
    expect(change?.audience).toEqual([stage.coachId]);
  });

  test("confirms the booking that a realtor's page reported", async () => {
    const change = booked(stage.story);
    const { database, clock } = stage.server.context;
    const [eventType] = await database.query.eventTypes.findMany();
    await database.insert(bookings).values({
      id: newId("bkg"),
      realtorId: stage.realtorId,
      eventTypeId: eventType?.id ?? "",
      inviteeUri: change.invitees[0]?.uri ?? "",
      eventUri: change.session.uri,
      state: "confirming",
      startedAt: clock.now(),
    });
    await stage.apply(change);
    expect(await database.select().from(bookings)).toMatchObject([{ state: "confirmed" }]);
    const told = await database.select().from(liveChanges).where(eq(liveChanges.topic, "bookings"));
    expect(told).toMatchObject([{ audience: [stage.realtorId] }]);
  });
});

describe("a session's coach", () => {
  async function connectTom() {
    const { context } = stage.server;
    const tom = await seedPerson(context, { name: "Tom Reyes", role: "coach" });
    return { ...tom, ...(await seedConnection(context, tom, "tom")), id: tom.id };
  }
  const coachOf = async () => (await stage.server.context.database.select().from(sessions))[0]?.coachId;

  test("follows its host when Calendly hands it to another, and both pages hear of it", async () => {
    const tom = await connectTom();
    await stage.apply(booked(stage.story));
    const handed = booked({ ...stage.story, hostUri: tom.userUri });
    const later = Temporal.Instant.from("2026-11-21T10:05:00Z");
    await stage.apply({ ...handed, session: { ...handed.session, calendlyUpdatedAt: later, observedAt: later } });
    expect(await coachOf()).toBe(tom.id);
    const told = await stage.server.context.database.select().from(liveChanges);
    expect(told.at(-1)?.audience).toEqual(expect.arrayContaining([stage.coachId, tom.id]));
    // What comes late of before does not hand it back.
    await stage.apply(booked(stage.story));
    expect(await coachOf()).toBe(tom.id);
  });

  test("is the one who connects later, once the account is read", async () => {
    const tomUri = stage.uri("/users/tom");
    expect(await stage.apply(booked({ ...stage.story, hostUri: tomUri }))).toEqual({ kind: "not_ours" });
    const tom = await connectTom();
    await stage.apply(booked({ ...stage.story, hostUri: tomUri }));
    expect(await coachOf()).toBe(tom.id);
  });

  test("stays when an observation does not say who hosts", async () => {
    await stage.apply(booked(stage.story));
    const change = booked(stage.story);
    const later = Temporal.Instant.from("2026-11-21T10:05:00Z");
    const silent = { hosts: [], lastTold: { hosts: "" }, name: "Renamed", calendlyUpdatedAt: later, observedAt: later };
    await stage.apply({ ...change, session: { ...change.session, ...silent } });
    expect(await stage.server.context.database.select().from(sessions)).toMatchObject([
      { coachId: stage.coachId, name: "Renamed", hosts: [{ userUri: stage.story.hostUri }] },
    ]);
  });
});

describe("what people are told", () => {
  const planned = async () =>
    (await stage.server.context.database.select().from(notifications)).map(
      ({ sessionId, kind, recipient, revision }) => `${sessionId} ${kind} ${recipient} ${revision}`,
    );

  test("of every invitee whom one reading brings, the coach by a message for each", async () => {
    const group = { ...stage.story, seats: 8 };
    const one = booked({ ...group, counter: { total: 2, active: 2 } });
    const two = booked({ ...group, invitee: "i2", name: "Priya Nair", email: "priya@realty.example" });
    await stage.apply({ session: one.session, invitees: [...one.invitees, ...two.invitees] });
    const rows = await stage.server.context.database.select().from(notifications);
    expect(
      rows
        .filter((row) => row.recipientRole === "coach")
        .map((row) => row.revision)
        .sort(),
    ).toEqual([0, 1]);
    expect(rows).toHaveLength(4);
  });

  test("is told at most once, whatever the order and however often", { timeout: 60_000 }, async () => {
    const group = { ...stage.story, seats: 8 };
    const one = booked(group);
    const two = booked({
      ...group,
      ...{ invitee: "i2", name: "Priya Nair", email: "priya@realty.example" },
      bookedAt: "2026-11-21T10:30:00Z",
      counter: { total: 2, active: 2 },
    });
    const history = [
      one,
      two,
      canceled(one, { at: "2026-11-21T11:00:00Z", stillComing: 1 }),
      canceled(two, { at: "2026-11-21T11:01:00Z" }),
    ];
    await fc.assert(
      fc.asyncProperty(orders(history), async (order) => {
        await stage.clear();
        for (const change of order) await stage.apply(change);
        const told = await planned();
        expect(new Set(told).size).toBe(told.length);
        const rows = await stage.server.context.database.select().from(notifications);
        // One message of each kind about each invitee, to each who is concerned; both cancellations are told.
        const about = rows.map((row) => `${row.kind} ${row.inviteeId} ${row.recipientRole}`);
        expect(new Set(about).size).toBe(about.length);
        expect(rows.filter((row) => row.kind === "canceled")).toHaveLength(4);
      }),
      { numRuns: 12 },
    );
  });
});

describe("cancellations", () => {
  test("a booking that is delivered after its cancellation does not reopen it, nor is it announced", async () => {
    await stage.apply(canceled(booked(stage.story), { at: "2026-11-21T11:00:00Z" }));
    await stage.apply(booked(stage.story));
    const [row] = await stage.server.context.database.select().from(sessions);
    expect(row).toMatchObject({ status: "canceled", inviteesActive: 0, revision: 1 });
    const kinds = await stage.server.context.database.select({ kind: notifications.kind }).from(notifications);
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(["canceled"]));
  });

  test("a group session goes on while one invitee remains, and counts", async () => {
    const group = { ...stage.story, seats: 8 };
    const jordan = booked(group);
    const second = { invitee: "i2", name: "Priya Nair", email: "priya@realty.example" };
    const priya = booked({ ...group, ...second, bookedAt: "2026-11-21T10:30:00Z", counter: { total: 2, active: 2 } });
    await stage.apply(jordan);
    await stage.apply(priya);
    await stage.apply(canceled(priya, { at: "2026-11-21T11:00:00Z", stillComing: 1 }));
    const [row] = await stage.server.context.database.select().from(sessions);
    expect(row).toMatchObject({ status: "active", inviteesTotal: 2, inviteesActive: 1, revision: 2 });
  });
});
