import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditCheckpoints, auditEntries, auditHeads } from "../../platform/database/schema.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { ensureChain } from "./ensure-chain.ts";
import { recordAudit } from "./index.ts";
import { recordCheckpoint } from "./record-checkpoint.ts";
import { sealKeysOf } from "./rules.ts";
import type { AuditEntry, AuditFacts } from "./types.ts";
import { verifyChain } from "./verify-chain.ts";

let harness: TestContext;
beforeEach(async () => {
  harness = await createTestContext();
});
afterEach(() => harness.close());

const database = () => harness.context.database;
const rows = () => database().select().from(auditEntries).orderBy(asc(auditEntries.seq));
const verify = () => verifyChain(harness.context, sealKeysOf(harness.context.config.encryptionKeys));

function entry(about: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: harness.context.clock.now(),
    actor: "system",
    action: "session.canceled",
    subject: "ses_1",
    ...about,
  };
}
const record = (about?: Partial<AuditEntry>) => database().transaction((tx) => recordAudit(tx, entry(about)));

test("an entry is written with its change, or not at all, and what a savepoint takes back is not written", async () => {
  await record({ reason: "ill", requestId: "req_1" });
  const refused = database().transaction(async (tx) => {
    await recordAudit(tx, entry({ subject: "ses_2" }));
    throw new Error("rolled back");
  });
  await expect(refused).rejects.toThrow("rolled back");
  await database().transaction(async (tx) => {
    const given = tx.transaction(async (savepoint) => {
      await recordAudit(savepoint, entry({ subject: "ses_3" }));
      throw new Error("taken back");
    });
    await expect(given).rejects.toThrow("taken back");
    await recordAudit(tx, entry({ subject: "ses_4" }));
  });
  expect(await rows()).toMatchObject([
    { seq: 1, subject: "ses_1", reason: "ill", requestId: "req_1", detail: {} },
    { seq: 2, subject: "ses_4" },
  ]);
  expect(await verify()).toMatchObject({ finding: null, entries: 2 });
});

test("many transactions at once make one chain without a gap, whichever of them are rolled back", async () => {
  const work = Array.from({ length: 80 }, (_, nth) =>
    database()
      .transaction(async (tx) => {
        await recordAudit(tx, entry({ subject: `ses_${nth}` }));
        if (nth % 3 === 0) await recordAudit(tx, entry({ subject: `ses_${nth}`, action: "session.booked" }));
        if (nth % 4 === 1) throw new Error("rolled back");
      })
      .catch(() => undefined),
  );
  await Promise.all(work);
  const kept = Array.from({ length: 80 }, (_, nth) => nth).filter((nth) => nth % 4 !== 1);
  const count = kept.length + kept.filter((nth) => nth % 3 === 0).length;
  const all = await rows();
  expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  expect(new Set(all.map(({ subject }) => subject))).toEqual(new Set(kept.map((nth) => `ses_${nth}`)));
  expect(await verify()).toMatchObject({ finding: null, entries: count });
}, 60_000);

test("entries of before there was a chain take their places in it, once", async () => {
  await database().transaction(async (tx) => {
    for (const seq of [3, 4, 9]) {
      const { at, ...rest } = entry({ subject: `ses_${seq}` });
      await tx.insert(auditEntries).values({ seq, at, ...rest, detail: { old: [1.5, "as it was"] } });
    }
  });
  await ensureChain(harness.context);
  await ensureChain(harness.context);
  await record({ subject: "ses_10" });
  expect((await rows()).map(({ seq, subject }) => [seq, subject])).toEqual([
    [1, "ses_3"],
    [2, "ses_4"],
    [3, "ses_9"],
    [4, "ses_10"],
  ]);
  expect(await verify()).toMatchObject({ finding: null, entries: 4 });
});

describe("the database refuses", () => {
  beforeEach(async () => {
    await record();
    await recordCheckpoint(harness.context);
  });

  test.each([
    ["an entry to be changed", () => database().update(auditEntries).set({ actor: "per_other" })],
    ["an entry to be removed", () => database().delete(auditEntries)],
    ["the log to be emptied", () => database().execute("truncate punctual.audit_entries")],
    ["a checkpoint to be changed", () => database().update(auditCheckpoints).set({ seal: "" })],
    ["a checkpoint to be removed", () => database().delete(auditCheckpoints)],
    ["the end of the chain to be moved back", () => database().update(auditHeads).set({ seq: 0 })],
    ["the end of the chain to be removed", () => database().delete(auditHeads)],
  ])("%s", async (_what, attempt) => {
    await expect(Promise.resolve(attempt()).catch((error: Error) => Promise.reject(error.cause))).rejects.toThrow(
      "The audit log only grows",
    );
    expect(await verify()).toMatchObject({ finding: null, entries: 1, sealedUpTo: 1 });
  });
});

