import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RoutingSubmissionSnapshot, SessionChange } from "../../platform/calendly/session-snapshot.ts";
import {
  bookings,
  invitees,
  liveChanges,
  notifications,
  routingSubmissions,
  sessions,
} from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import { type BookingStory, booked, canceled } from "../../testing/calendly-history.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { seedConnection, seedEventType, seedPerson } from "../../testing/seed-programme.ts";
import { applyChangeNow, applyGone, applyRoutingSubmission } from "./index.ts";
import { eraseInvitee } from "./rules.ts";

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

/** Every one of the history at least once, in any order. */
function orders(history: readonly SessionChange[]): fc.Arbitrary<SessionChange[]> {
  const all = fc.shuffledSubarray([...history], { minLength: history.length, maxLength: history.length });
  return fc.tuple(all, fc.shuffledSubarray([...history])).map(([order, again]) => [...order, ...again]);
}

function submissionOf(submissionUri: string): RoutingSubmissionSnapshot {
  const answeredAt = Temporal.Instant.from("2026-11-21T09:00:00Z");
  return {
    uri: submissionUri,
    formUri: uri("/routing_forms/f1"),
    subscriberUri: null,
    inviteeUri: null,
    answers: [{ question: "What is your e-mail?", answer: "jordan@realty.example", position: null }],
    tracking: {},
    result: { kind: "event_type", value: story.eventTypeUri },
    calendlyCreatedAt: answeredAt,
    calendlyUpdatedAt: answeredAt,
  };
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
    expect(await apply(booked({ ...story, hostUri: uri("/users/stranger") }))).toEqual({ kind: "not_ours" });
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

describe("a session's coach", () => {
  async function connectTom() {
    const { context } = server;
    const tom = await seedPerson(context, { name: "Tom Reyes", role: "coach" });
    return { ...tom, ...(await seedConnection(context, tom, "tom")), id: tom.id };
  }
  const coachOf = async () => (await server.context.database.select().from(sessions))[0]?.coachId;

  test("follows its host when Calendly hands it to another, and both pages hear of it", async () => {
    const tom = await connectTom();
    await apply(booked(story));
    const handed = booked({ ...story, hostUri: tom.userUri });
    const later = Temporal.Instant.from("2026-11-21T10:05:00Z");
    await apply({ ...handed, session: { ...handed.session, calendlyUpdatedAt: later, observedAt: later } });
    expect(await coachOf()).toBe(tom.id);
    const told = await server.context.database.select().from(liveChanges);
    expect(told.at(-1)?.audience).toEqual(expect.arrayContaining([coachId, tom.id]));
    // What comes late of before does not hand it back.
    await apply(booked(story));
    expect(await coachOf()).toBe(tom.id);
  });

  test("is the one who connects later, once the account is read", async () => {
    const tomUri = uri("/users/tom");
    expect(await apply(booked({ ...story, hostUri: tomUri }))).toEqual({ kind: "not_ours" });
    const tom = await connectTom();
    await apply(booked({ ...story, hostUri: tomUri }));
    expect(await coachOf()).toBe(tom.id);
  });

  test("stays when an observation does not say who hosts", async () => {
    await apply(booked(story));
    const change = booked(story);
    const later = Temporal.Instant.from("2026-11-21T10:05:00Z");
    const silent = { hosts: [], lastTold: { hosts: "" }, name: "Renamed", calendlyUpdatedAt: later, observedAt: later };
    await apply({ ...change, session: { ...change.session, ...silent } });
    expect(await server.context.database.select().from(sessions)).toMatchObject([
      { coachId, name: "Renamed", hosts: [{ userUri: story.hostUri }] },
    ]);
  });
});

describe("what people are told", () => {
  const planned = async () =>
    (await server.context.database.select().from(notifications)).map(
      ({ sessionId, kind, recipient, revision }) => `${sessionId} ${kind} ${recipient} ${revision}`,
    );

  test("of every invitee whom one reading brings, the coach by a message for each", async () => {
    const group = { ...story, seats: 8 };
    const one = booked({ ...group, counter: { total: 2, active: 2 } });
    const two = booked({ ...group, invitee: "i2", name: "Priya Nair", email: "priya@realty.example" });
    await apply({ session: one.session, invitees: [...one.invitees, ...two.invitees] });
    const rows = await server.context.database.select().from(notifications);
    expect(
      rows
        .filter((row) => row.recipientRole === "coach")
        .map((row) => row.revision)
        .sort(),
    ).toEqual([0, 1]);
    expect(rows).toHaveLength(4);
  });

  test("is told at most once, whatever the order and however often", { timeout: 60_000 }, async () => {
    const group = { ...story, seats: 8 };
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
        await clear();
        for (const change of order) await apply(change);
        const told = await planned();
        expect(new Set(told).size).toBe(told.length);
        const rows = await server.context.database.select().from(notifications);
        // One message of each kind about each invitee, to each who is concerned; both cancellations are told.
        const about = rows.map((row) => `${row.kind} ${row.inviteeId} ${row.recipientRole}`);
        expect(new Set(about).size).toBe(about.length);
        expect(rows.filter((row) => row.kind === "canceled")).toHaveLength(4);
      }),
      { numRuns: 20 },
    );
  });
});

