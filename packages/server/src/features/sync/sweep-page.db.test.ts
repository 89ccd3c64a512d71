import { routes } from "@punctual/contract";
import { and, asc, desc, eq, gt } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  connections,
  eventTypes,
  invitees,
  liveChanges,
  notifications,
  sessions,
  sweeps,
} from "../../platform/database/schema.ts";
import { bookMany } from "../../testing/book-many.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { type Coach, connectCoach, noHooks } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { eventTypeJobs } from "../event-types/index.ts";
import { backfillSessionsJob, startSweepJob, syncJobs, syncRoutes } from "./index.ts";
import { planSweeps, tidySweeps } from "./plan-sweeps.ts";
import { startSweep } from "./start-sweep.ts";

let run: SandboxContext;
let maya: Coach;
/** What Calendly answers instead of what it would. */
let instead: (url: URL) => Response | Promise<Response> | undefined;
let asked: URL[];

beforeEach(async () => {
  instead = () => undefined;
  asked = [];
  run = await createSandboxContext({
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      asked.push(url);
      return (await instead(url)) ?? fetch(input, init);
    },
  });
  maya = await connectCoach(run, "Maya Okafor", { hooks: { ...noHooks, afterConnect: [backfillSessionsJob] } });
  await work();
  run.clock.advance({ hours: 1 });
  asked = [];
});
afterEach(() => run.close());

const work = () => run.runJobs(syncJobs(run.context));
const db = () => run.context.database;

async function sweep(depth: "recent" | "full", cause: "schedule" | "gap" | "person" = "person") {
  const { context } = run;
  const wish = { coachId: maya.id, depth, cause, fromAt: null };
  await db().transaction((tx) => context.queue.enqueue(tx, startSweepJob, wish));
  await work();
  return newest();
}

async function newest() {
  const [row] = await db().select().from(sweeps).orderBy(desc(sweeps.startedAt), desc(sweeps.id)).limit(1);
  if (row === undefined) throw new Error("there is no sweep");
  return row;
}

async function counts() {
  return { sessions: await db().$count(sessions), invitees: await db().$count(invitees) };
}

async function firstSession() {
  const [row] = await db().select().from(sessions).where(eq(sessions.status, "active")).orderBy(asc(sessions.startAt));
  if (row === undefined) throw new Error("nothing is mirrored");
  return row;
}

async function nextSession() {
  const upcoming = and(eq(sessions.status, "active"), gt(sessions.startAt, run.clock.now()));
  const [row] = await db().select().from(sessions).where(upcoming).orderBy(asc(sessions.startAt));
  if (row === undefined) throw new Error("nothing is to come");
  return row;
}

async function inviteeIdOf(sessionId: string): Promise<string> {
  const [row] = await db().select().from(invitees).where(eq(invitees.sessionId, sessionId));
  return row?.uri.split("/").at(-1) ?? "";
}

const pathOf = (uri: string) => new URL(uri).pathname;
const json = (body: unknown, status = 200) => Response.json(body, { status });
const notFound = () =>
  json({ title: "Resource Not Found", message: "The server could not find the requested resource." }, 404);
const isList = (url: URL) => url.pathname === "/scheduled_events";

/** Calendly's real list, changed. */
async function changedList(url: URL, change: (body: { collection: { uri: string }[]; pagination: object }) => object) {
  const [person] = run.sandbox.credentials().people.filter(({ email }) => email === maya.email);
  const real = await fetch(url, { headers: { authorization: `Bearer ${person?.personalToken}` } });
  return json(change((await real.json()) as { collection: { uri: string }[]; pagination: object }));
}

test("a mirror that is the same is certified, and nothing is written to it", async () => {
  const mirrored = await counts();
  const before = await db().select().from(sessions).orderBy(asc(sessions.id));
  expect(await sweep("full")).toMatchObject({
    state: "done",
    found: 0,
    repaired: 0,
    differences: [],
    sessionsCompared: mirrored.sessions,
    inviteesCompared: mirrored.invitees,
  });
  expect(await db().select().from(sessions).orderBy(asc(sessions.id))).toEqual(before);
  const [connection] = await db().select().from(connections);
  expect(connection?.sweptFullyAt?.toString()).toBe((await newest()).startedAt.toString());
});

