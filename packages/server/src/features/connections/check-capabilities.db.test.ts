import { routes } from "@punctual/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connections } from "../../platform/database/schema.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { type Coach, connectCoach, noHooks } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { connectionRoutes } from "./index.ts";
import { planUpkeep } from "./plan-upkeep.ts";

let run: SandboxContext;
let maya: Coach;
/** Methods of the calls to Calendly's API. */
let methods: string[];
beforeEach(async () => {
  methods = [];
  run = await createSandboxContext({
    fetch: (input, init) => {
      methods.push(init?.method ?? "GET");
      return fetch(input, init);
    },
  });
  maya = await connectCoach(run, "Maya Okafor");
  methods = [];
});
afterEach(() => run.close());

const check = (coach: Coach = maya) =>
  callRoute(connectionRoutes(run.context, noHooks), routes.checkCapabilities, viewerAs("coach", coach));
const found = async (coach: Coach = maya) =>
  Object.fromEntries((bodyOf(await check(coach)).capabilities ?? []).map(({ name, state }) => [name, state]));

test("what an account allows is found out by reading alone", async () => {
  expect(await found()).toEqual({
    event_types: "available",
    available_times: "available",
    sessions: "available",
    change_sessions: "available",
    book_by_api: "available",
    webhooks: "available",
    organization_webhooks: "missing_role",
    routing_forms: "available",
    schedules: "available",
    busy_times: "available",
    data_deletion: "missing_scope",
  });
  expect(new Set(methods)).toEqual(new Set(["GET"]));
});

test("an admin of the organization may have its webhooks", async () => {
  const ravi = await connectCoach(run, "Ravi Menon");
  expect(await found(ravi)).toMatchObject({ organization_webhooks: "available" });
});

test("a permission that was not given is known without asking", async () => {
  await run.context.database.update(connections).set({ scopes: ["users:read", "scheduled_events:read"] });
  expect(await found()).toMatchObject({
    event_types: "missing_scope",
    sessions: "available",
    change_sessions: "missing_scope",
    webhooks: "missing_scope",
    organization_webhooks: "missing_scope",
  });
  expect(methods).toEqual(["GET"]);
});

describe("what Calendly refuses", () => {
  const refuse = (path: string, status: number) => run.sandbox.addFault({ kind: "http", path, status });

  test("is told apart from what it did not answer, which stays as it was found before", async () => {
    await check();
    refuse("/user_busy_times", 403);
    refuse("/event_types", 502);
    refuse("/routing_forms", 429);
    expect(await found()).toMatchObject({
      busy_times: "missing_role",
      event_types: "available",
      routing_forms: "available",
    });
  });

  test("counts for webhooks until subscribing works: listing them is allowed to everybody", async () => {
    await run.context.database
      .update(connections)
      .set({ webhookState: "polling", capabilities: [{ name: "webhooks", state: "missing_plan" }] });
    expect(await found()).toMatchObject({ webhooks: "missing_plan", organization_webhooks: "missing_plan" });
    await run.context.database.update(connections).set({ webhookState: "active" });
    expect(await found()).toMatchObject({ webhooks: "available" });
  });
});

test("a Calendly that answers nothing is no finding", async () => {
  run.sandbox.addFault({ kind: "http", path: "*", status: 503 });
  expect(problemOf(await check())).toBe("calendly_unavailable");
  expect((await run.context.database.select().from(connections))[0]).toMatchObject({
    capabilities: null,
    probedAt: null,
  });
});

test("an account is looked at when it was never, daily, and no sooner; its tokens before they end", async () => {
  const { queue } = run.context;
  const planned = async () => {
    const before = (await queue.counts()).ready;
    await Promise.all([planUpkeep(run.context), planUpkeep(run.context)]);
    return (await queue.counts()).ready - before;
  };
  await check();
  expect(await planned()).toBe(0);
  run.clock.advance({ minutes: 116 });
  expect(await planned()).toBe(1);
  await run.context.database.update(connections).set({ tokensExpireAt: run.clock.now().add({ hours: 100 }) });
  run.clock.advance({ hours: 24 });
  expect(await planned()).toBe(1);
});