describe("deleted data", () => {
  const erasedAt = "2026-11-22T09:00:00Z";
  const erased = (change: SessionChange): SessionChange => {
    const at = Temporal.Instant.from(erasedAt);
    const invitees = change.invitees.map((one) => eraseInvitee({ ...one, calendlyUpdatedAt: at, observedAt: at }, at));
    return { session: { ...change.session, calendlyUpdatedAt: at, observedAt: at, guests: [] }, invitees };
  };
  const everything = async () => {
    const { database } = server.context;
    const rows = [await database.select().from(sessions), await database.select().from(invitees)];
    return JSON.stringify([...rows, await database.select().from(routingSubmissions)]);
  };

  test("of an invitee is taken out of the mirror, and nothing late brings it back", async () => {
    const told = booked(story);
    for (const order of [
      [told, erased(told)],
      [erased(told), told],
    ]) {
      await clear();
      for (const change of order) await apply(change);
      expect(await everything()).not.toMatch(/jordan/i);
      const [row] = await server.context.database.select().from(invitees);
      expect(row).toMatchObject({ email: "", erasedAt: Temporal.Instant.from(erasedAt) });
    }
    // The realtor no longer sees the session: their page has to hear of that.
    await clear();
    await apply(told);
    await apply(erased(told));
    const live = await server.context.database.select().from(liveChanges);
    expect(live.at(-1)?.audience).toContain(realtorId);
  });

  test("is nothing that anybody gets mail about", async () => {
    await apply(erased(booked(story)));
    expect(await server.context.database.select().from(notifications)).toEqual([]);
  });

  test("takes the answers to the routing form along, whichever comes first", async () => {
    const routedFrom = uri("/routing_form_submissions/s1");
    const change = erased(booked({ ...story, routedFrom }));
    const submission = submissionOf(routedFrom);
    const submit = () =>
      server.context.database.transaction((tx) => applyRoutingSubmission(server.context, tx, submission));
    for (const order of [
      [submit, () => apply(change)],
      [() => apply(change), submit],
    ]) {
      await clear();
      await server.context.database.delete(routingSubmissions);
      for (const step of order) await step();
      expect(await server.context.database.select().from(routingSubmissions)).toMatchObject([
        { answers: [{ question: "What is your e-mail?", answer: "" }], inviteeUri: change.invitees[0]?.uri },
      ]);
    }
  });

  test("of a session that Calendly no longer knows is gone, and stays gone until Calendly shows it again", async () => {
    const told = booked({ ...story, routedFrom: uri("/routing_form_submissions/s1") });
    const gone = (sessionUri = told.session.uri) =>
      server.context.database.transaction((tx) => applyGone(server.context, tx, sessionUri));
    expect(await gone()).toEqual({ kind: "not_ours" });
    await apply(told);
    expect(await gone()).toMatchObject({ kind: "applied", changed: true });
    expect(await gone()).toMatchObject({ kind: "applied", changed: false });
    const live = await server.context.database.select().from(liveChanges);
    expect(live.at(-1)?.audience).toEqual(expect.arrayContaining([coachId, realtorId]));

    // A cancellation from before, which Calendly delivers once more: true, but of nobody.
    await apply(canceled(told, { at: "2026-11-21T11:00:00Z" }));
    expect(await everything()).not.toMatch(/jordan|something came up|zoom/i);
    const [row] = await server.context.database.select().from(sessions);
    expect(row).toMatchObject({ status: "canceled", goneAt: server.clock.now() });
    const kinds = (await server.context.database.select().from(notifications)).map(({ kind }) => kind);
    expect(kinds).not.toContain("canceled");

    server.clock.advance({ minutes: 5 });
    const seenAgain = server.clock.now();
    await apply({
      session: { ...told.session, observedAt: seenAgain },
      invitees: told.invitees.map((invitee) => ({ ...invitee, observedAt: seenAgain })),
    });
    expect(await server.context.database.select().from(sessions)).toMatchObject([{ goneAt: null }]);
  });
});