test("what appeared, changed and vanished without a webhook is found by name, put right, and not found again", async () => {
  const [appeared] = bookMany(run.sandbox, 1);
  const changed = await nextSession();
  run.sandbox.world.cancelByInvitee({ inviteeUuid: await inviteeIdOf(changed.id), reason: "ill" });
  const [gone] = await db().select().from(sessions).orderBy(desc(sessions.startAt)).limit(1);
  if (gone === undefined) throw new Error("nothing is mirrored");
  instead = (url) => {
    if (url.pathname.startsWith(pathOf(gone.uri))) return notFound();
    if (!isList(url)) return undefined;
    return changedList(url, (body) => ({ ...body, collection: body.collection.filter(({ uri }) => uri !== gone.uri) }));
  };
  run.clock.advance({ minutes: 5 });

  const found = await sweep("full");
  expect(found).toMatchObject({ state: "done", found: 3, repaired: 3 });
  const missing = await db()
    .select()
    .from(sessions)
    .where(eq(sessions.uri, `${run.sandbox.url}/scheduled_events/${appeared}`));
  expect(missing).toHaveLength(1);
  expect(found.differences).toContainEqual({
    sessionId: missing[0]?.id,
    kind: "missing",
    fields: ["session"],
    repaired: true,
  });
  expect(found.differences).toContainEqual({ sessionId: gone.id, kind: "gone", fields: ["session"], repaired: true });
  expect(found.differences.find(({ sessionId }) => sessionId === changed.id)).toMatchObject({
    kind: "changed",
    fields: expect.arrayContaining(["invitee.cancellation", "invitee.status", "session.inviteesActive"]),
    repaired: true,
  });
  const [after] = await db().select().from(sessions).where(eq(sessions.id, gone.id));
  expect(after?.goneAt).not.toBeNull();

  run.clock.advance({ minutes: 5 });
  expect(await sweep("full")).toMatchObject({ state: "done", found: 0 });
});

test("a missed booking is still told to people, once", async () => {
  bookMany(run.sandbox, 1);
  run.clock.advance({ minutes: 5 });
  await sweep("recent");
  await sweep("full");
  expect(await db().select().from(notifications)).toHaveLength(2);
});

test("what may still be on its way is put right, and is no drift", async () => {
  bookMany(run.sandbox, 1);
  const before = await counts();
  expect(await sweep("recent")).toMatchObject({ state: "done", found: 0, differences: [] });
  expect((await counts()).sessions).toBe(before.sessions + 1);
});

test("a polled account's news is drift only when the sweep before should have found it", async () => {
  await db().update(connections).set({ webhookState: "polling" });
  await sweep("recent");
  run.clock.advance({ minutes: 1 });
  bookMany(run.sandbox, 1);
  run.clock.advance({ minutes: 10 });
  const before = await counts();
  expect(await sweep("recent")).toMatchObject({ found: 0 });
  expect((await counts()).sessions).toBe(before.sessions + 1);
  await db()
    .delete(sessions)
    .where(eq(sessions.id, (await firstUpcoming()).id));
  run.clock.advance({ minutes: 10 });
  expect(await sweep("recent")).toMatchObject({ found: 1, repaired: 1 });
});

async function firstUpcoming() {
  const rows = await db()
    .select()
    .from(sessions)
    .where(eq(sessions.status, "active"))
    .orderBy(desc(sessions.startAt))
    .limit(1);
  if (rows[0] === undefined) throw new Error("nothing is mirrored");
  return rows[0];
}

test("a mirror that was damaged is put right even where its own rules would keep the damage", async () => {
  const session = await firstUpcoming();
  const ahead = session.calendlyUpdatedAt.add({ hours: 24 * 365 });
  await db()
    .update(sessions)
    .set({ name: "zzz", status: "canceled", calendlyUpdatedAt: ahead, observedAt: ahead })
    .where(eq(sessions.id, session.id));
  const found = await sweep("recent");
  expect(found).toMatchObject({ found: 1, repaired: 1 });
  expect(found.differences[0]?.fields).toEqual(expect.arrayContaining(["session.name", "session.status"]));
  const [after] = await db().select().from(sessions).where(eq(sessions.id, session.id));
  expect(after).toMatchObject({ name: session.name, status: "active" });
});

test("a recent sweep reads invitees only where something may have changed", async () => {
  expect(await sweep("recent")).toMatchObject({ found: 0, state: "done" });
  const read = asked.filter(({ pathname }) => pathname.endsWith("/invitees"));
  const started = await db().select().from(sessions);
  const recent = started.filter(({ startAt }) => {
    const hoursAgo = (run.clock.now().epochMilliseconds - startAt.epochMilliseconds) / 3_600_000;
    return hoursAgo >= 0 && hoursAgo <= 48;
  });
  expect(read.length).toBe(recent.length);
});

