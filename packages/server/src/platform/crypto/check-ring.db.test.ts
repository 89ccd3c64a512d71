import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "../../testing/test-database.ts";
import type { OpenDatabase } from "../database/open.ts";
import { ringKeys, webhookDeliveries } from "../database/schema.ts";
import { StartRefused } from "../start-refused.ts";
import { checkRing } from "./check-ring.ts";
import { createSealer, type RingKey } from "./envelope.ts";
import { openKeys } from "./rotate-keys.ts";
import { sealedColumns } from "./sealed-columns.ts";

const key = (id: string, fill: number): RingKey => ({ id, key: new Uint8Array(32).fill(fill) });
const [k1, k2] = [key("k1", 1), key("k2", 2)];

let open: OpenDatabase;
beforeEach(async () => {
  open = await openTestDatabase();
});
afterEach(() => open.close());

const start = (...ring: readonly RingKey[]) => checkRing(open.database, ring);
const proofs = async () => (await open.database.select({ id: ringKeys.id }).from(ringKeys)).map(({ id }) => id).sort();

async function sealOne(by: RingKey): Promise<void> {
  const receivedAt = Temporal.Instant.from("2026-11-21T12:00:00Z");
  const bodySealed = await createSealer([by]).seal("{}", sealedColumns.deliveryBody.boundTo("dlv_1"));
  const delivery = { id: "dlv_1", deliveryKey: "1", eventName: "invitee.created", bodySealed, size: 2 };
  await open.database
    .insert(webhookDeliveries)
    .values({ ...delivery, signedAt: receivedAt, receivedAt, state: "received" });
}

test("another key under the name of one that was used stops the start with a sentence, and changes nothing", async () => {
  await start(k1);
  await expect(start(key("k1", 9))).rejects.toThrow(StartRefused);
  await expect(start(k2, key("k1", 9))).rejects.toThrow(
    "The key named k1 in ENCRYPTION_KEYS is not the one that sealed the secrets in this database under that name.",
  );
  await start(k2, k1);
  expect(await proofs()).toEqual(["k1", "k2"]);
});

test("of two processes that begin with different keys under one name, one is refused", async () => {
  const ends = await Promise.allSettled([start(k1), start(key("k1", 9))]);
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a key may be taken out of the ring once it seals nothing, and not before", async () => {
  await start(k1);
  await sealOne(k1);
  await expect(start(k2)).rejects.toThrow(
    "ENCRYPTION_KEYS lacks the key named k1, which still seals 1 secret in this database. Put it back after the others, then run: npm run punctual -- keys rotate",
  );
  const { database } = open;
  await openKeys({ database, sealer: createSealer([k2, k1]), config: { encryptionKeys: [k2, k1] } }).rotate(() => {});
  await start(k2);
  expect(await proofs()).toEqual(["k2"]);
});

test("secrets that were there before any proof are tried themselves", async () => {
  await sealOne(k1);
  await expect(start(key("k1", 9))).rejects.toThrow("The key named k1");
  await expect(start(k2)).rejects.toThrow("lacks the key named k1, which still seals 1 secret");
  expect(await proofs()).toEqual([]);
  await start(k2, k1);
});
