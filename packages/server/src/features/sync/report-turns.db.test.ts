import { outgoingMessageBodySchema } from "@punctual/contract";
import { asc } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import { outgoingEndpoints, outgoingMessages, sessions } from "../../platform/database/schema.ts";
import { type BookingStory, booked, canceled, noShow } from "../../testing/calendly-history.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { seedConnection, seedEventType, seedPerson } from "../../testing/seed-programme.ts";
import { applyChangeNow, applyGone } from "./index.ts";

let server: TestContext;
let story: BookingStory;
beforeEach(async () => {
  server = await createTestContext();
  const { context } = server;
  const maya = await seedPerson(context, { name: "Maya Okafor", role: "coach" });
  const connection = await seedConnection(context, maya, "maya");
  const eventType = await seedEventType(context, { coachId: maya.id, connectionId: connection.id }, "coaching");
  await context.database.insert(outgoingEndpoints).values({
    id: "oep_1",
    url: "https://hooks.invalid/",
    description: "",
    kinds: [
      "session.booked",
      "session.canceled",
      "session.rescheduled",
      "session.gone",
      "invitee.no_show_marked",
      "invitee.no_show_unmarked",
    ],
    secretSealed: "never opened here",
    createdBy: maya.id,
  });
  story = {
    apiUrl: context.config.calendly.apiUrl,
    hostUri: connection.userUri,
    eventTypeUri: eventType.uri,
    session: "e1",
    invitee: "i1",
    name: "Jordan Blake",
    email: "jordan@realty.example",
    startAt: "2026-11-23T15:00:00Z",
    bookedAt: "2026-11-21T10:00:00Z",
  };
});
afterEach(() => server.close());

const apply = (change: SessionChange, notify: boolean | { since: string } = true) =>
  applyChangeNow(server.context, change, {
    notify: typeof notify === "boolean" ? notify : { since: server.clock.now() },
  });

/** What was told, in order, each parsed as a receiver would. */
async function told() {
  const rows = await server.context.database.select().from(outgoingMessages).orderBy(asc(outgoingMessages.createdAt));
  return rows.map(({ payload }) => outgoingMessageBodySchema.parse(payload));
}

test("a booking, its no-show, the mark taken back and its cancellation are each told once, in ids, times and states", async () => {
  const first = booked(story);
  const steps = [
    first,
    noShow(first, { at: "2026-11-23T16:00:00Z", mark: "https://api.example/no_shows/1" }),
    noShow(first, { at: "2026-11-23T17:00:00Z", mark: null }),
    canceled(first, { at: "2026-11-23T18:00:00Z" }),
  ];
  for (const step of steps) {
    await apply(step);
    await apply(step);
    server.clock.advance({ seconds: 1 });
  }
  const messages = await told();
  expect(messages.map(({ type }) => type)).toEqual([
    "session.booked",
    "invitee.no_show_marked",
    "invitee.no_show_unmarked",
    "session.canceled",
  ]);
  const [session] = await server.context.database.select().from(sessions);
  expect(messages[0]?.data).toMatchObject({
    sessionId: session?.id,
    sessionStatus: "active",
    startAt: "2026-11-23T15:00:00Z",
  });
  expect(messages[3]?.data).toMatchObject({ sessionStatus: "canceled", inviteeStatus: "canceled", rescheduled: false });
  const text = JSON.stringify(messages);
  for (const personal of ["Jordan", "jordan@", "Something came up", "zoom"]) expect(text).not.toContain(personal);
});

test("a reschedule is told where it went, with where it came from, and at the place that it left", async () => {
  const first = booked(story);
  const next = booked({
    ...story,
    session: "e2",
    invitee: "i2",
    startAt: "2026-11-24T15:00:00Z",
    bookedAt: "2026-11-21T11:00:00Z",
    movedFrom: first.invitees[0]?.uri ?? "",
  });
  await apply(first);
  server.clock.advance({ seconds: 1 });
  await apply(next);
  server.clock.advance({ seconds: 1 });
  await apply(canceled(first, { at: "2026-11-21T11:00:00Z", movedTo: next.invitees[0]?.uri ?? "" }));
  const [booking, moved, left] = await told();
  expect(moved).toMatchObject({
    type: "session.rescheduled",
    data: {
      startAt: "2026-11-24T15:00:00Z",
      previous: {
        sessionId: booking?.type === "session.booked" ? booking.data.sessionId : "",
        inviteeId: expect.any(String),
      },
    },
  });
  expect(left).toMatchObject({ type: "session.canceled", data: { rescheduled: true } });
});

test("a session whose data Calendly deleted is told once, by its ids", async () => {
  const first = booked(story);
  await apply(first);
  server.clock.advance({ seconds: 1 });
  const gone = () => server.context.database.transaction((tx) => applyGone(server.context, tx, first.session.uri));
  await gone();
  await gone();
  const [session] = await server.context.database.select().from(sessions);
  expect((await told()).slice(1)).toEqual([
    {
      type: "session.gone",
      timestamp: server.clock.now().toString(),
      data: { sessionId: session?.id, coachId: session?.coachId },
    },
  ]);
});

test("old sessions that are only copied are told to nobody", async () => {
  const first = booked(story);
  await apply(noShow(first, { at: "2026-11-21T11:00:00Z", mark: "https://api.example/no_shows/1" }), {
    since: "now",
  });
  await apply(booked({ ...story, session: "e3", invitee: "i3" }), false);
  expect(await told()).toEqual([]);
});
