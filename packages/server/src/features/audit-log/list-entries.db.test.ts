import { type AuditLogEntry, type RouteInput, routes } from "@punctual/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { auditEntries } from "../../platform/database/schema.ts";
import { type BookingStage, createBookingStage } from "../../testing/booking-stage.ts";
import { booked } from "../../testing/calendly-history.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { type AuditEntry, recordAudit, recordCheckpoint } from "../audit/index.ts";
import { inviteeRoutes } from "../invitees/index.ts";
import { sessionRoutes } from "../sessions/index.ts";
import { applyChangeNow } from "../sync/index.ts";
import { auditLogRoutes } from "./index.ts";

let stage: BookingStage;
let admin: AuthorizedAdmin;
let sessionId: string;
beforeEach(async () => {
  stage = await createBookingStage();
  const { context } = stage.server;
  const ada = await seedPerson(context, { name: "Ada Lindqvist", role: "admin" });
  admin = viewerAs("admin", ada);
  const change = booked(stage.story);
  const answered = change.invitees.map((invitee) => ({
    ...invitee,
    questionsAndAnswers: [{ question: "What is on your mind?", answer: "A canary", position: 0 }],
  }));
  const applied = await applyChangeNow(
    context,
    { ...change, invitees: answered },
    { notify: false, source: "webhook" },
  );
  sessionId = applied.kind === "applied" ? applied.sessionId : "";
});
afterEach(() => stage.server.close());

function record(about: Partial<AuditEntry>): Promise<void> {
  const { context } = stage.server;
  const entry = { at: context.clock.now(), actor: admin.personId, action: "session.canceled", subject: sessionId };
  return context.database.transaction((tx) => recordAudit(tx, { ...entry, ...about }));
}

type Query = NonNullable<RouteInput<typeof routes.listAudit>["query"]>;
async function list(query: Query = {}): Promise<{ items: AuditLogEntry[]; nextCursor: string | null }> {
  return bodyOf(await callRoute(auditLogRoutes(stage.server.context), routes.listAudit, admin, { query }));
}
const actions = async (query: Query) => (await list(query)).items.map(({ action }) => action);

test("entries come newest first, page by page, with the names of those that they are about", async () => {
  await record({ reason: "Maya is ill", onBehalfOf: stage.coachId });
  const first = await list({ limit: 1 });
  expect(first.items).toMatchObject([
    {
      seq: 2,
      actor: { id: admin.personId, kind: "person", name: "Ada Lindqvist" },
      onBehalfOf: { id: stage.coachId, name: "Maya Okafor" },
      subject: {
        id: sessionId,
        name: "60-minute coaching",
        coach: { name: "Maya Okafor" },
        startAt: "2026-11-23T15:00:00Z",
      },
      reason: "Maya is ill",
    },
  ]);
  const cursor = first.nextCursor ?? "";
  expect(await list({ limit: 1, cursor })).toMatchObject({
    items: [{ seq: 1, actor: { kind: "system" } }],
    nextCursor: null,
  });
  const handled = auditLogRoutes(stage.server.context);
  for (const query of [{ cursor, actor: "system" }, { cursor: "nonsense" }]) {
    expect(problemOf(await callRoute(handled, routes.listAudit, admin, { query }))).toBe("invalid_request");
  }
  const one = await callRoute(handled, routes.getAuditEntry, admin, { params: { seq: 2 } });
  expect(bodyOf(one)).toMatchObject({ seq: 2, reason: "Maya is ill" });
  expect(problemOf(await callRoute(handled, routes.getAuditEntry, admin, { params: { seq: 99 } }))).toBe("not_found");
});

test("each filter finds what it says", async () => {
  await record({ reason: "The coach's flight is delayed (again): 100% sure" });
  await record({ action: "sessions.imagined", subject: "other" });
  expect(await actions({ action: "session" })).toEqual(["session.canceled", "session.booked"]);
  expect(await actions({ action: "session.booked" })).toEqual(["session.booked"]);
  expect(await actions({ actor: "system" })).toEqual(["session.booked"]);
  expect(await actions({ subject: "other" })).toEqual(["sessions.imagined"]);
  for (const search of ["flight", "FLI", "delayed coach", "100%", "again)"]) {
    expect(await actions({ search }), search).toEqual(["session.canceled"]);
  }
  for (const search of ["train", "' | 'x", "&!<->", "flight & !delayed train"]) {
    expect(await actions({ search }), search).toEqual([]);
  }
  expect(await actions({ from: "2026-11-21T12:00:01Z" })).toEqual([]);
  expect(await actions({ to: "2026-11-21T12:00:01Z" })).toHaveLength(3);
});

test("the file for spreadsheets calculates nothing, and who took it is recorded", async () => {
  await record({ reason: '=HYPERLINK("http://evil.example","ill"), sorry' });
  const handled = auditLogRoutes(stage.server.context);
  const reply = await callRoute(handled, routes.exportAudit, admin, { query: { action: "session.canceled" } });
  if (reply.kind !== "raw") throw new Error("no file");
  const [head, line, ...rest] = (await reply.response.text()).split("\r\n");
  expect(head).toMatch(/^seq,at,actor,/);
  expect(line).toContain(`"'=HYPERLINK(""http://evil.example"",""ill""), sorry"`);
  expect(rest).toEqual([""]);
  expect((await list()).items[0]).toMatchObject({ action: "audit.exported", actor: { id: admin.personId } });
});

test("the state says how far the log is sealed, and what is wrong with its end", async () => {
  const { context, clock } = stage.server;
  const state = async () => bodyOf(await callRoute(auditLogRoutes(context), routes.getAuditState, admin));
  expect(await state()).toMatchObject({ head: { seq: 1 }, sealed: null, verified: { from: 1, to: 1, trouble: null } });
  await recordCheckpoint(context);
  await record({});
  expect(await state()).toMatchObject({
    head: { seq: 2 },
    sealed: { seq: 1, at: "2026-11-21T12:00:00.000000Z", keyId: "test" },
  });
  clock.advance({ minutes: 1 });
  await context.database.execute("alter table punctual.audit_entries disable trigger all");
  await context.database.update(auditEntries).set({ reason: "another" });
  await context.database.execute("alter table punctual.audit_entries enable trigger all");
  expect((await state()).verified.trouble).toContain("Entry 1 was altered");
});

test("an admin who opens invitees' answers is recorded, once a request; others, and lists, are not", async () => {
  const { context } = stage.server;
  const handled = [...sessionRoutes(context), ...inviteeRoutes(context)];
  const opened = async () => (await list({ action: "invitee" })).items;
  const params = { uuid: sessionId };
  const coach = viewerAs("coach", { id: stage.coachId, email: "maya@northside.example" });
  bodyOf(await callRoute(handled, routes.getSession, coach, { params }));
  bodyOf(await callRoute(handled, routes.listSessions, admin));
  expect(await opened()).toEqual([]);
  const session = bodyOf(await callRoute(handled, routes.getSession, admin, { params }));
  expect(session.invitees[0]?.questionsAndAnswers).toHaveLength(1);
  expect(await opened()).toMatchObject([
    { actor: { id: admin.personId }, subject: { id: sessionId }, detail: { invitees: 1 }, requestId: "req_test" },
  ]);
  bodyOf(await callRoute(handled, routes.listInvitees, admin, { params }));
  expect(await opened()).toHaveLength(2);
  expect(JSON.stringify(await list())).not.toContain("canary");
});
