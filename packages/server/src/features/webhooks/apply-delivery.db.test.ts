import { inArray, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import type { Context } from "../../platform/context.ts";
import { createSealer } from "../../platform/crypto/envelope.ts";
import { notifications, sessions, webhookDeliveries } from "../../platform/database/schema.ts";
import { createTestInbox, type TestInbox } from "../../testing/inbox.ts";
import { inviteeBody } from "../../testing/webhook-body.ts";
import { applyDelivery } from "./apply-delivery.ts";
import { replayDelivery } from "./replay-deliveries.ts";

let inbox: TestInbox;
beforeEach(async () => {
  inbox = await createTestInbox();
});
afterEach(() => inbox.close());

const refresh = async () => undefined;
const apply = (context: Context, deliveryId: string, how: { last?: boolean; replay?: number } = {}) =>
  applyDelivery(context, { deliveryId, replay: how.replay ?? 0 }, { last: how.last ?? false }, refresh);

async function delivered(invitee = "i1"): Promise<string> {
  await inbox.receive(inviteeBody("invitee.created", { ...inbox.story, invitee, session: `e-${invitee}` }));
  const rows = await inbox.rows();
  return rows.find(({ state }) => state === "received")?.id ?? "";
}

/** A context whose first transaction is lost, after `before` happened. */
function losing(context: Context, before: () => Promise<void>): Context {
  const database: Context["database"] = Object.create(context.database);
  let lost = false;
  database.transaction = async (run, config) => {
    if (lost) return context.database.transaction(run, config);
    lost = true;
    await before();
    throw new Error("Connection terminated unexpectedly");
  };
  return { ...context, database };
}

test("an attempt that fails after another one applied the delivery leaves it applied", async () => {
  const { context } = inbox;
  const id = await delivered();
  const failing = apply(
    losing(context, () => apply(context, id)),
    id,
    { last: true },
  );
  await expect(failing).rejects.toThrow("Connection terminated");
  expect(await inbox.rows()).toMatchObject([{ state: "applied", reason: null, attempts: 1 }]);
});

test("a failed attempt says so, and only the last one makes it dead", async () => {
  const { context } = inbox;
  const id = await delivered();
  const lost = () =>
    apply(
      losing(context, async () => undefined),
      id,
    );
  await expect(lost()).rejects.toThrow();
  expect(await inbox.rows()).toMatchObject([{ state: "failed", reason: "Applying failed: Error.", attempts: 1 }]);
  const last = apply(
    losing(context, async () => undefined),
    id,
    { last: true },
  );
  await expect(last).rejects.toThrow();
  expect(await inbox.rows()).toMatchObject([{ state: "dead", attempts: 2, settledAt: context.clock.now() }]);
});

test("deliveries that are applied together share a transaction; when one fails, it fails alone", async () => {
  const { context } = inbox;
  for (const invitee of ["i1", "i2", "i3"]) await delivered(invitee);
  const ids = (await inbox.rows()).map(({ id }) => id);
  await context.database.execute(
    sql`alter table punctual.sessions add constraint refused check (uri not like '%/e-i2')`,
  );
  const ends = await Promise.allSettled(ids.map((id) => apply(context, id)));
  const rows = await inbox.rows();
  const states = ids.map((id) => rows.find((row) => row.id === id)?.state);
  expect(states.toSorted()).toEqual(["applied", "applied", "failed"]);
  expect(states.map((state) => (state === "failed" ? "rejected" : "fulfilled"))).toEqual(
    ends.map(({ status }) => status),
  );

  for (const invitee of ["i4", "i5", "i6"]) await delivered(invitee);
  const more = (await inbox.rows()).flatMap(({ id, state }) => (state === "received" ? [id] : []));
  await Promise.all(more.map((id) => apply(context, id)));
  const written = await context.database
    .select({ by: sql<string>`${webhookDeliveries}.xmin::text` })
    .from(webhookDeliveries)
    .where(inArray(webhookDeliveries.id, more));
  expect(written).toHaveLength(3);
  expect(new Set(written.map(({ by }) => by)).size).toBe(1);
});

test("an attempt of a round before the replay neither applies nor fails it", async () => {
  const { context } = inbox;
  const id = await delivered();
  const failing = apply(
    losing(context, async () => {
      await replayDelivery(context, { role: "operator" }, { deliveryId: id, requestId: null });
    }),
    id,
    { last: true },
  );
  await expect(failing).rejects.toThrow();
  await apply(context, id);
  expect(await inbox.rows()).toMatchObject([{ state: "received", replays: 1 }]);
  await apply(context, id, { replay: 1 });
  expect(await inbox.rows()).toMatchObject([{ state: "applied", replays: 1 }]);
});

test("a delivery whose key is gone is dead with a sentence, and is applied by a replay once the key is back", async () => {
  const { context } = inbox;
  const id = await delivered();
  const keyless = { ...context, sealer: createSealer([{ id: "another", key: new Uint8Array(32).fill(1) }]) };
  await apply(keyless, id);
  expect(await inbox.rows()).toMatchObject([
    {
      state: "dead",
      reason:
        "Its body cannot be opened. No key named test is in ENCRYPTION_KEYS. Put the key back, then replay this delivery.",
    },
  ]);
  await replayDelivery(context, { role: "operator" }, { deliveryId: id, requestId: null });
  await inbox.work();
  expect(await inbox.rows()).toMatchObject([{ state: "applied", coachId: inbox.coachId, attempts: 2 }]);
});

test.skipIf(inject("testDatabase").kind === "pglite")(
  "two attempts at the same moment, many times, are one",
  async () => {
    const { context } = inbox;
    const ids: string[] = [];
    for (let nth = 0; nth < 20; nth += 1) {
      await inbox.receive(inviteeBody("invitee.created", { ...inbox.story, invitee: `i${nth}`, session: `e${nth}` }));
    }
    for (const { id } of await inbox.rows()) ids.push(id);
    await Promise.all(ids.flatMap((id) => [apply(context, id), apply(context, id)]));
    expect((await inbox.rows()).map(({ state, attempts }) => [state, attempts])).toEqual(ids.map(() => ["applied", 1]));
    expect(await context.database.select().from(sessions)).toHaveLength(20);
    // One to the coach and one to the invitee of each.
    expect(await context.database.select().from(notifications)).toHaveLength(40);
  },
);
