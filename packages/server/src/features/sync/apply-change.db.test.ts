import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import { bookings, invitees, liveChanges, notifications, sessions } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import { type BookingStory, booked, canceled, noShow } from "../../testing/calendly-history.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { seedConnection, seedEventType, seedPerson } from "../../testing/seed-programme.ts";
import { applyChangeNow } from "./index.ts";

let server: TestContext;
let coachId: string;
let realtorId: string;
let story: BookingStory;

beforeEach(async () => {
  server = await createTestContext();
  const { context } = server;
  const coach = await seedPerson(context, { name: "Maya Okafor", role: "coach" });
  const realtor = await seedPerson(context, { name: "Jordan Blake", role: "realtor" });
  const connection = await seedConnection(context, coach, "maya");
  const eventType = await seedEventType(context, { coachId: coach.id, connectionId: connection.id }, "coaching");
  [coachId, realtorId] = [coach.id, realtor.id];
  story = {
    apiUrl: context.config.calendly.apiUrl,
    hostUri: connection.userUri,
    eventTypeUri: eventType.uri,
    session: "e1",
    invitee: "i1",
    name: "Jordan Blake",
    email: realtor.email,
    startAt: "2026-11-23T15:00:00Z",
    bookedAt: "2026-11-21T10:00:00.123456Z",
  };
});
afterEach(() => server.close());

const apply = (change: SessionChange, notify = true) => applyChangeNow(server.context, change, { notify });
const uri = (path: string) => `${story.apiUrl}${path}`;

/** All that Calendly told, without what is ours alone (ids, when we wrote it). */
async function mirror() {
  const { database } = server.context;
  const sessionRows = await database.select().from(sessions).orderBy(asc(sessions.uri));
  const inviteeRows = await database.select().from(invitees).orderBy(asc(invitees.uri));
  const told = ({ id: _id, createdAt: _created, updatedAt: _updated, ...row }: (typeof sessionRows)[number]) => row;
  const toldInvitee = ({
    id: _id,
    sessionId: _session,
    createdAt: _created,
    updatedAt: _updated,
    ...row
  }: (typeof inviteeRows)[number]) => row;
  return JSON.stringify([sessionRows.map(told), inviteeRows.map(toldInvitee)]);
}

async function clear() {
  await server.context.database.delete(sessions);
}

describe("one booking", () => {
  test("appears with its invitee, once, however often it is told", async () => {
    const first = await apply(booked(story));
    const again = await apply(booked(story));
    expect(first).toMatchObject({ kind: "applied", changed: true });
    expect(again).toMatchObject({ kind: "applied", changed: false });
    const rows = await server.context.database.select().from(sessions);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ coachId, status: "active", inviteesTotal: 1, inviteesActive: 1, revision: 0 });
  });

  test("of a host who is not connected here is not ours", async () => {
    expect(await apply({ ...booked(story), hostUris: [uri("/users/stranger")] })).toEqual({ kind: "not_ours" });
    expect(await server.context.database.select().from(sessions)).toEqual([]);
  });

  test("plans one message to the coach and one to the invitee, however often it is told", async () => {
    await apply(booked(story));
    await apply(booked(story));
    const rows = await server.context.database.select().from(notifications).orderBy(asc(notifications.recipientRole));
    expect(rows.map((row) => [row.recipientRole, row.kind, row.revision])).toEqual([
      ["coach", "booked", 0],
      ["invitee", "booked", 0],
    ]);
  });

  test("plans nothing when nobody is to be told", async () => {
    await apply(booked(story), false);
    expect(await server.context.database.select().from(notifications)).toEqual([]);
  });

  test("is live for its coach and the realtor who booked, and for nobody else", async () => {
    await seedPerson(server.context, { name: "Priya Nair", role: "realtor" });
    await apply(booked(story));
    const [change] = await server.context.database.select().from(liveChanges);
    expect(change).toMatchObject({ topic: "sessions" });
    expect([...(change?.audience ?? [])].sort()).toEqual([coachId, realtorId].sort());
  });

  test("is not shown to a realtor who has not proved the address", async () => {
    await seedPerson(server.context, { name: "Priya Nair", role: "realtor", emailVerified: false });
    await apply(booked({ ...story, email: "priya@realty.example" }));
    const [change] = await server.context.database.select().from(liveChanges);
    expect(change?.audience).toEqual([coachId]);
  });

  test("confirms the booking that a realtor's page reported", async () => {
    const change = booked(story);
    const { database, clock } = server.context;
    const [eventType] = await database.query.eventTypes.findMany();
    await database.insert(bookings).values({
      id: newId("bkg"),
      realtorId,
      eventTypeId: eventType?.id ?? "",
      inviteeUri: change.invitees[0]?.uri ?? "",
      eventUri: change.session.uri,
      state: "confirming",
      startedAt: clock.now(),
    });
    await apply(change);
    expect(await database.select().from(bookings)).toMatchObject([{ state: "confirmed" }]);
    const told = await database.select().from(liveChanges).where(eq(liveChanges.topic, "bookings"));
    expect(told).toMatchObject([{ audience: [realtorId] }]);
  });
});

