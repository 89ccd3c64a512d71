import { endpoints } from "@punctual/calendly";
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
import { calendlyFor } from "../connections/index.ts";
import { eventTypeJobs } from "../event-types/index.ts";
import { applyChangeNow, backfillSessionsJob, startSweepJob, syncJobs, syncRoutes } from "./index.ts";
import { planSweeps, tidySweeps } from "./plan-sweeps.ts";
import { readWithInvitees } from "./read-page.ts";
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

const noInvitees = () =>
  json({
    collection: [],
    pagination: {
      count: 0,
      next_page: null,
      previous_page: null,
      next_page_token: null,
      previous_page_token: null,
    },
  });

async function firstInviteeOf(sessionId: string) {
  const [row] = await db().select().from(invitees).where(eq(invitees.sessionId, sessionId)).orderBy(asc(invitees.uri));
  if (row === undefined) throw new Error("nobody is mirrored");
  return row;
}

/** A full sweep that is later than every other. */
async function nextSweep() {
  run.clock.advance({ minutes: 5 });
  return sweep("full");
}

test("a session that vanishes between the list and its invitees is gone; one that lists no invitees loses none", async () => {
  const gone = await firstUpcoming();
  const empty = await firstSession();
  instead = (url) => {
    if (url.pathname.startsWith(pathOf(gone.uri))) return notFound();
    return url.pathname === `${pathOf(empty.uri)}/invitees` ? noInvitees() : undefined;
  };
  const before = await counts();
  // Whom the list leaves out Calendly still knows by their address.
  expect(await sweep("full")).toMatchObject({
    state: "done",
    found: 1,
    repaired: 1,
    differences: [{ sessionId: gone.id, kind: "gone", fields: ["session"], repaired: true }],
  });
  expect(await counts()).toEqual(before);
});

test("an invitee whom Calendly neither lists nor knows is erased, and is no difference from then on", async () => {
  const session = await firstUpcoming();
  const person = await firstInviteeOf(session.id);
  instead = (url) => {
    if (url.pathname === pathOf(person.uri)) return notFound();
    return url.pathname === `${pathOf(session.uri)}/invitees` ? noInvitees() : undefined;
  };
  const differences = [{ sessionId: session.id, kind: "changed", fields: ["invitee"], repaired: true }];
  expect(await nextSweep()).toMatchObject({ found: 1, repaired: 1, differences });
  expect(await firstInviteeOf(session.id)).toMatchObject({ status: person.status, email: "", cancelUrl: null });

  // A cancellation from before, which comes late: true, but of nobody.
  const access = await calendlyFor(run.context, maya.id, { purpose: "person" });
  if (access.kind !== "ready") throw new Error(access.kind);
  instead = () => undefined;
  const { resource } = await access.client.request(endpoints.getScheduledEvent, { params: { uuid: session.uri } });
  const { session: told, invitees: all } = await readWithInvitees(run.context, access.client, resource);
  const known = all.find(({ uri }) => uri === person.uri);
  if (known === undefined) throw new Error("they are not listed");
  const observedAt = run.clock.now().subtract({ minutes: 1 });
  const late = { ...known, status: "canceled", observedAt } as const;
  await applyChangeNow(run.context, { session: told, invitees: [late] }, { notify: true });
  expect(await firstInviteeOf(session.id)).toMatchObject({ status: "canceled", email: "" });

  run.sandbox.world.cancelByInvitee({ inviteeUuid: person.uri.split("/").at(-1) ?? "", reason: "ill" });
  instead = (url) => {
    if (url.pathname === pathOf(person.uri)) return notFound();
    return url.pathname === `${pathOf(session.uri)}/invitees` ? noInvitees() : undefined;
  };
  await nextSweep();
  expect(await nextSweep()).toMatchObject({ state: "done", found: 0 });
  run.clock.advance({ minutes: 5 });
  expect(await sweep("recent")).toMatchObject({ state: "done", found: 0 });
});

test("an invitee whom Calendly does not let this account see stays as they are, and stays a difference", async () => {
  const session = await firstUpcoming();
  const person = await firstInviteeOf(session.id);
  instead = (url) => {
    if (url.pathname === pathOf(person.uri)) return json({ title: "Permission Denied", message: "No." }, 403);
    return url.pathname === `${pathOf(session.uri)}/invitees` ? noInvitees() : undefined;
  };
  const differences = [{ sessionId: session.id, kind: "changed", fields: ["invitee"], repaired: false }];
  expect(await nextSweep()).toMatchObject({ found: 1, repaired: 0, differences });
  expect(await firstInviteeOf(session.id)).toMatchObject({ email: person.email });
});

