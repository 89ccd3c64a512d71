import { routes } from "@punctual/contract";
import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, expect, test } from "vitest";
import { invitees, sessions, webhookDeliveries } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import { bodyOf, callRoute, viewerAs } from "../../testing/call-route.ts";
import { seedConnection, seedPerson } from "../../testing/seed-programme.ts";
import { createTestContext, type TestContext } from "../../testing/test-context.ts";
import { analyticsRoutes } from "./index.ts";

let run: TestContext;
/** The test's now is Saturday 2026-11-21, noon UTC: the week began on Monday the 16th. */
beforeEach(async () => {
  run = await createTestContext();
});
afterEach(() => run.close());

const admin = async () => viewerAs("admin", await seedPerson(run.context, { name: "Ada Lindqvist", role: "admin" }));
const overview = async () => bodyOf(await callRoute(analyticsRoutes(run.context), routes.getOverview, await admin()));

async function seedSession(coachId: string, start: string, status: "active" | "canceled" = "active"): Promise<string> {
  const startAt = Temporal.Instant.from(start);
  const id = newId("ses");
  await run.context.database.insert(sessions).values({
    id,
    uri: `https://api.calendly.com/scheduled_events/${id}`,
    coachId,
    eventTypeUri: "https://api.calendly.com/event_types/AAAA",
    name: "60-minute coaching",
    status,
    startAt,
    endAt: startAt.add({ hours: 1 }),
    inviteesTotal: 1,
    inviteesActive: status === "active" ? 1 : 0,
    inviteesLimit: 1,
    calendlyCreatedAt: startAt,
    calendlyUpdatedAt: startAt,
    updatedAt: startAt,
  });
  return id;
}

async function seedInvitee(sessionId: string, name: string, over: { readonly rescheduled: boolean }): Promise<void> {
  const at = Temporal.Instant.from("2026-11-15T10:00:00Z");
  const uri = `https://api.calendly.com/scheduled_events/${sessionId}/invitees/${name}`;
  await run.context.database.insert(invitees).values({
    id: newId("inv"),
    uri,
    sessionId,
    email: `${name}@realty.example`,
    name,
    status: "canceled",
    questionsAndAnswers: [],
    chainUri: uri,
    ...over,
    calendlyCreatedAt: at,
    calendlyUpdatedAt: at,
    updatedAt: at,
  });
}

async function seedDelivery(state: "received" | "applied" | "failed" | "dead", receivedAt: string): Promise<void> {
  await run.context.database.insert(webhookDeliveries).values({
    id: newId("dlv"),
    deliveryKey: newId("dlv"),
    eventName: "invitee.created",
    bodySealed: "sealed",
    signedAt: Temporal.Instant.from(receivedAt),
    receivedAt: Temporal.Instant.from(receivedAt),
    state,
  });
}

test("an empty programme counts nothing", async () => {
  expect(await overview()).toEqual({
    coaches: 0,
    coachesConnected: 0,
    coachesNeedingReconnect: 0,
    realtors: 0,
    sessionsThisWeek: 0,
    sessionsLastWeek: 0,
    upcomingSessions: 0,
    canceledThisWeek: 0,
    deliveries: { received: 0, applied: 0, failed: 0, lastReceivedAt: null },
  });
});

test("people, links, weeks from Monday UTC and deliveries are counted", async () => {
  const maya = await seedPerson(run.context, { name: "Maya Okafor", role: "coach" });
  await seedPerson(run.context, { name: "Tom Reyes", role: "coach" });
  await seedPerson(run.context, { name: "Jordan Blake", role: "realtor" });
  await seedConnection(run.context, maya, "maya");
  await seedSession(maya.id, "2026-11-15T23:59:59Z");
  await seedSession(maya.id, "2026-11-09T00:00:00Z");
  await seedSession(maya.id, "2026-11-08T23:59:59Z");
  await seedSession(maya.id, "2026-11-16T00:00:00Z");
  await seedSession(maya.id, "2026-11-22T23:59:59Z");
  await seedSession(maya.id, "2026-11-23T00:00:00Z");
  await seedSession(maya.id, "2026-11-18T10:00:00Z", "canceled");
  await seedSession(maya.id, "2026-11-24T10:00:00Z", "canceled");
  await seedDelivery("applied", "2026-11-20T10:00:00.123456Z");
  await seedDelivery("dead", "2026-11-19T10:00:00Z");
  await seedDelivery("received", "2026-11-18T10:00:00Z");
  expect(await overview()).toEqual({
    coaches: 2,
    coachesConnected: 1,
    coachesNeedingReconnect: 0,
    realtors: 1,
    sessionsThisWeek: 2,
    sessionsLastWeek: 2,
    upcomingSessions: 2,
    canceledThisWeek: 1,
    deliveries: { received: 3, applied: 1, failed: 1, lastReceivedAt: "2026-11-20T10:00:00.123456Z" },
  });
});

test("a session that everybody moved away from is a move, not a cancellation; one that somebody left for good is one", async () => {
  const maya = await seedPerson(run.context, { name: "Maya Okafor", role: "coach" });
  const moved = await seedSession(maya.id, "2026-11-17T10:00:00Z", "canceled");
  await seedInvitee(moved, "jordan", { rescheduled: true });
  const left = await seedSession(maya.id, "2026-11-18T10:00:00Z", "canceled");
  await seedInvitee(left, "priya", { rescheduled: true });
  await seedInvitee(left, "lee", { rescheduled: false });
  expect(await overview()).toMatchObject({ canceledThisWeek: 1 });
});

test("a session whose data Calendly has deleted counts no more", async () => {
  const maya = await seedPerson(run.context, { name: "Maya Okafor", role: "coach" });
  const gone = await seedSession(maya.id, "2026-11-17T10:00:00Z");
  await run.context.database.update(sessions).set({ goneAt: run.clock.now() }).where(eq(sessions.id, gone));
  expect(await overview()).toMatchObject({ sessionsThisWeek: 0 });
});