describe("cancellations", () => {
  test("a booking that is delivered after its cancellation does not reopen it, nor is it announced", async () => {
    await apply(canceled(booked(story), { at: "2026-11-21T11:00:00Z" }));
    await apply(booked(story));
    const [row] = await server.context.database.select().from(sessions);
    expect(row).toMatchObject({ status: "canceled", inviteesActive: 0, revision: 1 });
    const kinds = await server.context.database.select({ kind: notifications.kind }).from(notifications);
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(["canceled"]));
  });

  test("a group session goes on while one invitee remains, and counts", async () => {
    const group = { ...story, seats: 8 };
    const jordan = booked(group);
    const second = { invitee: "i2", name: "Priya Nair", email: "priya@realty.example" };
    const priya = booked({ ...group, ...second, bookedAt: "2026-11-21T10:30:00Z", counter: { total: 2, active: 2 } });
    await apply(jordan);
    await apply(priya);
    await apply(canceled(priya, { at: "2026-11-21T11:00:00Z", stillComing: 1 }));
    const [row] = await server.context.database.select().from(sessions);
    expect(row).toMatchObject({ status: "active", inviteesTotal: 2, inviteesActive: 1, revision: 2 });
  });
});

describe("a reschedule", () => {
  test("ties both halves together, whichever is delivered first and even when only one names the other", async () => {
    const old = booked(story);
    const newUri = uri("/scheduled_events/e2/invitees/i2");
    const next = { session: "e2", invitee: "i2", startAt: "2026-11-24T15:00:00Z", bookedAt: "2026-11-21T11:00:00Z" };
    const arrived = booked({ ...story, ...next, movedFrom: old.invitees[0]?.uri ?? "" });
    const left = canceled(old, { at: "2026-11-21T11:00:00Z", movedTo: newUri });
    for (const order of [
      [old, left, arrived],
      [arrived, left],
      [left, arrived],
      [left, { ...arrived, invitees: arrived.invitees.map((invitee) => ({ ...invitee, oldInviteeUri: null })) }],
      [arrived, { ...left, invitees: left.invitees.map((invitee) => ({ ...invitee, newInviteeUri: null })) }],
    ]) {
      await clear();
      for (const change of order) await apply(change);
      const rows = await server.context.database.select().from(invitees).orderBy(asc(invitees.uri));
      expect(rows).toMatchObject([
        { status: "canceled", rescheduled: true, newInviteeUri: newUri },
        { status: "active", rescheduled: false, oldInviteeUri: old.invitees[0]?.uri },
      ]);
    }
  });
});

test("any order and repetition of a history gives the same mirror", { timeout: 60_000 }, async () => {
  const group = { ...story, session: "g1", seats: 8 };
  const jordan = booked({ ...group, invitee: "g1a" });
  const second = { invitee: "g1b", name: "Priya Nair", email: "priya@realty.example" };
  const priya = booked({ ...group, ...second, bookedAt: "2026-11-21T10:30:00Z", counter: { total: 2, active: 2 } });
  const solo = booked(story);
  const moved = { session: "e2", invitee: "i2", startAt: "2026-11-24T15:00:00Z", bookedAt: "2026-11-21T11:00:00Z" };
  const history: SessionChange[] = [
    jordan,
    priya,
    canceled(priya, { at: "2026-11-21T11:00:00Z", stillComing: 1 }),
    noShow(jordan, { at: "2026-11-21T11:01:00Z", mark: uri("/invitee_no_shows/n1") }),
    noShow(jordan, { at: "2026-11-21T11:02:00Z", mark: null }),
    solo,
    canceled(solo, { at: "2026-11-21T11:00:00Z", movedTo: uri("/scheduled_events/e2/invitees/i2") }),
    booked({ ...story, ...moved, movedFrom: solo.invitees[0]?.uri ?? "" }),
  ];
  for (const change of history) await apply(change);
  const expected = await mirror();

  const orders = fc.tuple(
    fc.shuffledSubarray(history, { minLength: history.length, maxLength: history.length }),
    fc.shuffledSubarray(history, { minLength: 0, maxLength: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ([order, again]) => {
      await clear();
      for (const change of [...order, ...again]) await apply(change);
      expect(await mirror()).toBe(expected);
    }),
    { numRuns: 25 },
  );
});

test("the two halves of a reschedule, applied at the same moment, both arrive", async () => {
  const old = booked(story);
  const next = { session: "e2", invitee: "i2", startAt: "2026-11-24T15:00:00Z", bookedAt: "2026-11-21T11:00:00Z" };
  const arrived = booked({ ...story, ...next, movedFrom: old.invitees[0]?.uri ?? "" });
  const left = canceled(old, { at: "2026-11-21T11:00:00Z", movedTo: arrived.invitees[0]?.uri ?? "" });
  await Promise.all([apply(arrived), apply(left), apply(old), apply(arrived), apply(left)]);
  const rows = await server.context.database.select().from(invitees).orderBy(asc(invitees.uri));
  expect(rows.map((row) => [row.status, row.newInviteeUri, row.oldInviteeUri])).toEqual([
    ["canceled", arrived.invitees[0]?.uri, null],
    ["active", null, old.invitees[0]?.uri],
  ]);
});
