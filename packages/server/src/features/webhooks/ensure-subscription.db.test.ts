import { endpoints } from "@punctual/calendly";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connections, liveChanges } from "../../platform/database/schema.ts";
import { type Coach, connectCoach } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { calendlyFor } from "../connections/index.ts";
import { checkSubscription } from "./check-subscription.ts";
import { ensureSubscription } from "./ensure-subscription.ts";
import { planSubscriptionChecks } from "./plan-subscription-checks.ts";
import { removeSubscription } from "./remove-subscription.ts";

let run: SandboxContext;
let maya: Coach;
/** Gaps that were to be filled. */
let gaps: string[];
/** What to do when something is about to be made at Calendly. */
let onCreate: () => Promise<void>;
/** Methods of the calls to `/webhook_subscriptions`, in their order. */
let calls: string[];

beforeEach(async () => {
  gaps = [];
  calls = [];
  onCreate = async () => {};
  run = await createSandboxContext({
    fetch: async (input, init) => {
      const method = init?.method ?? "GET";
      if (String(input).includes("/webhook_subscriptions")) calls.push(method);
      if (method === "POST" && String(input).endsWith("/webhook_subscriptions")) await onCreate();
      return fetch(input, init);
    },
  });
  maya = await connectCoach(run, "Maya Okafor");
});
afterEach(() => run.close());

const ensure = (last = false, coach: Coach = maya) =>
  ensureSubscription(run.context, coach.id, { last }, async (_tx, { since }) => void gaps.push(since.toString()));
const connection = async () => (await run.context.database.select().from(connections))[0];

async function calendly(coach: Coach = maya) {
  const access = await calendlyFor(run.context, coach.id, { purpose: "person" });
  if (access.kind !== "ready") throw new Error(access.kind);
  return access;
}

/** What Calendly holds for the coach. */
async function held(scope: "user" | "organization" = "user", coach: Coach = maya) {
  const { client, connection: of } = await calendly(coach);
  const user = scope === "user" ? { user: of.userUri } : {};
  const query = { organization: of.organizationUri, ...user, scope };
  return (await client.request(endpoints.listWebhookSubscriptions, { query })).collection;
}

async function subscribe(url: string, events: readonly "invitee.created"[] = ["invitee.created"]) {
  const { client, connection: of } = await calendly();
  const body = { organization: of.organizationUri, user: of.userUri, scope: "user" as const };
  return client.request(endpoints.createWebhookSubscription, { body: { ...body, url, events: [...events] } });
}

async function remove(uri: string | undefined) {
  const { client } = await calendly();
  await client.request(endpoints.deleteWebhookSubscription, { params: { uuid: uri ?? "" } });
}

/** Calendly finds nobody at our address for more than a day. */
async function letItBeDisabled() {
  await ensure();
  run.sandbox.act.book({ eventType: "maya-okafor/60-minute-coaching" });
  for (let hour = 0; hour < 26; hour += 1) {
    run.clock.advance({ hours: 1 });
    await run.sandbox.settle();
  }
}

test("a subscription that an attempt made and could not remember is adopted", async () => {
  await ensure();
  const [made] = await held();
  await run.context.database.update(connections).set({ webhookSubscriptionUri: null, webhookState: "pending" });
  await ensure();
  expect(await connection()).toMatchObject({ webhookSubscriptionUri: made?.uri, webhookState: "active" });
  expect(await held()).toHaveLength(1);
});

test("two processes at once make one", async () => {
  await Promise.all([ensure(), ensure()]);
  expect(await held()).toHaveLength(1);
  expect(await connection()).toMatchObject({ webhookState: "active", webhookSubscriptionUri: (await held())[0]?.uri });
});

