import { routes } from "@punctual/contract";
import { and, asc, eq } from "drizzle-orm";
import ICAL from "ical.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  auditEntries,
  connections,
  eventTypes,
  invitees,
  mailboxMessages,
  notifications,
  sessions,
} from "../../platform/database/schema.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { type Coach, connectCoach } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { signedRequest } from "../../testing/webhook-body.ts";
import { eventTypeJobs, readEventTypesJob } from "../event-types/index.ts";
import { notificationJobs } from "../notifications/index.ts";
import { backfillSessionsJob, syncJobs } from "../sync/index.ts";
import { ensureSubscriptionJob, removeSubscription, webhookJobs, webhookRoutes } from "../webhooks/index.ts";
import { sessionJobs, sessionRoutes } from "./index.ts";

let run: SandboxContext;
let maya: Coach;
let jordan: Coach;
let delivered: Set<string>;

const hooks = () => ({
  afterConnect: [ensureSubscriptionJob, backfillSessionsJob, readEventTypesJob],
  afterCheck: [],
  beforeDisconnect: [(coachId: string) => removeSubscription(run.context, coachId)],
});

beforeEach(async () => {
  run = await createSandboxContext();
  delivered = new Set();
  jordan = await seedPerson(run.context, { name: "Jordan Blake", role: "realtor" });
  maya = await connectCoach(run, "Maya Okafor", { hooks: hooks() });
  await work();
});
afterEach(() => run.close());

function work() {
  const { context } = run;
  return run.runJobs([
    ...webhookJobs(context),
    ...syncJobs(context),
    ...eventTypeJobs(context),
    ...notificationJobs(context),
    ...sessionJobs(context),
  ]);
}

/** Hands over what Calendly has to deliver and was not handed over yet, signed by the app's key. */
async function deliver(): Promise<number> {
  const waiting = run.sandbox.listDeliveries().filter(({ id }) => !delivered.has(id));
  for (const { id, body } of waiting) {
    delivered.add(id);
    const [receive] = webhookRoutes(run.context);
    const call = { viewer: null, params: {}, query: {}, body: undefined, requestId: "req_test" };
    const reply = await receive?.run({ ...call, request: await signedRequest(run.context, body) });
    expect(reply).toMatchObject({ kind: "json" });
  }
  return waiting.length;
}

/** Jordan books Maya's first opening on Calendly's page. */
function book(over: { readonly email?: string } = {}) {
  const found = run.sandbox.world.findEventType("maya-okafor", "60-minute-coaching");
  if (found === null) throw new Error("the scenario has no such event type");
  const from = run.sandbox.now() + 24 * 3_600_000;
  const [opening] = run.sandbox.world.openings({
    eventTypeId: found.eventType.id,
    from,
    to: from + 10 * 24 * 3_600_000,
  });
  if (opening === undefined) throw new Error("Maya has no opening");
  const outcome = run.sandbox.world.book({
    eventTypeId: found.eventType.id,
    startTime: new Date(opening.startAt).toISOString(),
    invitee: { name: "Jordan Blake", email: over.email ?? jordan.email, timezone: "America/Chicago" },
    answers: found.eventType.questions
      .filter((question) => question.required)
      .map((question) => ({ question: question.name, answer: "Listings", position: question.position })),
    guests: [],
    location: null,
    tracking: null,
    method: "page",
  });
  if (outcome.kind !== "booked") throw new Error(JSON.stringify(outcome));
  const eventUri = `${run.sandbox.url}/scheduled_events/${outcome.event.id}`;
  return { eventUri, inviteeUri: `${eventUri}/invitees/${outcome.invitee.id}`, uuid: outcome.event.id };
}

const asMaya = () => viewerAs("coach", maya);
const asJordan = () => viewerAs("realtor", jordan);
const get = (viewer: Parameters<typeof callRoute>[2], uuid: string) =>
  callRoute(sessionRoutes(run.context), routes.getSession, viewer, { params: { uuid } });
const cancel = (viewer: Parameters<typeof callRoute>[2], uuid: string, reason = "I am ill, sorry") =>
  callRoute(sessionRoutes(run.context), routes.cancelSession, viewer, { params: { uuid }, body: { reason } });