describe("checkpoints", () => {
  const checkpoints = () => database().select().from(auditCheckpoints).orderBy(asc(auditCheckpoints.seq));

  test("are made when there is something new for ten minutes, and by the newest key as soon as it is in use", async () => {
    await recordCheckpoint(harness.context);
    expect(await checkpoints()).toEqual([]);
    await record();
    await recordCheckpoint(harness.context);
    await record();
    await recordCheckpoint(harness.context);
    expect(await checkpoints()).toMatchObject([{ seq: 1, keyId: "test" }]);
    harness.clock.advance({ minutes: 10 });
    await recordCheckpoint(harness.context);
    await recordCheckpoint(harness.context);
    expect(await checkpoints()).toMatchObject([{ seq: 1 }, { seq: 2 }]);

    const { context } = harness;
    const ring = [{ id: "new", key: new Uint8Array(32).fill(9) }, ...context.config.encryptionKeys];
    const rotated = { ...context, config: { ...context.config, encryptionKeys: ring } };
    await recordCheckpoint(rotated);
    await recordCheckpoint(rotated);
    expect((await checkpoints()).map(({ seq, keyId }) => [seq, keyId])).toEqual([
      [1, "test"],
      [2, "test"],
      [3, "new"],
    ]);
    expect(await rows()).toMatchObject([{}, {}, { action: "audit.key_changed", after: { keyId: "new" } }]);
    expect(await verifyChain(context, sealKeysOf(ring))).toMatchObject({
      finding: null,
      missingKeys: [],
      sealedUpTo: 3,
    });
    // Whoever has the old key alone is told which seals could not be looked at.
    expect(await verify()).toMatchObject({ finding: null, missingKeys: ["new"], sealedUpTo: 2 });
  });

  test("are never put on a chain that was altered behind the one before", async () => {
    await record();
    await recordCheckpoint(harness.context);
    await record();
    await asSuperuser(() => database().update(auditEntries).set({ reason: "another" }).where(eq(auditEntries.seq, 2)));
    harness.clock.advance({ hours: 1 });
    expect(harness.context.security.totals.audit_broken).toBe(0);
    await recordCheckpoint(harness.context);
    expect(harness.context.security.totals.audit_broken).toBe(1);
    expect(await checkpoints()).toHaveLength(1);
    expect(await verify()).toMatchObject({ finding: { seq: 2, what: expect.stringContaining("Entry 2 was altered") } });
  });
});

describe("whoever gets around the triggers is found out:", () => {
  beforeEach(async () => {
    for (let nth = 0; nth < 6; nth += 1) await record({ subject: `ses_${nth}` });
    await recordCheckpoint(harness.context);
  });

  test.each([
    ["an entry removed", "delete from punctual.audit_entries where seq = 3", "Entry 3 is missing."],
    ["the first one removed", "delete from punctual.audit_entries where seq = 1", "Entry 1 is missing."],
    ["an entry changed", `update punctual.audit_entries set actor = 'per_x' where seq = 4`, "Entry 4 was altered"],
    [
      "an entry added",
      `insert into punctual.audit_entries (at, actor, action, subject, seq) values (now(), 'a', 'b', 'c', 7)`,
      "1 entries stand behind the end",
    ],
    [
      "the end cut off with its head",
      `with cut as (delete from punctual.audit_entries where seq > 4)
       update punctual.audit_heads set seq = 4, hash = (select hash from punctual.audit_entries where seq = 4)`,
      "Entry 6 was sealed, but the chain ends at entry 4",
    ],
    ["a checkpoint forged", "update punctual.audit_checkpoints set seal = repeat('0', 64)", "it is forged"],
  ])("%s", async (_what, statement, sentence) => {
    await asSuperuser(() => database().execute(statement));
    expect((await verify()).finding?.what).toContain(sentence);
  });

  test("the end cut off with its head and its checkpoint, by an entry that is known from elsewhere", async () => {
    const expected = (await rows()).at(-1);
    if (expected === undefined) throw new Error("There are no entries.");
    await asSuperuser(async () => {
      await database().execute("delete from punctual.audit_checkpoints");
      await database().execute("delete from punctual.audit_entries where seq > 4");
      await database().execute(
        "update punctual.audit_heads set seq = 4, hash = (select hash from punctual.audit_entries where seq = 4)",
      );
    });
    expect(await verify()).toMatchObject({ finding: null, sealedUpTo: null });
    const keys = sealKeysOf(harness.context.config.encryptionKeys);
    expect(await verifyChain(harness.context, keys, { expected })).toMatchObject({
      finding: { what: "Entry 6, which was expected, is not there: these are entries 1 to 4." },
    });
  });
});

test("facts that are not on the list, or not in their form, leave no trace of what they said", async () => {
  const canary = "canary jordan@realty.example +1 312 555 0147";
  await record({
    detail: { role: canary, ids: [canary], startAt: canary, userUri: `https://api.example/?token=${canary}` },
    before: { email: canary, answers: [{ answer: canary }], status: "active" } as AuditFacts,
    after: { name: `Key of ${canary}`, days: canary as unknown as number },
  });
  const [row] = await rows();
  expect(JSON.stringify(row)).not.toMatch(/canary|jordan|312.555/);
  expect(row).toMatchObject({
    detail: { role: "(left out)", ids: "(left out)", startAt: "(left out)", userUri: "(left out)" },
    before: { status: "active", others: "(left out)" },
    after: { name: "(left out)", days: "(left out)" },
  });
  expect(await verify()).toMatchObject({ finding: null });
});

test("an entry with text that no database stores is kept, and verifies", async () => {
  await record({ reason: "half \ud800 and zero \0 \u{1f389}", detail: { name: "a\0b" } });
  expect(await rows()).toMatchObject([{ reason: "half \ufffd and zero  \u{1f389}", detail: { name: "ab" } }]);
  expect(await verify()).toMatchObject({ finding: null });
});

const guarded = ["audit_entries", "audit_checkpoints", "audit_heads"];

/** What somebody does who may switch the triggers off. */
async function asSuperuser(work: () => PromiseLike<unknown>): Promise<void> {
  for (const table of guarded) await database().execute(`alter table punctual.${table} disable trigger all`);
  try {
    await work();
  } finally {
    for (const table of guarded) await database().execute(`alter table punctual.${table} enable trigger all`);
  }
}
