import { mostEndpoints, outgoingMessageBodySchema, routes } from "@punctual/contract";
import { asc, sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { rowsOf } from "../../platform/database/rows.ts";
import {
  auditEntries,
  liveChanges,
  mailboxMessages,
  outgoingEndpoints,
  outgoingMessages,
} from "../../platform/database/schema.ts";
import { bossSchema } from "../../platform/queue/boss-schema.ts";
import { NotNow } from "../../platform/queue/job.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { createTestContext } from "../../testing/index.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { openReceiver, type Received } from "../../testing/webhook-receiver.ts";
import { outgoingJobs, outgoingRoutes, reconcileMessages, recordOutgoing, sweepMessages } from "./index.ts";
import { claimMessage, failWaiting, lockEndpoint } from "./queries.ts";
import { retryDelays } from "./rules.ts";
import { settleMessage } from "./settle-message.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function receiver() {
  const hook = await openReceiver();
  closers.push(async () => hook.close());
  return hook;
}

async function open() {
  const hook = await receiver();
  const silent = await receiver();
  silent.answer.status = null;
  // The verifier of the library looks at the machine's clock.
  const now = Temporal.Now.instant().toString({ smallestUnit: "second" });
  const harness = await createTestContext({ now, config: { outgoingPrivateHosts: [hook.host, silent.host] } });
  closers.push(() => harness.close());
  const { context, clock } = harness;
  const ada = await seedPerson(context, { name: "Ada Lindqvist", role: "admin" });
  const admin = viewerAs("admin", ada);
  const handled = outgoingRoutes(context);
  const created = bodyOf(
    await callRoute(handled, routes.createOutgoingEndpoint, admin, {
      body: { url: `http://${hook.host}/in`, kinds: ["session.booked", "session.canceled"] },
    }),
  );
  const [handler] = outgoingJobs(context);
  const attempt = { attempt: 1, last: false, signal: AbortSignal.timeout(60_000) };
  return {
    ...harness,
    ...hook,
    silent,
    admin,
    handled,
    endpointId: created.endpoint.id,
    secret: created.secret,
    happen: (sessionId = "ses_1") =>
      context.database.transaction((tx) =>
        recordOutgoing(context, tx, [{ type: "session.booked", subject: sessionId, data: newsOf(sessionId) }]),
      ),
    work: () => harness.runJobs(outgoingJobs(context)),
    /** One look at a message, as its job takes it: the seconds until the next one, or null. */
    async look(messageId: string): Promise<number | null> {
      try {
        await handler?.run({ messageId }, attempt);
        return null;
      } catch (error) {
        if (error instanceof NotNow) return error.retryAfterSeconds;
        throw error;
      }
    },
    async messages() {
      return context.database.select().from(outgoingMessages).orderBy(asc(outgoingMessages.createdAt));
    },
    async endpoint() {
      const [row] = await context.database.select().from(outgoingEndpoints);
      if (row === undefined) throw new Error("no endpoint");
      return row;
    },
    clock,
  };
}

let run: Awaited<ReturnType<typeof open>>;
beforeEach(async () => {
  run = await open();
});

const newsOf = (sessionId: string) => ({
  sessionId,
  inviteeId: "inv_1",
  coachId: "per_1",
  sessionStatus: "active" as const,
  inviteeStatus: "active" as const,
  startAt: "2026-12-01T15:00:00Z",
  endAt: "2026-12-01T16:00:00Z",
});

/** Reads a message as a receiver would: verified by the library, parsed by the contract. */
function verified(secret: string, { headers, body }: Received) {
  const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return outgoingMessageBodySchema.parse(new Webhook(secret).verify(body, flat));
}

test("a message reaches the receiver signed as Standard Webhooks, once, and holds what the contract says", async () => {
  const { happen, work, got, secret, messages, endpoint } = run;
  await happen();
  await work();
  await work();
  expect(got).toHaveLength(1);
  const [first] = got;
  const [row] = await messages();
  if (first === undefined) throw new Error("nothing came");
  expect(verified(secret, first)).toMatchObject({ type: "session.booked", data: newsOf("ses_1") });
  expect(first.headers["webhook-id"]).toBe(row?.id);
  expect(row).toMatchObject({ state: "delivered", attempts: 1, lastStatus: 204, nextAttemptAt: null });
  // At rest the secret is sealed.
  expect(JSON.stringify(await endpoint())).not.toContain(secret.slice(6));
});