async function offeredEventTypeId(): Promise<string> {
  const { database } = run.context;
  const [row] = await database.select().from(eventTypes).where(eq(eventTypes.slug, "60-minute-coaching"));
  await database.update(eventTypes).set({ offered: true });
  return row?.id ?? "";
}

async function report(uris: { readonly eventUri: string; readonly inviteeUri: string }) {
  const body = { eventTypeId: await offeredEventTypeId(), eventUri: uris.eventUri, inviteeUri: uris.inviteeUri };
  return callRoute(sessionRoutes(run.context), routes.reportBooking, asJordan(), { body });
}

describe("after connecting", () => {
  test("Calendly knows one subscription of ours, and asking again changes nothing", async () => {
    const { context } = run;
    const [before] = await context.database.select().from(connections);
    expect(before).toMatchObject({ webhookState: "active", webhookTrouble: null });
    await context.database.transaction((tx) => context.queue.enqueue(tx, ensureSubscriptionJob, { coachId: maya.id }));
    await work();
    const [after] = await context.database.select().from(connections);
    expect(after?.webhookSubscriptionUri).toBe(before?.webhookSubscriptionUri);
  });

  test("two coaches of one programme are subscribed side by side", async () => {
    await connectCoach(run, "Tom Reyes", { hooks: hooks() });
    await work();
    const rows = await run.context.database.select().from(connections);
    expect(rows.map((row) => row.webhookState)).toEqual(["active", "active"]);
    expect(new Set(rows.map((row) => row.webhookSubscriptionUri)).size).toBe(2);
  });

  test("the account's sessions are here, page by page, and nobody gets mail about them", async () => {
    const { database } = run.context;
    const [connection] = await database.select().from(connections);
    const rows = await database.select().from(sessions);
    expect(connection).toMatchObject({ backfillState: "done", backfillCursor: null });
    expect(rows.length).toBeGreaterThan(0);
    expect(connection?.backfillSessions).toBe(rows.length);
    expect(await database.select().from(notifications)).toEqual([]);
  });

  test("disconnecting takes the subscription away", async () => {
    await removeSubscription(run.context, maya.id);
    book();
    expect(run.sandbox.listDeliveries().filter(({ status }) => status === "pending")).toEqual([]);
    const [connection] = await run.context.database.select().from(connections);
    expect(connection).toMatchObject({ webhookState: "none", webhookSubscriptionUri: null });
  });
});

describe("a booking", () => {
  test("is 'confirming' until its webhook is applied, then 'confirmed' with the session", async () => {
    const booking = book();
    const reported = bodyOf(await report(booking));
    expect(reported).toMatchObject({ state: "confirming", sessionId: null });
    expect(bodyOf(await report(booking)).id).toBe(reported.id);
    expect(await deliver()).toBe(1);
    await work();
    const now = bodyOf(
      await callRoute(sessionRoutes(run.context), routes.getBooking, asJordan(), {
        params: { bookingId: reported.id },
      }),
    );
    expect(now).toMatchObject({ state: "confirmed", trouble: null });
    const session = bodyOf(await get(asJordan(), now.sessionId ?? ""));
    expect(session).toMatchObject({ status: "active", phase: "upcoming", invitees: [{ name: "Jordan Blake" }] });
  });

  test("is confirmed by asking Calendly when no webhook comes", async () => {
    const reported = bodyOf(await report(book()));
    run.clock.advance({ seconds: 10 });
    const { context } = run;
    for (const handler of sessionJobs(context)) {
      await handler.run({ bookingId: reported.id }, { attempt: 1, last: false, signal: AbortSignal.timeout(10_000) });
    }
    const params = { bookingId: reported.id };
    const settled = await callRoute(sessionRoutes(context), routes.getBooking, asJordan(), { params });
    expect(bodyOf(settled)).toMatchObject({ state: "confirmed" });
    // The webhook that comes after all finds everything done.
    await deliver();
    await work();
    const kinds = await context.database.select().from(notifications);
    expect(kinds).toHaveLength(2);
  });

  test("that Calendly does not know fails, and says what to do", async () => {
    const { eventUri } = book();
    const invented = eventUri.replace(/[^/]+$/, "00000000-0000-4000-8000-000000000000");
    const reported = bodyOf(await report({ eventUri: invented, inviteeUri: `${invented}/invitees/1` }));
    const [handler] = sessionJobs(run.context);
    const attempt = { attempt: 5, last: true, signal: AbortSignal.timeout(10_000) };
    await expect(handler?.run({ bookingId: reported.id }, attempt)).rejects.toThrow();
    const params = { bookingId: reported.id };
    const settled = await callRoute(sessionRoutes(run.context), routes.getBooking, asJordan(), { params });
    expect(bodyOf(settled)).toMatchObject({
      state: "failed",
      trouble: "Calendly does not know this booking. Pick a time again.",
    });
  });

  test("is only taken down when its addresses are Calendly's", async () => {
    const good = book();
    for (const uris of [
      { eventUri: "https://evil.example/scheduled_events/1", inviteeUri: good.inviteeUri },
      { eventUri: good.eventUri, inviteeUri: "https://evil.example/scheduled_events/1/invitees/2" },
      { eventUri: good.eventUri, inviteeUri: `${run.sandbox.url}/scheduled_events/other/invitees/2` },
      { eventUri: good.eventUri, inviteeUri: `${good.eventUri}/invitees/../../users/me` },
    ]) {
      expect(problemOf(await report(uris))).toBe("invalid_request");
    }
  });

  test("of an event type that is not on offer is not taken down", async () => {
    const { eventUri, inviteeUri } = book();
    const body = { eventTypeId: "ety_unknown", eventUri, inviteeUri };
    const reply = await callRoute(sessionRoutes(run.context), routes.reportBooking, asJordan(), { body });
    expect(problemOf(reply)).toBe("not_found");
  });
});