describe("one that does not ask for all that we handle", () => {
  const outdated = async () => {
    await ensure();
    const [made] = await held();
    await remove(made?.uri);
    const { resource } = await subscribe(made?.callback_url ?? "");
    await run.context.database.update(connections).set({ webhookSubscriptionUri: resource.uri });
    calls = [];
  };

  test("is replaced: the new one is made and looked at before the old one goes", async () => {
    await outdated();
    await ensure();
    const subscriptions = await held();
    expect(subscriptions).toHaveLength(1);
    expect(subscriptions[0]?.events).toContain("invitee_no_show.deleted");
    expect(calls.slice(0, 4)).toEqual(["GET", "POST", "GET", "DELETE"]);
    expect(gaps).toEqual([]);
  });

  test("stays as long as the new one is not listed", async () => {
    await outdated();
    // A proxy answers in Calendly's place: 200, with a page.
    run.sandbox.addFault({ kind: "http", method: "POST", path: "/webhook_subscriptions", status: 200, body: "html" });
    await expect(ensure()).rejects.toThrow();
    run.sandbox.clearFaults();
    expect(await held()).toHaveLength(1);
    run.sandbox.addFault({
      kind: "http",
      method: "GET",
      path: "/webhook_subscriptions",
      skip: 1,
      count: 1,
      status: 500,
    });
    await ensure();
    run.sandbox.clearFaults();
    expect((await held()).map(({ events }) => events.length > 1)).toEqual([true]);
  });

  test("and cannot be replaced, goes on delivering, and the connection says what is late", async () => {
    await outdated();
    run.sandbox.addFault({ kind: "http", method: "POST", path: "/webhook_subscriptions", status: 403 });
    await ensure();
    const after = await connection();
    expect(after).toMatchObject({ webhookState: "active" });
    expect(after?.webhookTrouble).toContain("late");
    expect(await held()).toHaveLength(1);
  });

  test("that could not be deleted is deleted by the next attempt", async () => {
    await outdated();
    run.sandbox.addFault({ kind: "http", method: "DELETE", path: "/webhook_subscriptions/*", status: 503 });
    await expect(ensure()).rejects.toThrow();
    run.sandbox.clearFaults();
    expect(await held()).toHaveLength(2);
    expect(await connection()).toMatchObject({ webhookState: "active" });
    await ensure();
    expect(await held()).toHaveLength(1);
  });
});

test("one that Calendly made though it answered otherwise is found by the next attempt, not made twice", async () => {
  run.sandbox.addFault({
    kind: "http",
    method: "POST",
    path: "/webhook_subscriptions",
    status: 500,
    afterCommit: true,
    count: 1,
  });
  await expect(ensure()).rejects.toThrow();
  await ensure();
  expect(await held()).toHaveLength(1);
});

test("another tool's subscription of the same account is left alone", async () => {
  await subscribe("https://other-tool.example/hook");
  await ensure();
  await removeSubscription(run.context, maya.id);
  expect((await held()).map(({ callback_url }) => callback_url)).toEqual(["https://other-tool.example/hook"]);
});

describe("an address that is taken", () => {
  test("by another of our own scope is left, and the next one is used", async () => {
    await ensure();
    const [made] = await held();
    const url = made?.callback_url ?? "";
    await remove(made?.uri);
    // Unique within the organization: an admin's hook holds the very same address.
    run.sandbox.changeSettings({ webhookUrlUniqueWithin: "organization" });
    const { connection: of } = await calendly();
    const owner = run.sandbox.credentials().people.find(({ email }) => email === "ada@northside.example");
    const taken = await fetch(`${run.sandbox.url}/webhook_subscriptions`, {
      method: "POST",
      headers: { authorization: `Bearer ${owner?.personalToken}`, "content-type": "application/json" },
      body: JSON.stringify({
        url,
        events: ["invitee.created"],
        organization: of.organizationUri,
        scope: "organization",
      }),
    });
    expect(taken.status).toBe(201);
    await ensure();
    const [next] = await held();
    expect(next?.callback_url).toBe(`${url}&round=2`);
  });

  test("whatever is tried is a refusal, said in words, and changes are polled for", async () => {
    run.sandbox.addFault({ kind: "http", method: "POST", path: "/webhook_subscriptions", status: 409 });
    await ensure();
    const after = await connection();
    expect(after).toMatchObject({ webhookState: "polling" });
    expect(after?.webhookTrouble).toContain("taken");
  });
});

