import type { Sandbox } from "@punctual/calendly-sandbox";
import { type SQL, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { calendlyFor } from "./features/connections/index.ts";
import { type Erasure, removeMirror } from "./features/connections/remove-mirror.ts";
import { notificationJobs } from "./features/notifications/index.ts";
import { applyChange, applyChangeNow, backfillSessionsJob, syncJobs } from "./features/sync/index.ts";
import { ensureSubscriptionJob, webhookJobs } from "./features/webhooks/index.ts";
import { receiveWebhook } from "./features/webhooks/receive-webhook.ts";
import type { Context } from "./platform/context.ts";
import { openDatabase } from "./platform/database/open.ts";
import {
  connections,
  invitees,
  mailboxMessages,
  notifications,
  sessions,
  webhookDeliveries,
} from "./platform/database/schema.ts";
import { silentLog } from "./platform/logger.ts";
import { openPlatform, type Platform } from "./platform/open-platform.ts";
import { handleJob, type JobHandler } from "./platform/queue/job.ts";
import { type BookingStory, booked, canceled } from "./testing/calendly-history.ts";
import { type Coach, connectCoach } from "./testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "./testing/sandbox-context.ts";
import { inviteeBody, signedRequest } from "./testing/webhook-body.ts";

const where = inject("testDatabase");

/** Two servers, each with a worker, on one database. PGlite has one connection: there nothing can race. */
describe.skipIf(where.kind === "pglite")("two servers and two workers on one Postgres", () => {
  let first: SandboxContext;
  let second: Platform;
  let both: readonly [Platform["context"], Platform["context"]];
  let maya: Coach;
  let sandbox: Sandbox;
  /** Calls to Calendly's token endpoint. */
  let tokenRequests: number;

  const counting: typeof fetch = (input, init) => {
    if (String(input).endsWith("/oauth/token")) tokenRequests += 1;
    return fetch(input, init);
  };

  beforeEach(async () => {
    first = await createSandboxContext({ fetch: counting });
    const rows = await rowsOf(sql`select current_database() as name`);
    const url = new URL(where.kind === "postgres" ? where.adminUrl : "");
    url.pathname = `/${rows[0]?.["name"]}`;
    second = await openPlatform(first.context.config, {
      clock: first.clock,
      log: silentLog,
      fetch: counting,
      open: await openDatabase({ kind: "postgres", url: url.href }),
    });
    both = [first.context, second.context];
    sandbox = first.sandbox;
    maya = await connectCoach(first, "Maya Okafor");
    tokenRequests = 0;
  });
  afterEach(async () => {
    await second.close();
    await first.close();
  });

  const database = () => first.context.database;
  const rowsOf = async (query: SQL) =>
    ((await database().execute(query)) as unknown as { rows: readonly Readonly<Record<string, unknown>>[] }).rows;
  const handlersOf = (context: Context): JobHandler[] => [
    ...syncJobs(context),
    ...webhookJobs(context),
    ...notificationJobs(context),
  ];
  /** Both workers at once, each working off what it gets, until neither finds anything. */
  const workBoth = () => Promise.all(both.map((context) => context.queue.runDue(handlersOf(context))));
  const inTurns = (count: number) => Array.from({ length: count }, (_, at) => both[at % 2] ?? first.context);

  async function storyOf(session: string, over: Partial<BookingStory> = {}): Promise<BookingStory> {
    const [connection] = await database().select().from(connections);
    const { apiUrl } = first.context.config.calendly;
    return {
      apiUrl,
      hostUri: connection?.userUri ?? "",
      eventTypeUri: `${apiUrl}/event_types/coaching`,
      session,
      invitee: `${session}-invitee`,
      name: "Jordan Blake",
      email: "jordan@realty.example",
      startAt: "2026-12-01T15:00:00.000000Z",
      bookedAt: "2026-11-21T11:00:00.000000Z",
      ...over,
    };
  }

  test("one delivery, posted to both many times at once, is stored once, applied once and told once", async () => {
    const body = inviteeBody("invitee.created", await storyOf("s1"));
    const received = await Promise.all(
      inTurns(40).map(async (context) => receiveWebhook(context, await signedRequest(context, body))),
    );
    expect(received.filter((one) => one.kind === "stored" && !one.duplicate)).toHaveLength(1);
    await workBoth();
    const deliveries = await database().select().from(webhookDeliveries);
    expect(deliveries).toMatchObject([{ state: "applied", duplicates: 39 }]);
    expect(await database().select().from(sessions)).toHaveLength(1);
    const told = (await database().select().from(notifications)).map(({ recipient }) => recipient);
    expect(told.sort()).toEqual(["jordan@realty.example", maya.email].sort());
    expect(await database().select().from(mailboxMessages)).toHaveLength(2);
  });

  test("one delivery, applied by both at the same moment, changes the mirror once", async () => {
    const body = inviteeBody("invitee.created", await storyOf("s1"));
    await receiveWebhook(first.context, await signedRequest(first.context, body));
    const [delivery] = await database().select().from(webhookDeliveries);
    const attempt = { attempt: 1, last: false, signal: new AbortController().signal };
    await Promise.all(
      inTurns(8).map((context) => {
        const handler = webhookJobs(context).find(({ definition }) => definition.name === "webhooks.apply-delivery");
        return handler?.run({ deliveryId: delivery?.id }, attempt);
      }),
    );
    expect(await database().select().from(webhookDeliveries)).toMatchObject([{ state: "applied", attempts: 1 }]);
    expect(await database().select().from(notifications)).toHaveLength(2);
  });

  test("tokens that both need at once are asked for once", async () => {
    first.clock.advance({ hours: 3 });
    const kinds = await Promise.all(
      inTurns(8).map(async (context) => (await calendlyFor(context, maya.id, { purpose: "person" })).kind),
    );
    expect(new Set(kinds)).toEqual(new Set(["ready"]));
    expect(tokenRequests).toBe(1);
  });

  test("jobs that both fetch at once are each run by one", async () => {
    const ran: string[] = [];
    await database().transaction((tx) =>
      first.context.queue.enqueueMany(
        tx,
        ensureSubscriptionJob,
        Array.from({ length: 40 }, (_, at) => ({ data: { coachId: `per_${at}` }, key: `${at}` })),
      ),
    );
    const take = handleJob(ensureSubscriptionJob, 2, async ({ coachId }) => {
      ran.push(coachId);
    });
    const done = await Promise.all(both.map((context) => context.queue.runDue([take])));
    expect(ran).toHaveLength(40);
    expect(new Set(ran).size).toBe(40);
    expect(done.map((one) => one.ran).reduce((a, b) => a + b)).toBe(40);
  });

  test("a backfill that both begin copies everything once", async () => {
    await Promise.all(
      both.map((context) =>
        context.database.transaction((tx) =>
          context.queue.enqueue(tx, backfillSessionsJob, { coachId: maya.id }, { key: `${Math.random()}` }),
        ),
      ),
    );
    await workBoth();
    await workBoth();
    const mirrored = (await database().select().from(sessions)).map(({ uri }) => uri.split("/").at(-1));
    expect(mirrored.length).toBeGreaterThan(20);
    expect(new Set(mirrored).size).toBe(mirrored.length);
    const hostId = (await database().select().from(connections))[0]?.userUri.split("/").at(-1);
    const atCalendly = sandbox
      .listRecords("events", { limit: 5_000 })
      .map(({ record }) => record as { readonly id: string; readonly hostIds: readonly string[] })
      .filter(({ hostIds }) => hostIds.includes(hostId ?? ""));
    expect(mirrored.sort()).toEqual(atCalendly.map(({ id }) => id).sort());
    expect((await database().select().from(connections))[0]).toMatchObject({ backfillState: "done" });
  });

  test("the halves of reschedules, applied at the same moment, find each other", async () => {
    const { apiUrl } = first.context.config.calendly;
    const uriOf = (session: string) => `${apiUrl}/scheduled_events/${session}/invitees/${session}-invitee`;
    const pairs = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const [from, to] = [`from${at}`, `to${at}`];
        const old = canceled(booked(await storyOf(from)), { at: "2026-11-21T11:30:00.000000Z", movedTo: uriOf(to) });
        const moved = booked(await storyOf(to, { movedFrom: uriOf(from), bookedAt: "2026-11-21T11:30:00.000000Z" }));
        return { from, to, old, moved };
      }),
    );
    await Promise.all(
      pairs.flatMap(({ old, moved }) => [
        applyChangeNow(both[0], old, { notify: true }),
        applyChangeNow(both[1], moved, { notify: true }),
      ]),
    );
    const rows = new Map((await database().select().from(invitees)).map((row) => [row.uri, row]));
    for (const { from, to } of pairs) {
      expect(rows.get(uriOf(from))).toMatchObject({ newInviteeUri: uriOf(to), chainUri: uriOf(from), chainMoves: 0 });
      expect(rows.get(uriOf(to))).toMatchObject({ oldInviteeUri: uriOf(from), chainUri: uriOf(from), chainMoves: 1 });
    }
  });

  test("what was being applied while everything was erased is erased too, with what it came by", async () => {
    const body = inviteeBody("invitee.created", await storyOf("s1"));
    await receiveWebhook(both[0], await signedRequest(both[0], body));
    const change = booked(await storyOf("s2"));
    const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const applying = both[0].database.transaction(async (tx) => {
      await applyChange(both[0], tx, change, { notify: true });
      begun.resolve();
      await goOn.promise;
      await tx.update(webhookDeliveries).set({ state: "applied", coachId: maya.id });
    });
    await begun.promise;

    // The coach leaves meanwhile, and wants nothing kept.
    const left = { state: "disconnected", leaving: "erase" } as const;
    const [connection] = await both[1].database.update(connections).set(left).returning({ id: connections.id });
    let isErased = false;
    const steps: Erasure[] = [{ coachId: maya.id, connectionId: connection?.id ?? "", sessions: 0, deliveries: 0 }];
    const erase = async () => {
      for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
        await removeMirror(both[1], step, async (_, next) => void steps.push(next));
      }
      isErased = true;
    };
    const erasing = erase();
    const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(async () => isErased || (await rowsOf(waiting)).length > 0).toBe(true);
    goOn.resolve();
    await Promise.all([applying, erasing]);

    expect(await database().$count(connections)).toBe(0);
    expect(await database().$count(sessions)).toBe(0);
    expect(await database().select().from(webhookDeliveries)).toMatchObject([{ bodySealed: "" }]);
    // What comes only now finds nobody.
    expect(await applyChangeNow(both[0], change, { notify: true })).toEqual({ kind: "not_ours" });
  });

  test("a webhook subscription that both ensure at once is one", async () => {
    const ensureAt = (context: Context) => {
      const handler = webhookJobs(context).find(({ definition }) => definition === ensureSubscriptionJob);
      return handler?.run({ coachId: maya.id }, { attempt: 1, last: false, signal: new AbortController().signal });
    };
    await Promise.allSettled(both.map(ensureAt));
    // One of the two may have been told to come back: as a job it does.
    await Promise.allSettled(both.map(ensureAt));
    const subscriptions = sandbox.listRecords("subscriptions");
    expect(subscriptions).toHaveLength(1);
    const [connection] = await database().select().from(connections);
    expect(connection?.webhookState).toBe("active");
    expect(connection?.webhookSubscriptionUri?.split("/").at(-1)).toBe(subscriptions[0]?.key);
  });
});
