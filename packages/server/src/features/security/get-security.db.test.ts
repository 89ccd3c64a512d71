import { afterEach, beforeEach, expect, test } from "vitest";
import { people } from "../../platform/database/schema.ts";
import { accountKey } from "../../platform/security/account-key.ts";
import { viewerAs } from "../../testing/call-route.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { getSecurity } from "./get-security.ts";
import { planAlerts } from "./plan-alerts.ts";

const admin = viewerAs("admin", { id: "per_ada", email: "ada@northside.example" });

let run: TestContext;
beforeEach(async () => {
  run = await createTestContext({ now: "2026-11-21T12:10:00Z" });
});
afterEach(() => run.close());

test("a calm programme has every kind, with nothing in it", async () => {
  const security = await getSecurity(run.context, admin, "day");
  expect(security.kinds).toHaveLength(9);
  expect(
    security.kinds.every(({ count, recent, alertSince }) => count === 0 && recent === 0 && alertSince === null),
  ).toBe(true);
  expect([security.alerts, security.sources, security.subjects]).toEqual([[], [], []]);
  expect([security.from, security.until]).toEqual(["2026-11-20T12:30:00Z", "2026-11-21T12:30:00Z"]);
});

test("what was counted is in its part of the time; networks and accounts with the most are named, the loud kind comes first", async () => {
  await run.context.database
    .insert(people)
    .values({ id: "per_maya", name: "Maya", email: "maya@x.example", role: "coach" });
  const maya = accountKey(run.context.config.auth.secret, "maya@x.example");
  const { security } = run.context;
  run.clock.set("2026-11-20T12:29:59Z");
  security.count("limit_hit", { source: null, subject: "reads" });
  run.clock.set("2026-11-20T12:59:30Z");
  security.count("access_denied", { source: "198.51.100.1", subject: "per_maya" });
  run.clock.set("2026-11-21T12:10:00Z");
  for (let n = 0; n < 30; n += 1) security.count("account_guessed", { source: "203.0.113.9", subject: maya });
  security.count("token_failed", { source: "203.0.113.10", subject: "acc_nobody" });
  await planAlerts(run.context);

  const found = await getSecurity(run.context, admin, "day");
  expect(found.kinds[0]).toMatchObject({
    kind: "account_guessed",
    count: 30,
    recent: 30,
    threshold: 30,
    perSubject: true,
    alertSince: "2026-11-21T12:10:00Z",
  });
  const filled = found.kinds.flatMap(({ kind, timeline }) =>
    timeline.flatMap(({ at, count }) => (count === 0 ? [] : [[kind, at, count]])),
  );
  expect(filled).toEqual([
    ["account_guessed", "2026-11-21T12:00:00Z", 30],
    ["token_failed", "2026-11-21T12:00:00Z", 1],
    ["access_denied", "2026-11-20T12:30:00Z", 1],
  ]);
  expect(found.sources).toEqual([
    { source: "203.0.113.0/24", count: 31, kinds: ["account_guessed", "token_failed"] },
    { source: "198.51.100.0/24", count: 1, kinds: ["access_denied"] },
  ]);
  expect(found.subjects).toEqual([
    { kind: "account_guessed", subject: maya, count: 30, personId: "per_maya", name: "Maya" },
    { kind: "token_failed", subject: "acc_nobody", count: 1, personId: null, name: null },
    { kind: "access_denied", subject: "per_maya", count: 1, personId: "per_maya", name: "Maya" },
  ]);
  expect((await getSecurity(run.context, admin, "week")).kinds.find(({ kind }) => kind === "limit_hit")?.count).toBe(1);
});