describe("where Calendly does not allow webhooks", () => {
  test.each([
    ["before_2026_11_03", "Please upgrade your Calendly account to Standard"],
    ["current", "Please upgrade to a paid Calendly account."],
  ] as const)(
    "by plan (%s: %s), changes are polled for, and the sentence names the plan",
    async (planRules, message) => {
      run.sandbox.changeSettings({ planRules });
      run.sandbox.changePlan({ plan: "basic", stage: "free" });
      if (planRules === "current") refuseBy(message);
      await ensure();
      const after = await connection();
      expect(after).toMatchObject({ webhookState: "polling", webhookSubscriptionUri: null });
      expect(after?.webhookTrouble).toContain("plan");
      expect(after?.capabilities).toContainEqual({ name: "webhooks", state: "missing_plan" });
    },
  );

  test("by role, likewise", async () => {
    run.sandbox.addFault({ kind: "http", method: "POST", path: "/webhook_subscriptions", status: 403 });
    await ensure();
    const after = await connection();
    expect(after).toMatchObject({ webhookState: "polling", webhookSubscriptionUri: null });
    expect(after?.webhookTrouble).toContain("owner");
    expect(after?.capabilities).toContainEqual({ name: "webhooks", state: "missing_role" });
  });

  test("and then does, deliveries begin and what changed since the last comparison is compared", async () => {
    run.sandbox.addFault({ kind: "http", method: "POST", path: "/webhook_subscriptions", status: 403, count: 1 });
    await ensure();
    await run.context.database.update(connections).set({ sweptAt: run.clock.now() });
    run.clock.advance({ hours: 25 });
    await ensure();
    expect(await connection()).toMatchObject({ webhookState: "active", webhookTrouble: null });
    expect(gaps).toEqual(["2026-11-21T12:00:00Z"]);
  });

  /** Answers creation with this text of a plan. */
  function refuseBy(message: string) {
    const real = run.context.fetch;
    Object.assign(run.context, {
      fetch: async (input: string, init?: RequestInit) =>
        init?.method === "POST" && String(input).endsWith("/webhook_subscriptions")
          ? Response.json({ title: "Permission Denied", message }, { status: 403 })
          : real(input, init),
    });
  }
});

test("with the real Calendly an address of this machine alone is not even asked for", async () => {
  Object.assign(run.context.config.calendly, { apiUrl: "https://api.calendly.com" });
  await ensure();
  const after = await connection();
  expect(after).toMatchObject({ webhookState: "polling" });
  expect(after?.webhookTrouble).toContain("localhost");
  expect(calls).toEqual([]);
});

test("a Calendly that cannot be reached is asked again, and only the last attempt gives up", async () => {
  run.sandbox.addFault({ kind: "http", path: "/webhook_subscriptions", status: 500 });
  await expect(ensure()).rejects.toThrow();
  expect((await connection())?.webhookState).toBe("none");
  await expect(ensure(true)).rejects.toThrow();
  expect(await connection()).toMatchObject({ webhookState: "failed" });
  run.sandbox.clearFaults();
  await ensure();
  expect(await connection()).toMatchObject({ webhookState: "active", webhookTrouble: null });
});

