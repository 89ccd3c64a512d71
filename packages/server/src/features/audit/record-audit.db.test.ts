import { afterEach, beforeEach, expect, test } from "vitest";
import { auditEntries } from "../../platform/database/schema.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { recordAudit } from "./index.ts";

let harness: TestContext;
beforeEach(async () => {
  harness = await createTestContext();
});
afterEach(() => harness.close());

test("an audit entry is written with its change, or not at all", async () => {
  const { context } = harness;
  const entry = { at: context.clock.now(), actor: "system", action: "session.canceled", subject: "ses_1" };
  await context.database.transaction((tx) => recordAudit(tx, { ...entry, reason: "ill", requestId: "req_1" }));
  await context.database
    .transaction(async (tx) => {
      await recordAudit(tx, { ...entry, subject: "ses_2" });
      throw new Error("rolled back");
    })
    .catch(() => undefined);
  const rows = await context.database.select().from(auditEntries);
  expect(rows).toMatchObject([{ ...entry, reason: "ill", requestId: "req_1", detail: {} }]);
});
