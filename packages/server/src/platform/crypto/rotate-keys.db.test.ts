import { eq, type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "../../testing/test-database.ts";
import type { Database } from "../database/database.ts";
import { type OpenDatabase, openDatabase } from "../database/open.ts";
import { rowsOf } from "../database/rows.ts";
import { webhookDeliveries } from "../database/schema.ts";
import { columnOf, tableOf } from "./count-sealed.ts";
import { createSealer, keyIdOf, type RingKey } from "./envelope.ts";
import { openKeys } from "./rotate-keys.ts";
import { allSealedColumns, sealedColumns } from "./sealed-columns.ts";

const key = (id: string, fill: number): RingKey => ({ id, key: new Uint8Array(32).fill(fill) });
const [k1, k2] = [key("k1", 1), key("k2", 2)];
const old = createSealer([k1]);
const ring = [k2, k1];
const bodyOf = sealedColumns.deliveryBody.boundTo;
const at = Temporal.Instant.from("2026-11-21T12:00:00Z");

let open: OpenDatabase;
beforeEach(async () => {
  open = await openTestDatabase();
});
afterEach(() => open.close());

const keysOf = (database: Database = open.database) =>
  openKeys({ database, sealer: createSealer(ring), config: { encryptionKeys: ring } });

async function deliver(...ids: readonly string[]): Promise<void> {
  const rows = await Promise.all(
    ids.map(async (id) => ({
      ...{ id, deliveryKey: id, eventName: "invitee.created", size: 2, signedAt: at, receivedAt: at },
      state: "received" as const,
      bodySealed: await old.seal(`body of ${id}`, bodyOf(id)),
    })),
  );
  await open.database.insert(webhookDeliveries).values(rows);
}

const many = (count: number) => Array.from({ length: count }, (_, n) => `dlv_${String(n).padStart(5, "0")}`);

/** What the deliveries' bodies say to whoever has the newest key alone. */
async function bodies(): Promise<ReadonlyMap<string, string>> {
  const rows = await open.database.select().from(webhookDeliveries);
  const sealer = createSealer([k2]);
  return new Map(
    await Promise.all(
      rows
        .filter(({ bodySealed }) => bodySealed !== "")
        .map(async ({ id, bodySealed }) => [id, await sealer.open(bodySealed, bodyOf(id))] as const),
    ),
  );
}

test("every secret of every column comes under the newest key, its sealed part as it was; again, there is nothing to do", async () => {
  await seedEveryColumn();
  const read = async () => {
    const values = new Map<string, string>();
    for (const column of allSealedColumns) {
      const found = await open.database.execute(
        sql`select id, ${columnOf(column, "t")} as value from ${tableOf(column)} t where ${columnOf(column, "t")} <> ''`,
      );
      for (const { id, value } of rowsOf(found)) values.set(column.boundTo(String(id)), String(value));
    }
    return values;
  };
  const before = await read();
  expect(before.size).toBe(allSealedColumns.length);
  expect(await keysOf().status()).toEqual([
    { keyId: "k2", secrets: 0, isInRing: true },
    { keyId: "k1", secrets: before.size, isInRing: true },
  ]);
  expect(await keysOf().rotate(() => {})).toMatchObject({
    ...{ rewrapped: before.size, broken: 0 },
    use: [
      { keyId: "k2", secrets: before.size },
      { keyId: "k1", secrets: 0 },
    ],
  });
  for (const [place, value] of await read()) {
    expect(keyIdOf(value)).toBe("k2");
    expect(value.split(".")[3]).toBe(before.get(place)?.split(".")[3]);
    expect(await createSealer([k2]).open(value, place)).toBe(`secret at ${place}`);
  }
  expect(await keysOf().rotate(() => {})).toMatchObject({ rewrapped: 0, broken: 0 });
});

test("what changes between reading and writing stays as it was changed, and comes under the newest key too", async () => {
  await deliver("dlv_changed", "dlv_erased", "dlv_gone", "dlv_kept");
  const { database } = open;
  const racing: Database = Object.create(database, {
    execute: {
      value: async (query: SQL) => {
        if (new PgDialect().sqlToQuery(query).sql.includes("skip locked")) await interfere();
        return database.execute(query);
      },
    },
  });
  let interfered = false;
  async function interfere(): Promise<void> {
    if (interfered) return;
    interfered = true;
    const set = (id: string, bodySealed: string) =>
      database.update(webhookDeliveries).set({ bodySealed }).where(eq(webhookDeliveries.id, id));
    await set("dlv_changed", await old.seal("another body", bodyOf("dlv_changed")));
    await set("dlv_erased", "");
    await database.delete(webhookDeliveries).where(eq(webhookDeliveries.id, "dlv_gone"));
  }
  const { rewrapped, broken } = await keysOf(racing).rotate(() => {});
  expect({ interfered, rewrapped, broken }).toEqual({ interfered: true, rewrapped: 2, broken: 0 });
  expect(await bodies()).toEqual(
    new Map([
      ["dlv_changed", "another body"],
      ["dlv_kept", "body of dlv_kept"],
    ]),
  );
});

test("stopped in the midst, it goes on where it was; how far it is, is told", async () => {
  await deliver(...many(1_200));
  const stop = new Error("stopped");
  await expect(
    keysOf().rotate(() => {
      throw stop;
    }),
  ).rejects.toThrow(stop);
  const [newest] = await keysOf().status();
  expect(newest?.secrets).toBe(500);
  const told: number[] = [];
  expect(await keysOf().rotate(({ done, of }) => told.push(done / of))).toMatchObject({ rewrapped: 700 });
  expect(told).toEqual([500 / 700, 1]);
  expect([...(await bodies()).values()].sort()).toEqual(many(1_200).map((id) => `body of ${id}`));
}, 60_000);

test("what no key opens is counted, left as it is, and keeps nothing else from being changed", async () => {
  await deliver("dlv_1", "dlv_2", "dlv_3");
  const broken = await old.seal("moved here", bodyOf("dlv_elsewhere"));
  await open.database.update(webhookDeliveries).set({ bodySealed: broken }).where(eq(webhookDeliveries.id, "dlv_2"));
  const outcome = await keysOf().rotate(() => {});
  expect(outcome).toMatchObject({ rewrapped: 2, broken: 1, use: [{ secrets: 2 }, { keyId: "k1", secrets: 1 }] });
});

test("a row that somebody holds is not waited for, but come back to", async ({ skip }) => {
  if (open.driver.kind === "pglite") return skip();
  await deliver("dlv_free", "dlv_held");
  const other = await openDatabase({ kind: "postgres", url: open.driver.url });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: isHeld, resolve: held } = Promise.withResolvers<void>();
  const holding = other.database.transaction(async (tx) => {
    await tx.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, "dlv_held")).for("update");
    held();
    await released;
  });
  await isHeld;
  const done: number[] = [];
  const outcome = await keysOf().rotate((progress) => {
    done.push(progress.done);
    release();
  });
  await holding;
  await other.close();
  expect([done[0], outcome.rewrapped]).toEqual([1, 2]);
});

