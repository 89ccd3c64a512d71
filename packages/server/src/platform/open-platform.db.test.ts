import { expect, test } from "vitest";
import { testConfig } from "../testing/config.ts";
import { openTestDatabase } from "../testing/test-database.ts";
import { calendlyCalls } from "./database/schema.ts";
import { silentLog } from "./logger.ts";
import { openPlatform } from "./open-platform.ts";

test("a process that is closed in order keeps the record of its last call", async () => {
  const open = await openTestDatabase();
  const platform = await openPlatform(testConfig(), {
    log: silentLog,
    open: { ...open, close: async () => undefined },
  });
  const caller = { coachId: "per_1", calendlyUser: null, purpose: "person" } as const;
  platform.context.upstream.noteRefused(caller, { endpoint: "getUser", latencyMs: 5 });
  await platform.close();
  expect(await open.database.select().from(calendlyCalls)).toMatchObject([{ endpoint: "getUser", status: 401 }]);
  await open.close();
});