test("a page that is repeated after a crash counts nothing twice", async () => {
  bookMany(run.sandbox, 60);
  run.clock.advance({ minutes: 5 });
  const handlers = syncJobs(run.context);
  const page = handlers.find(({ definition }) => definition.name === "sync.sweep-page");
  await startSweep(
    run.context,
    { coachId: maya.id, depth: "full", cause: "person", fromAt: null },
    async () => undefined,
  );
  const attempt = { attempt: 1, last: false, signal: AbortSignal.timeout(20_000) };
  const data = async () => ({ sweepId: (await newest()).id, cursor: (await newest()).cursor });
  const first = await data();
  await page?.run(first, attempt);
  await page?.run(first, attempt);
  expect(await newest()).toMatchObject({ state: "running", sessionsCompared: 50 });
  run.sandbox.addFault({ kind: "http", path: "/scheduled_events/*", status: 500 });
  await expect(page?.run(await data(), attempt)).rejects.toThrow();
  run.sandbox.clearFaults();
  while ((await newest()).state === "running") await page?.run(await data(), attempt);
  expect(await newest()).toMatchObject({
    state: "done",
    found: 60,
    repaired: 60,
    sessionsCompared: (await counts()).sessions,
  });
});

test.each([
  [
    "a page of HTML",
    () => new Response("<html>Sorry</html>", { headers: { "content-type": "text/html" } }),
    /cannot be read/,
  ],
  ["nothing but 500", () => json({ title: "Internal Server Error", message: "" }, 500), /could not be reached/],
])(
  "%s ends the sweep with a sentence, and changes nothing",
  async (_, answer, sentence) => {
    const before = await counts();
    instead = (url) => (isList(url) ? answer() : undefined);
    const page = syncJobs(run.context).find(({ definition }) => definition.name === "sync.sweep-page");
    await startSweep(
      run.context,
      { coachId: maya.id, depth: "recent", cause: "person", fromAt: null },
      async () => undefined,
    );
    const { id, cursor } = await newest();
    const attempt = { attempt: 9, last: true, signal: AbortSignal.timeout(30_000) };
    await expect(page?.run({ sweepId: id, cursor }, attempt)).rejects.toThrow();
    expect(await newest()).toMatchObject({ state: "failed", trouble: expect.stringMatching(sentence) });
    expect(await counts()).toEqual(before);
  },
  40_000,
);

test("a list that goes in a circle ends the sweep with a sentence", async () => {
  instead = (url) =>
    isList(url)
      ? changedList(new URL(url.href.replace(/&page_token=[^&]*/, "")), (body) => ({
          ...body,
          pagination: { ...body.pagination, next_page_token: url.searchParams.has("page_token") ? "b" : "a" },
        }))
      : undefined;
  expect(await sweep("recent")).toMatchObject({ state: "failed", trouble: expect.stringMatching(/goes in a circle/) });
});

test("a page token that Calendly has forgotten costs nothing", async () => {
  bookMany(run.sandbox, 60);
  run.clock.advance({ minutes: 5 });
  instead = (url) =>
    isList(url) && url.searchParams.has("page_token")
      ? json({ title: "Invalid Argument", message: "The supplied parameters are invalid.", details: [] }, 400)
      : undefined;
  const swept = await sweep("full");
  expect(swept).toMatchObject({ state: "done", found: 60, sessionsCompared: (await counts()).sessions });
});

test("a cursor of another version has the sweep start over", async () => {
  await startSweep(
    run.context,
    { coachId: maya.id, depth: "full", cause: "person", fromAt: null },
    async () => undefined,
  );
  const { id } = await newest();
  const cursor = JSON.stringify({ minStartAt: "2026-01-01T00:00:00Z", pageToken: null });
  await db().update(sweeps).set({ cursor, sessionsCompared: 7 }).where(eq(sweeps.id, id));
  const page = syncJobs(run.context).find(({ definition }) => definition.name === "sync.sweep-page");
  await page?.run({ sweepId: id, cursor }, { attempt: 1, last: false, signal: AbortSignal.timeout(20_000) });
  await work();
  expect(await newest()).toMatchObject({ state: "done", sessionsCompared: (await counts()).sessions });
});

test("a session that vanishes between the list and its invitees is gone; one that lists no invitees loses none", async () => {
  const gone = await firstUpcoming();
  const empty = await firstSession();
  instead = (url) => {
    if (url.pathname.startsWith(pathOf(gone.uri))) return notFound();
    if (url.pathname === `${pathOf(empty.uri)}/invitees`) {
      return json({
        collection: [],
        pagination: {
          count: 0,
          next_page: null,
          previous_page: null,
          next_page_token: null,
          previous_page_token: null,
        },
      });
    }
    return undefined;
  };
  const before = await counts();
  const swept = await sweep("full");
  expect(swept).toMatchObject({ state: "done", found: 2, repaired: 1 });
  expect(swept.differences).toContainEqual({ sessionId: gone.id, kind: "gone", fields: ["session"], repaired: true });
  expect(swept.differences.find(({ sessionId }) => sessionId === empty.id)).toMatchObject({
    fields: ["invitee"],
    repaired: false,
  });
  expect(await counts()).toEqual(before);
});