/** One secret in each column. */
async function seedEveryColumn(): Promise<void> {
  const { database } = open;
  const seal = (of: keyof typeof sealedColumns, id: string) => {
    const place = sealedColumns[of].boundTo(id);
    return old.seal(`secret at ${place}`, place);
  };
  await database.execute(
    sql`insert into punctual.people (id, name, email, role) values ('per_1', 'Maya', 'maya@northside.example', 'coach')`,
  );
  await database.execute(sql`insert into punctual.connections
    (id, coach_id, state, account, user_uri, organization_uri, scopes, connected_at, updated_at, tokens_sealed)
    values ('con_1', 'per_1', 'active', '{}', 'u', 'o', '{}', now(), now(), ${await seal("connectionTokens", "con_1")})`);
  await database.execute(sql`insert into punctual.connect_attempts
    (id, state_hash, coach_id, expires_at, verifier_sealed, tokens_sealed)
    values ('att_1', 'h', 'per_1', now(), ${await seal("attemptVerifier", "att_1")}, ${await seal("attemptTokens", "att_1")})`);
  await deliver("dlv_erased");
  await database.update(webhookDeliveries).set({ bodySealed: "" });
  await deliver("dlv_1");
  await database
    .update(webhookDeliveries)
    .set({ bodySealed: await seal("deliveryBody", "dlv_1") })
    .where(eq(webhookDeliveries.id, "dlv_1"));
  await database.execute(sql`insert into punctual.outgoing_endpoints
    (id, url, description, kinds, created_by, secret_sealed, previous_secret_sealed)
    values ('end_1', 'https://x.example', '', '{}', 'per_1', ${await seal("endpointSecret", "end_1")}, ${await seal("endpointPreviousSecret", "end_1")})`);
}