describe("answers to a routing form", () => {
  const submissionUri = () => uri("/routing_form_submissions/s1");
  const submit = (over: Partial<RoutingSubmissionSnapshot> = {}) =>
    server.context.database.transaction((tx) =>
      applyRoutingSubmission(server.context, tx, { ...submissionOf(submissionUri()), ...over }),
    );
  const stored = () => server.context.database.select().from(routingSubmissions);

  test("are kept once, for the coach whose subscription told of them", async () => {
    expect(await submit({ subscriberUri: story.hostUri })).toEqual({ coachId });
    expect(await submit({ subscriberUri: uri("/users/stranger") })).toEqual({ coachId });
    expect(await stored()).toMatchObject([{ uri: submissionUri(), coachId, inviteeUri: null }]);
  });

  test("name whoever booked from them, after a reschedule the new invitee", async () => {
    const first = booked({ ...story, routedFrom: submissionUri() });
    const moved = { session: "e2", invitee: "i2", startAt: "2026-11-24T15:00:00Z", bookedAt: "2026-11-21T11:00:00Z" };
    const second = booked({ ...story, ...moved, routedFrom: submissionUri() });
    await apply(second);
    await submit();
    await apply(first);
    expect(await stored()).toMatchObject([{ inviteeUri: second.invitees[0]?.uri }]);
  });

  test("of an older version change nothing", async () => {
    await submit({ calendlyUpdatedAt: Temporal.Instant.from("2026-11-21T10:00:00Z"), tracking: { utm_source: "new" } });
    await submit();
    expect(await stored()).toMatchObject([{ tracking: { utm_source: "new" } }]);
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

describe("a chain of reschedules", () => {
  const link = (name: string, movedFrom: string | null, movedTo: string | null): SessionChange => {
    const order = Number(name.slice(1));
    const change = booked({
      ...story,
      session: name,
      invitee: `i${order}`,
      startAt: `2026-11-2${order + 2}T15:00:00Z`,
      bookedAt: `2026-11-21T1${order}:00:00Z`,
      ...(movedFrom === null ? {} : { movedFrom }),
    });
    return movedTo === null ? change : canceled(change, { at: `2026-11-21T1${order + 1}:00:00Z`, movedTo });
  };
  const at = (order: number) => uri(`/scheduled_events/e${order}/invitees/i${order}`);
  const chains = async () =>
    (await server.context.database.select().from(invitees).orderBy(asc(invitees.uri))).map(
      ({ chainUri, chainMoves }) => [chainUri, chainMoves],
    );

  test("has one URI, that of the first, in whatever order its bookings come, the middle last too", async () => {
    const history = [
      link("e1", null, at(2)),
      link("e2", at(1), at(3)),
      link("e3", at(2), at(4)),
      link("e4", at(3), null),
    ];
    await fc.assert(
      fc.asyncProperty(orders(history), async (order) => {
        await clear();
        for (const change of order) await apply(change);
        expect(await chains()).toEqual([0, 1, 2, 3].map((moves) => [at(1), moves]));
      }),
      { numRuns: 25 },
    );
  });

  test("begins with the first that is known, though only its URI is", async () => {
    await apply(link("e3", at(2), null));
    expect(await chains()).toEqual([[at(2), 1]]);
  });

  test("whose history goes in a circle comes to an end", async () => {
    await apply(link("e1", at(2), at(2)));
    await apply(link("e2", at(1), at(1)));
    expect(await chains()).toEqual([
      [at(1), 0],
      [at(1), 0],
    ]);
  });
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