describe("canceling", () => {
  test("happens at Calendly, shows at once, is told to both with the same UID, and is on record", async () => {
    const { uuid } = book();
    await deliver();
    await work();
    const session = bodyOf(await get(asMaya(), uuid));
    expect(session.may.cancel).toEqual({ allowed: true, why: null });

    const canceled = bodyOf(await cancel(asMaya(), session.id));
    expect(canceled).toMatchObject({
      status: "canceled",
      cancellation: { by: "host", reason: "I am ill, sorry" },
      invitees: [{ status: "canceled", cancelUrl: null }],
    });
    expect(canceled.history.map(({ what }) => what)).toEqual(["booked", "canceled"]);
    await deliver();
    await work();

    expect(bodyOf(await get(asJordan(), uuid))).toMatchObject({ status: "canceled" });
    const mail = await run.context.database.select().from(mailboxMessages).orderBy(asc(mailboxMessages.calendarMethod));
    expect(mail.map((message) => [message.recipient, message.calendarMethod]).sort()).toEqual(
      [
        [jordan.email, "CANCEL"],
        [jordan.email, "REQUEST"],
        [maya.email, "CANCEL"],
        [maya.email, "REQUEST"],
      ].sort(),
    );
    const invitations = mail.map((message) => {
      const event = new ICAL.Component(ICAL.parse(message.calendar ?? "")).getFirstSubcomponent("vevent");
      return [message.calendarMethod, event?.getFirstPropertyValue("uid"), event?.getFirstPropertyValue("sequence")];
    });
    expect(new Set(invitations.map(([, uid]) => uid)).size).toBe(1);
    for (const [method, , sequence] of invitations) expect(sequence).toBe(method === "CANCEL" ? 1 : 0);

    const [entry] = await run.context.database
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.subject, session.id), eq(auditEntries.action, "session.canceled")))
      .orderBy(auditEntries.seq);
    expect(entry).toMatchObject({ actor: maya.id, onBehalfOf: null, reason: "I am ill, sorry" });
  });

  test("something that is canceled already says so, also when only Calendly knows", async () => {
    const { uuid, inviteeUri } = book();
    await deliver();
    await work();
    run.sandbox.world.cancelByInvitee({ inviteeUuid: inviteeUri.split("/").at(-1) ?? "", reason: null });
    expect(problemOf(await cancel(asMaya(), uuid))).toBe("session_already_canceled");
    expect(bodyOf(await get(asMaya(), uuid)).status).toBe("canceled");
    expect(problemOf(await cancel(asMaya(), uuid))).toBe("session_already_canceled");
  });

  test("something that is over says so, and Calendly is not asked", async () => {
    const { uuid } = book();
    await deliver();
    await work();
    run.clock.advance({ hours: 24 * 14 });
    expect(problemOf(await cancel(asMaya(), uuid))).toBe("session_over");
  });

  test("what is not theirs looks like what is not there", async () => {
    const { uuid } = book();
    await deliver();
    await work();
    const tom = await seedPerson(run.context, { name: "Tom Reyes", role: "coach" });
    const priya = await seedPerson(run.context, { name: "Priya Nair", role: "realtor" });
    expect(problemOf(await cancel(viewerAs("coach", tom), uuid))).toBe("not_found");
    expect(problemOf(await get(viewerAs("coach", tom), uuid))).toBe("not_found");
    expect(problemOf(await get(viewerAs("realtor", priya), uuid))).toBe("not_found");
    expect(problemOf(await get(asMaya(), "ses_unknown"))).toBe("not_found");
    const admin = await seedPerson(run.context, { name: "Ada Lindqvist", role: "admin" });
    expect(bodyOf(await cancel(viewerAs("admin", admin), uuid)).status).toBe("canceled");
  });

  test("with Calendly out of reach nothing is changed, and the sentence promises nothing", async () => {
    const { uuid } = book();
    await deliver();
    await work();
    run.sandbox.addFault({ kind: "http", path: "/scheduled_events/*", status: 503 });
    expect(await cancel(asMaya(), uuid)).toMatchObject({
      code: "calendly_unavailable",
      detail: expect.stringContaining("it is not certain that the session is canceled"),
    });
    run.sandbox.clearFaults();
    expect(bodyOf(await get(asMaya(), uuid)).status).toBe("active");
  });

  test("whoever finds after an outage that somebody else canceled is told that, not that nothing happened", async () => {
    const { uuid, inviteeUri } = book();
    await deliver();
    await work();
    run.sandbox.world.cancelByInvitee({ inviteeUuid: inviteeUri.split("/").at(-1) ?? "", reason: "Found another" });
    run.sandbox.addFault({ kind: "http", method: "POST", path: `/scheduled_events/${uuid}/cancellation`, status: 503 });
    expect(problemOf(await cancel(asMaya(), uuid))).toBe("session_already_canceled");
    expect(bodyOf(await get(asMaya(), uuid)).status).toBe("canceled");
  });

  test("an answer that was lost after Calendly canceled counts as canceled", async () => {
    const { uuid } = book();
    await deliver();
    await work();
    const path = `/scheduled_events/${uuid}/cancellation`;
    run.sandbox.addFault({ kind: "http", method: "POST", path, status: 502, afterCommit: true });
    expect(bodyOf(await cancel(asMaya(), uuid))).toMatchObject({ status: "canceled" });
  });
});

