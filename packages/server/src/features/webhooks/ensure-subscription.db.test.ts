import { endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connections } from "../../platform/database/schema.ts";
import { type Coach, connectCoach } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { calendlyFor } from "../connections/index.ts";
import { ensureSubscription } from "./ensure-subscription.ts";

let run: SandboxContext;
let maya: Coach;
beforeEach(async () => {
  run = await createSandboxContext();
  maya = await connectCoach(run, "Maya Okafor");
});
afterEach(() => run.close());

const ensure = (last = false) => ensureSubscription(run.context, maya.id, { last });
const connection = async () => (await run.context.database.select().from(connections))[0];

async function calendly() {
  const access = await calendlyFor(run.context, maya.id);
  if (access.kind !== "ready") throw new Error(access.kind);
  return access;
}

/** What Calendly holds for Maya. */
async function held() {
  const { client, connection: of } = await calendly();
  const query = { organization: of.organizationUri, user: of.userUri, scope: "user" as const };
  return (await client.request(endpoints.listWebhookSubscriptions, { query })).collection;
}

test("a subscription that an attempt made and could not remember is adopted", async () => {
  await ensure();
  const [made] = await held();
  await run.context.database.update(connections).set({ webhookSubscriptionUri: null, webhookState: "pending" });
  await ensure();
  expect(await connection()).toMatchObject({ webhookSubscriptionUri: made?.uri, webhookState: "active" });
  expect(await held()).toHaveLength(1);
});

test("one that does not ask for all that we handle is replaced", async () => {
  await ensure();
  const { client, connection: of } = await calendly();
  const [made] = await held();
  await client.request(endpoints.deleteWebhookSubscription, { params: { uuid: made?.uri ?? "" } });
  await client.request(endpoints.createWebhookSubscription, {
    body: {
      url: made?.callback_url ?? "",
      events: ["invitee.created"],
      organization: of.organizationUri,
      user: of.userUri,
      scope: "user",
    },
  });
  await ensure();
  const subscriptions = await held();
  expect(subscriptions).toHaveLength(1);
  expect(subscriptions[0]?.events).toContain("invitee_no_show.deleted");
});

test("another tool's subscription of the same account is left alone", async () => {
  const { client, connection: of } = await calendly();
  await client.request(endpoints.createWebhookSubscription, {
    body: {
      url: "https://other-tool.example/hook",
      events: ["invitee.created"],
      organization: of.organizationUri,
      user: of.userUri,
      scope: "user",
    },
  });
  await ensure();
  expect(await held()).toHaveLength(2);
});

test("a refusal is final at once, and the connection says what to do", async () => {
  run.sandbox.addFault({ kind: "http", method: "POST", path: "/webhook_subscriptions", status: 403 });
  await ensure();
  const after = await connection();
  expect(after).toMatchObject({ webhookState: "failed", webhookSubscriptionUri: null });
  expect(after?.webhookTrouble).toMatch(/connect/i);
});

test("a Calendly that cannot be reached is asked again, and only the last attempt gives up", async () => {
  run.sandbox.addFault({ kind: "http", path: "/webhook_subscriptions", status: 500 });
  await expect(ensure()).rejects.toThrow();
  expect((await connection())?.webhookState).not.toBe("failed");
  await expect(ensure(true)).rejects.toThrow();
  expect(await connection()).toMatchObject({ webhookState: "failed" });
  run.sandbox.clearFaults();
  await ensure();
  expect(await connection()).toMatchObject({ webhookState: "active", webhookTrouble: null });
});
