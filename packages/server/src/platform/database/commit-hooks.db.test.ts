import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "../../testing/test-database.ts";
import { afterCommit, beforeCommit } from "./commit-hooks.ts";
import type { OpenDatabase } from "./open.ts";

let open: OpenDatabase;
beforeEach(async () => {
  open = await openTestDatabase();
});
afterEach(() => open.close());

test("what is gathered is written once, last, and without what a savepoint took back", async () => {
  const order: string[] = [];
  const gather = beforeCommit<string>(async (_tx, items) => {
    order.push(`written: ${items.join(" ")}`);
  });
  await open.database.transaction(async (tx) => {
    gather(tx, "first");
    await tx.transaction(async (savepoint) => {
      gather(savepoint, "second");
      await savepoint.transaction(async (inner) => gather(inner, "third"));
    });
    const given = tx.transaction(async (savepoint) => {
      gather(savepoint, "never");
      afterCommit(savepoint, () => order.push("never"));
      throw new Error("taken back");
    });
    await expect(given).rejects.toThrow("taken back");
    gather(tx, "fourth");
    afterCommit(tx, () => order.push("committed"));
    order.push("body");
  });
  expect(order).toEqual(["body", "written: first second third fourth", "committed"]);
});

test("a transaction whose last work fails does not commit, and one that fails does not write", async () => {
  const order: string[] = [];
  const failing = beforeCommit<string>(async () => {
    throw new Error("cannot be written");
  });
  const writing = beforeCommit<string>(async (_tx, items) => void order.push(...items));
  const failed = open.database.transaction(async (tx) => {
    afterCommit(tx, () => order.push("committed"));
    failing(tx, "item");
  });
  await expect(failed).rejects.toThrow("cannot be written");
  const refused = open.database.transaction(async (tx) => {
    writing(tx, "item");
    throw new Error("refused");
  });
  await expect(refused).rejects.toThrow("refused");
  expect(order).toEqual([]);
});
