import { routes } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sessions, webhookDeliveries } from "../../platform/database/schema.ts";
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

async function seedSession(coachId: string, start: string, status: "active" | "canceled" = "active"): Promise<void> {
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