test("a session that this account may not see any more stays, and stays a difference", async () => {
  const hidden = await firstUpcoming();
  instead = (url) => {
    if (url.pathname.startsWith(pathOf(hidden.uri))) {
      return json({ title: "Permission Denied", message: "You are not allowed to view this event" }, 403);
    }
    if (!isList(url)) return undefined;
    return changedList(url, (body) => ({
      ...body,
      collection: body.collection.filter(({ uri }) => uri !== hidden.uri),
    }));
  };
  expect(await sweep("recent")).toMatchObject({ state: "done", found: 1, repaired: 0 });
  const [after] = await db().select().from(sessions).where(eq(sessions.id, hidden.id));
  expect(after?.goneAt).toBeNull();
});

test("of several who plan at once each sweep is begun once; what is old goes, the last full certificate stays", async () => {
  await planSweeps(run.context);
  await planSweeps(run.context);
  await work();
  await planSweeps(run.context);
  await work();
  expect((await db().select().from(sweeps)).map(({ depth, state }) => [depth, state])).toEqual([["recent", "done"]]);

  run.clock.advance({ minutes: 1 });
  const full = await sweep("full");
  run.clock.advance({ hours: 91 * 24 });
  await sweep("recent");
  await tidySweeps(run.context);
  const left = await db().select({ id: sweeps.id }).from(sweeps);
  expect(left.map(({ id }) => id).sort()).toEqual([full.id, (await newest()).id].sort());
});

test("the certificates are shown to admins and, of their own account, to coaches; as a file no name is a formula", async () => {
  const handled = syncRoutes(run.context);
  const ada = viewerAs("admin", await seedPerson(run.context, { name: "Ada Lindqvist", role: "admin" }));
  const coach = viewerAs("coach", maya);
  expect(bodyOf(await callRoute(handled, routes.getOwnDrift, coach))).toMatchObject({ newest: null, running: null });
  const begun = await callRoute(handled, routes.startOwnSweep, coach, { body: {} });
  expect(bodyOf(begun)).toMatchObject({ running: { depth: "recent", cause: "person" } });
  expect(problemOf(await callRoute(handled, routes.startOwnSweep, coach, { body: {} }))).toBe("conflict");
  await work();
  const { newest: own } = bodyOf(await callRoute(handled, routes.getOwnDrift, coach));
  expect(own).toMatchObject({ state: "done", remaining: 0 });

  const drift = bodyOf(await callRoute(handled, routes.getDrift, ada, { query: {} }));
  expect(drift.fleet).toMatchObject({
    coaches: 1,
    coachesCompared: 1,
    sessionsCompared: own?.sessionsCompared,
    remaining: 0,
    oldestAt: own?.endedAt,
  });
  expect(drift.items).toMatchObject([{ coach: { id: maya.id }, certificate: { newest: { id: own?.id } } }]);
  const attention = bodyOf(await callRoute(handled, routes.getDrift, ada, { query: { show: "attention" } }));
  expect(attention.items).toEqual([]);
  expect(bodyOf(await callRoute(handled, routes.startSweeps, ada, { body: { coachId: null } }))).toEqual({
    started: 1,
  });

  await db().execute(`update punctual.people set name = '=HYPERLINK("http://x","y")' where id = '${maya.id}'`);
  const file = await callRoute(handled, routes.getDrift, ada, { query: { format: "csv" } });
  const text = file.kind === "raw" ? await file.response.text() : "";
  expect(text.split("\r\n")[1]).toMatch(/^"'=HYPERLINK\(""http:\/\/x"",""y""\)",per_/);
  const whole = await callRoute(handled, routes.getDrift, ada, { query: { format: "json" } });
  expect(whole.kind === "raw" ? await whole.response.json() : null).toMatchObject({
    items: [{ coach: { id: maya.id } }],
  });
  const topics = await db().select().from(liveChanges).where(eq(liveChanges.topic, "sweeps"));
  expect(topics.length).toBeGreaterThan(0);
});

test("event types that nobody told of are read as well", async () => {
  const { context } = run;
  // This coach was connected without reading them.
  expect(await db().$count(eventTypes)).toBe(0);
  const wish = { coachId: maya.id, depth: "recent", cause: "schedule", fromAt: null } as const;
  await db().transaction((tx) => context.queue.enqueue(tx, startSweepJob, wish));
  await run.runJobs([...syncJobs(context), ...eventTypeJobs(context)]);
  const names = await db().select({ name: eventTypes.name }).from(eventTypes);
  expect(names.map(({ name }) => name)).toContain("60-minute coaching");
});