test("a reschedule is one move: the halves name each other, and no half counts as lost", async () => {
  const { uuid, inviteeUri } = book();
  await deliver();
  await work();
  const found = run.sandbox.world.findEventType("maya-okafor", "60-minute-coaching");
  const from = run.sandbox.now() + 72 * 3_600_000;
  const openings = run.sandbox.world.openings({
    eventTypeId: found?.eventType.id ?? "",
    from,
    to: from + 10 * 24 * 3_600_000,
  });
  const startTime = new Date(openings.at(-1)?.startAt ?? 0).toISOString();
  run.clock.advance({ seconds: 5 });
  run.sandbox.world.rescheduleByInvitee({ inviteeUuid: inviteeUri.split("/").at(-1) ?? "", startTime });
  expect(await deliver()).toBe(2);
  await work();
  const old = bodyOf(await get(asJordan(), uuid));
  expect(old).toMatchObject({ status: "canceled", rescheduled: true });
  const next = bodyOf(await get(asJordan(), old.invitees[0]?.rescheduledToSessionId ?? ""));
  expect(next.invitees[0]?.rescheduledFromSessionId).toBe(old.id);
  const time = ({ id: sessionId, startAt }: { readonly id: string; readonly startAt: string }) => ({
    sessionId,
    startAt,
  });
  for (const { history } of [old, next]) {
    expect(history).toMatchObject([
      { what: "booked", who: "Jordan Blake", to: time(old) },
      { what: "moved", who: "Jordan Blake", from: time(old), to: time(next) },
    ]);
  }
  const rows = await run.context.database.select().from(invitees).where(eq(invitees.email, jordan.email));
  expect(rows.length).toBeGreaterThanOrEqual(2);
});