describe("the watch", () => {
  const check = () =>
    checkSubscription(run.context, maya.id, async (_tx, { since }) => void gaps.push(since.toString()));

  test("shows since when deliveries fail, tells open pages once, and compares when they arrive again", async () => {
    await ensure();
    const failing = await failSince("2026-11-21T12:04:00Z");
    const notices = await run.context.database.$count(liveChanges);
    await check();
    await check();
    expect((await connection())?.webhookRetryStartedAt?.toString()).toBe(failing);
    expect(await run.context.database.$count(liveChanges)).toBe(notices + 1);
    await failSince(null);
    await check();
    expect(await connection()).toMatchObject({ webhookState: "active", webhookRetryStartedAt: null });
    expect(gaps).toEqual([failing]);
  });

  test("makes a disabled one anew, and has what it did not tell compared since its failing spell began", async () => {
    await letItBeDisabled();
    const [disabled] = await held();
    expect(disabled).toMatchObject({ state: "disabled" });
    await check();
    const subscriptions = await held();
    expect(subscriptions).toHaveLength(1);
    expect(subscriptions[0]).toMatchObject({ state: "active", retry_started_at: null });
    expect(gaps).toEqual([Temporal.Instant.from(disabled?.retry_started_at ?? "").toString()]);
  });

  test("makes one that somebody deleted anew, and has what it did not tell compared since it was last seen", async () => {
    await ensure();
    await remove((await held())[0]?.uri);
    run.clock.advance({ minutes: 10 });
    await check();
    expect(await held()).toHaveLength(1);
    expect(gaps).toEqual(["2026-11-21T12:00:00Z"]);
  });

  test("leaves all as it was while Calendly does not answer, and is no failed job", async () => {
    await ensure();
    run.sandbox.addFault({ kind: "http", path: "/webhook_subscriptions", status: 502, body: "html" });
    run.clock.advance({ minutes: 10 });
    await check();
    expect(await connection()).toMatchObject({ webhookState: "active", webhookTrouble: null });
    expect((await connection())?.webhookCheckedAt?.toString()).toBe("2026-11-21T12:00:00Z");
  });

  test("notices that the coach took the permission back at Calendly", async () => {
    await ensure();
    run.sandbox.deauthorize((await connection())?.userUri.split("/").at(-1) ?? "");
    await check();
    expect(await connection()).toMatchObject({ state: "needs_reconnect" });
  });

  test("comes round every ten minutes, once, and daily where changes are polled for", async () => {
    await ensure();
    const { queue } = run.context;
    const planned = async () => {
      const before = (await queue.counts()).ready;
      await Promise.all([planSubscriptionChecks(run.context), planSubscriptionChecks(run.context)]);
      return (await queue.counts()).ready - before;
    };
    expect(await planned()).toBe(0);
    run.clock.advance({ minutes: 10 });
    expect(await planned()).toBe(1);
    expect(await planned()).toBe(0);
    // When a connection's turn comes depends on its id.
    await run.context.database
      .update(connections)
      .set({ id: "con_polled", webhookState: "polling", webhookCheckedAt: run.clock.now() });
    run.clock.advance({ minutes: 10 });
    expect(await planned()).toBe(0);
    run.clock.advance({ hours: 24 });
    await run.context.database.update(connections).set({ coachId: await anotherCoach() });
    expect(await planned()).toBe(1);
  });

  /** Nobody for whom a look is enqueued already. */
  async function anotherCoach(): Promise<string> {
    return (await seedPerson(run.context, { name: "Tom Reyes", role: "coach" })).id;
  }

  /** Calendly says that deliveries fail since then. */
  async function failSince(instant: string | null): Promise<string | null> {
    const real = fetch;
    Object.assign(run.context, {
      fetch: async (input: string, init?: RequestInit) => {
        const answer = await real(input, init);
        if ((init?.method ?? "GET") !== "GET" || !String(input).includes("/webhook_subscriptions")) return answer;
        const body = (await answer.json()) as { collection: { retry_started_at: string | null }[] };
        for (const one of body.collection) one.retry_started_at = instant;
        return Response.json(body, { headers: answer.headers });
      },
    });
    return instant;
  }
});

describe("an organization's own subscription", () => {
  const admin = async (name: string, account: string) => {
    const coach = await connectCoach(run, name, { account });
    await run.context.database.update(connections).set({
      capabilities: [
        { name: "organization_webhooks", state: "available" },
        { name: "routing_forms", state: "available" },
      ],
    });
    return coach;
  };

  test("is held once, by an account that may, for what is told to organizations alone", async () => {
    const ravi = await admin("Ravi Menon", "ravi@northside.example");
    const ada = await admin("Ada Lindqvist", "ada@northside.example");
    await ensure(false, ravi);
    await ensure(false, ada);
    const hooks = await held("organization", ravi);
    expect(hooks.map(({ events }) => events)).toEqual([["routing_form_submission.created"]]);
    await removeSubscription(run.context, ravi.id);
    expect(await held("organization", ada)).toEqual([]);
    await ensure(false, ada);
    expect(await held("organization", ada)).toHaveLength(1);
  });

  test("that Calendly refuses takes nothing from the coach's own", async () => {
    const ravi = await admin("Ravi Menon", "ravi@northside.example");
    run.sandbox.changePlan({ plan: "basic", stage: "free" });
    await ensure(false, ravi);
    expect(await held("user", ravi)).toHaveLength(1);
    expect(await held("organization", ravi)).toEqual([]);
  });
});

describe("a coach who leaves", () => {
  test("before anything is made has nothing made", async () => {
    await run.context.database.update(connections).set({ leaving: "keep" });
    await ensure();
    expect(calls).toEqual([]);
  });

  test("while one is being made leaves none behind", async () => {
    onCreate = async () => {
      await run.context.database.update(connections).set({ leaving: "keep" });
    };
    await ensure();
    expect(calls).toContain("DELETE");
    expect(await held()).toEqual([]);
    expect((await connection())?.webhookSubscriptionUri).toBeNull();
  });
});