test("a message exists exactly when what it tells of does, and only for whoever wants its kind", async () => {
  const { context, messages } = run;
  const coachId = "per_1";
  await context.database.transaction((tx) =>
    recordOutgoing(context, tx, [{ type: "connection.needs_reconnect", subject: coachId, data: { coachId } }]),
  );
  const undone = context.database.transaction(async (tx) => {
    await recordOutgoing(context, tx, [{ type: "session.booked", subject: "ses_1", data: newsOf("ses_1") }]);
    throw new Error("rolled back");
  });
  await expect(undone).rejects.toThrow("rolled back");
  expect(await messages()).toEqual([]);
});

test("a failing receiver is tried at the recommended times with the same id and a new signature, then given up", async () => {
  const { happen, look, answer, got, messages, clock } = run;
  answer.status = 500;
  await happen();
  const id = (await messages())[0]?.id ?? "";
  for (const delay of retryDelays) {
    expect(await look(id)).toBe(delay);
    clock.advance({ seconds: delay - 1 });
    // A second too early nothing is sent.
    expect(await look(id)).toBe(1);
    clock.advance({ seconds: 1 });
  }
  expect(await look(id)).toBeNull();
  expect(got).toHaveLength(retryDelays.length + 1);
  expect(new Set(got.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([id]));
  expect(new Set(got.map(({ headers }) => headers["webhook-signature"])).size).toBe(got.length);
  expect((await messages())[0]).toMatchObject({
    state: "failed",
    attempts: 10,
    lastStatus: 500,
    lastTrouble: "It answered 500 instead of a number from 200 to 299.",
  });
});

test("what a process held when it died is sent by another one, by the queue or by the next plan", async () => {
  const { context, happen, look, got, messages, clock, work } = run;
  await happen();
  const id = (await messages())[0]?.id ?? "";
  const now = clock.now();
  const claimed = await claimMessage(context.database, id, { now, until: now.add({ seconds: 45 }) });
  expect(claimed?.attempts).toBe(1);
  // While the claim holds nobody else sends.
  expect(await look(id)).toBe(45);
  clock.advance({ seconds: 45 });
  expect(await look(id)).toBeNull();
  expect([got.length, (await messages())[0]?.attempts]).toEqual([1, 2]);

  await happen("ses_2");
  await context.database.execute(`delete from ${bossSchema}.job`);
  await reconcileMessages(context);
  await work();
  expect(got).toHaveLength(1);
  clock.advance({ minutes: 11 });
  await reconcileMessages(context);
  await work();
  expect(got).toHaveLength(2);
});

test("410 switches the endpoint off: what waits is over, the admins are told once, and it begins anew when switched on", async () => {
  const { context, happen, work, answer, got, messages, endpoint, handled, admin, endpointId } = run;
  const bo = await seedPerson(context, { name: "Bo Nilsson", role: "admin" });
  answer.status = 410;
  await happen("ses_1");
  const first = (await messages())[0]?.id ?? "";
  await happen("ses_2");
  expect(await run.look(first)).toBeNull();
  await work();
  expect(got).toHaveLength(1);
  expect((await messages()).map(({ state }) => state)).toEqual(["failed", "failed"]);
  const off = await endpoint();
  expect(off).toMatchObject({ enabled: false, trouble: "It answered 410 Gone, so it is told nothing more." });
  const mails = await context.database.select().from(mailboxMessages);
  expect(mails.map(({ recipient, subject }) => [recipient, subject]).sort()).toEqual(
    [admin.email, bo.email].sort().map((email) => [email, `Webhooks to ${run.host} were switched off`]),
  );
  const live = await context.database.select().from(liveChanges);
  const audiences = live.filter(({ topic }) => topic === "mailbox").map(({ audience }) => audience);
  expect(audiences.flat().sort()).toEqual([admin.personId, bo.id].sort());
  // Nothing more is recorded for it.
  await happen("ses_3");
  expect(await messages()).toHaveLength(2);
  const send = () => callRoute(handled, routes.sendOutgoingMessage, admin, { params: { messageId: first } });
  expect(problemOf(await send())).toBe("conflict");

  answer.status = 200;
  const change = { params: { endpointId }, body: { enabled: true } };
  const on = bodyOf(await callRoute(handled, routes.updateOutgoingEndpoint, admin, change));
  expect(on).toMatchObject({ enabled: true, trouble: null, failingSince: null });
  expect(bodyOf(await send())).toMatchObject({ state: "waiting", attempts: 0 });
  await work();
  expect((await messages()).find(({ id }) => id === first)).toMatchObject({ state: "delivered", lastStatus: 200 });
  expect(got.at(-1)?.headers["webhook-id"]).toBe(first);
});

test("a receiver that never answers keeps only its own messages waiting", async () => {
  const { context, happen, got, handled, admin, silent } = run;
  bodyOf(
    await callRoute(handled, routes.createOutgoingEndpoint, admin, {
      body: { url: `http://${silent.host}/`, kinds: ["session.gone"] },
    }),
  );
  const gone = Array.from({ length: 8 }, (_, nth) => ({ sessionId: `ses_${nth}`, coachId: "per_1" }));
  await context.database.transaction((tx) =>
    recordOutgoing(
      context,
      tx,
      gone.map((data) => ({ type: "session.gone", subject: data.sessionId, data }) as const),
    ),
  );
  await happen();
  const worker = await context.queue.startWorker(outgoingJobs(context));
  // An attempt lasts 15 seconds there.
  await vi.waitUntil(() => got.length === 1 && silent.got.length > 0, { timeout: 10_000, interval: 50 });
  expect(silent.got).toHaveLength(1);
  silent.close();
  await worker.stop();
});

test.skipIf(inject("testDatabase").kind === "pglite")(
  "an attempt that ends well while its endpoint is being switched off waits for that, and never both for each other",
  async () => {
    const { context, happen, messages, endpointId, clock } = run;
    await happen();
    const now = clock.now();
    await context.database.update(outgoingEndpoints).set({ failingSince: now });
    const id = (await messages())[0]?.id ?? "";
    const claimed = await claimMessage(context.database, id, { now, until: now.add({ seconds: 45 }) });
    if (claimed === null) throw new Error("it is not due");
    const isWaiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    let settling: Promise<unknown> = Promise.resolve();
    await context.database.transaction(async (tx) => {
      await lockEndpoint(tx, endpointId);
      settling = Promise.allSettled([settleMessage(context, claimed, { kind: "delivered", status: 204 })]);
      // Asked outside of the transaction: inside, the first answer would be the last one.
      await vi.waitUntil(async () => rowsOf(await context.database.execute(isWaiting)).length > 0, { timeout: 5_000 });
      await failWaiting(tx, endpointId, now);
    });
    expect(await settling).toEqual([{ status: "fulfilled", value: null }]);
  },
);

test("however many are added at once, there are no more endpoints than may be", async () => {
  const { handled, admin, context, host } = run;
  const body = { url: `http://${host}/`, kinds: ["session.booked" as const] };
  const add = () => callRoute(handled, routes.createOutgoingEndpoint, admin, { body });
  const replies = await Promise.all(Array.from({ length: mostEndpoints }, add));
  expect(replies.filter(({ kind }) => kind === "problem")).toHaveLength(1);
  expect(await context.database.$count(outgoingEndpoints)).toBe(mostEndpoints);
});

test("an endpoint at which every attempt has failed for 5 days is switched off; one good answer forgives", async () => {
  const { happen, look, answer, messages, endpoint, clock } = run;
  const send = async (sessionId: string) => {
    await happen(sessionId);
    return look((await messages()).find(({ subject }) => subject === sessionId)?.id ?? "");
  };
  answer.status = 503;
  await send("ses_1");
  clock.advance({ hours: 119 });
  answer.status = 200;
  await send("ses_2");
  expect(await endpoint()).toMatchObject({ enabled: true, failingSince: null });
  answer.status = 302;
  await send("ses_3");
  clock.advance({ hours: 120 });
  await send("ses_4");
  expect(await endpoint()).toMatchObject({
    enabled: false,
    trouble: expect.stringMatching(
      /^Every attempt has failed for 5 days\. The latest: It answered 302, which leads elsewhere/,
    ),
  });
});

test("for a day after a new secret both signatures come along, then the new one alone", async () => {
  const { handled, admin, endpointId, secret, happen, work, got, clock } = run;
  const rotated = bodyOf(await callRoute(handled, routes.rotateOutgoingSecret, admin, { params: { endpointId } }));
  expect(rotated.secret).not.toBe(secret);
  await happen("ses_1");
  await work();
  const [both] = got;
  if (both === undefined) throw new Error("nothing came");
  expect(verified(secret, both)).toEqual(verified(rotated.secret, both));
  clock.advance({ hours: 24 });
  await happen("ses_2");
  await work();
  const later = got[1];
  expect(String(later?.headers["webhook-signature"]).split(" ")).toHaveLength(1);
  const at = new Date(Number(later?.headers["webhook-timestamp"]) * 1000);
  const sign = (by: string) => new Webhook(by).sign(String(later?.headers["webhook-id"]), at, later?.body ?? "");
  expect(later?.headers["webhook-signature"]).toBe(sign(rotated.secret));
  expect(later?.headers["webhook-signature"]).not.toBe(sign(secret));
});

test("an address inside is refused when it is written, and when it was let through before and is no more", async () => {
  const { context, handled, admin, endpointId, happen, messages, look } = run;
  for (const url of ["http://example.com/", "https://127.0.0.1/", "https://169.254.169.254/latest", "https://[::1]/"]) {
    const refused = await callRoute(handled, routes.createOutgoingEndpoint, admin, {
      body: { url, kinds: ["session.booked"] },
    });
    expect([url, problemOf(refused)]).toEqual([url, "invalid_request"]);
  }
  const params = { endpointId };
  const moved = await callRoute(handled, routes.updateOutgoingEndpoint, admin, {
    params,
    body: { url: "https://10.0.0.1/" },
  });
  expect(problemOf(moved)).toBe("invalid_request");
  await context.database.update(outgoingEndpoints).set({ url: "https://10.0.0.1/" });
  await happen();
  expect(await look((await messages())[0]?.id ?? "")).toBe(5);
  expect((await messages())[0]?.lastTrouble).toContain("inside a private network");
});

test("messages are listed newest first, page by page, by their state, and go 30 days after they were settled", async () => {
  const { context, handled, admin, endpointId, happen, work, messages, clock } = run;
  for (const sessionId of ["ses_1", "ses_2", "ses_3"]) {
    await happen(sessionId);
    clock.advance({ seconds: 1 });
  }
  await work();
  const list = (query: { state?: "failed" | "delivered"; cursor?: string; limit: number }) =>
    callRoute(handled, routes.listOutgoingMessages, admin, { params: { endpointId }, query });
  const page = bodyOf(await list({ limit: 2 }));
  expect(page.items.map(({ subject, state }) => [subject, state])).toEqual([
    ["ses_3", "delivered"],
    ["ses_2", "delivered"],
  ]);
  const cursor = page.nextCursor ?? "";
  expect(bodyOf(await list({ limit: 2, cursor })).items.map(({ subject }) => subject)).toEqual(["ses_1"]);
  expect(problemOf(await list({ limit: 2, cursor, state: "delivered" }))).toBe("invalid_request");
  expect(bodyOf(await list({ limit: 2, state: "failed" })).items).toEqual([]);

  clock.advance({ hours: 30 * 24 - 1 });
  await sweepMessages(context);
  expect(await messages()).toHaveLength(3);
  clock.advance({ hours: 2 });
  await sweepMessages(context);
  expect(await messages()).toEqual([]);
});

test("a test message comes as one, every change of an endpoint is in the audit log, and removing it removes all", async () => {
  const { context, handled, admin, endpointId, work, got, secret, messages } = run;
  const params = { endpointId };
  bodyOf(await callRoute(handled, routes.testOutgoingEndpoint, admin, { params }));
  await work();
  const [first] = got;
  if (first === undefined) throw new Error("nothing came");
  expect(verified(secret, first)).toMatchObject({ type: "test", data: { endpointId } });
  await callRoute(handled, routes.rotateOutgoingSecret, admin, { params });
  await callRoute(handled, routes.updateOutgoingEndpoint, admin, { params, body: { enabled: false } });
  expect((await callRoute(handled, routes.removeOutgoingEndpoint, admin, { params })).kind).toBe("empty");
  expect(problemOf(await callRoute(handled, routes.removeOutgoingEndpoint, admin, { params }))).toBe("not_found");
  expect(await messages()).toEqual([]);
  const entries = await context.database.select().from(auditEntries).orderBy(asc(auditEntries.seq));
  expect(entries.map(({ action, actor, subject }) => [action, actor, subject])).toEqual(
    ["created", "secret_rotated", "changed", "removed"].map((what) => [
      `outgoing_endpoint.${what}`,
      admin.personId,
      endpointId,
    ]),
  );
  expect(JSON.stringify(entries)).not.toContain("whsec_");
});