test("an invitee whose data is deleted at Calendly and only looks deleted here is a difference, and is put right", async () => {
  const session = await firstUpcoming();
  const person = await firstInviteeOf(session.id);
  instead = (url) =>
    url.pathname === `${pathOf(session.uri)}/invitees`
      ? changedList(url, (body) => {
          const nobody = {
            name: "Deleted Invitee",
            email: "deleted@deleted.invalid",
            first_name: null,
            last_name: null,
          };
          return { ...body, collection: body.collection.map((one) => ({ ...one, ...nobody })) };
        })
      : undefined;
  await nextSweep();
  const erased = await firstInviteeOf(session.id);
  expect(erased).toMatchObject({ email: "", erasedAt: expect.anything() });
  await db().update(invitees).set({ erasedAt: null }).where(eq(invitees.id, person.id));
  const differences = [{ sessionId: session.id, kind: "changed", fields: ["invitee.erasedAt"], repaired: true }];
  expect(await nextSweep()).toMatchObject({ found: 1, repaired: 1, differences });
  expect(await firstInviteeOf(session.id)).toMatchObject({ erasedAt: erased.erasedAt });
});

test("the halves of a reschedule stay tied where Calendly lets one alone name the other, whatever else is put right", async () => {
  const { act, world } = run.sandbox;
  const jordan = { name: "Jordan Blake", email: "jordan@realty.example" };
  const first = act.book({ eventType: "maya-okafor/60-minute-coaching", ...jordan });
  const from = first.event.endAt + 1;
  const window = { eventTypeId: first.event.eventTypeId, from, to: from + 28 * 86_400_000 };
  const startTime = new Date(world.openings(window)[0]?.startAt ?? 0).toISOString();
  const moved = act.reschedule(first.invitee.id, { startTime });
  // Calendly's half that was left behind does not say where it went.
  instead = (url) => {
    if (url.pathname !== `/scheduled_events/${first.event.id}/invitees`) return undefined;
    return changedList(url, (body) => ({
      ...body,
      collection: body.collection.map((one) => ({ ...one, new_invitee: null, rescheduled: false })),
    }));
  };
  expect(await nextSweep()).toMatchObject({ found: 2, repaired: 2 });
  const halves = () =>
    db()
      .select({
        uri: invitees.uri,
        old: invitees.oldInviteeUri,
        next: invitees.newInviteeUri,
        chain: invitees.chainUri,
        moves: invitees.chainMoves,
      })
      .from(invitees)
      .where(gt(invitees.calendlyCreatedAt, run.clock.now().subtract({ minutes: 30 })))
      .orderBy(asc(invitees.chainMoves));
  const tied = await halves();
  const [oldUri, newUri] = tied.map(({ uri }) => uri);
  expect(newUri).toContain(moved.invitee.id);
  expect(tied).toMatchObject([
    { old: null, next: newUri, chain: oldUri, moves: 0 },
    { old: oldUri, next: null, chain: oldUri, moves: 1 },
  ]);
  expect(await nextSweep()).toMatchObject({ found: 0 });

  // What its own rules would keep of the half is written over; what the other half alone knows is not.
  const ahead = run.clock.now().add({ hours: 24 * 365 });
  await db()
    .update(invitees)
    .set({ name: "zzz", calendlyUpdatedAt: ahead, observedAt: ahead })
    .where(eq(invitees.uri, oldUri ?? ""));
  expect(await nextSweep()).toMatchObject({ found: 1, repaired: 1 });
  expect(await halves()).toEqual(tied);
  await db()
    .update(invitees)
    .set({ newInviteeUri: `${oldUri}-nobody` })
    .where(eq(invitees.uri, oldUri ?? ""));
  expect(await nextSweep()).toMatchObject({ found: 1, repaired: 1 });
  expect(await halves()).toEqual(tied);
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
  // The coach's own moment for a full sweep comes out of their id: it does not lie between connecting and now.
  await db().update(connections).set({ connectedAt: run.clock.now() });
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
