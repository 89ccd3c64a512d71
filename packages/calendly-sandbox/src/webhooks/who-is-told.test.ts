import { verifyWebhook } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { allow, callOAuth, userIdOf } from "../testing/consent.ts";
import { clientOf, meOf, startReceiver, startSandbox, tokenOf } from "../testing/stage.ts";
import { bookMaya, subscribeMaya } from "../testing/webhook-scene.ts";

let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let organization: string;
let maya: string;
beforeEach(async () => {
  receiver = await startReceiver();
  sandbox = await startSandbox();
  sandbox.freeze();
  const me = await meOf(clientOf(sandbox, tokenOf("maya")));
  organization = me.current_organization;
  maya = me.uri;
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const idOf = (uri: string) => uri.split("/").at(-1) ?? "";

async function call(token: string, method: string, path: string, body?: object) {
  const answer = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}

const subscribe = (token: string, more: object = {}) =>
  call(token, "POST", "/webhook_subscriptions", {
    url: receiver.url,
    events: ["invitee.created"],
    organization,
    scope: "organization",
    ...more,
  });

const list = (query: Record<string, string>) =>
  call(tokenOf("ada"), "GET", `/webhook_subscriptions?${new URLSearchParams({ organization, ...query })}`);

/** Every group of the organization, and those that Maya belongs to. */
async function groups() {
  const read = async (path: string) => (await call(tokenOf("ada"), "GET", path)).body.collection;
  const all: { uri: string }[] = await read(`/groups?organization=${organization}`);
  const links: { owner: object; group: string }[] = await read(
    `/group_relationships?organization=${organization}&count=100`,
  );
  const isHers = ({ owner }: { owner: object }) => JSON.stringify(owner).includes(idOf(maya));
  return { all: all.map(({ uri }) => uri), hers: links.filter(isHers).map(({ group }) => group) };
}

describe("who is told", () => {
  const told = () => receiver.received.length;

  it("of a group's bookings: the group of the host, and no other", async () => {
    const { all, hers } = await groups();
    const [group = ""] = hers;
    const other = all.find((group) => !hers.includes(group));
    expect(hers.length).toBeGreaterThan(0);
    expect((await subscribe(tokenOf("ada"), { scope: "group", group })).body.resource).toMatchObject({
      group,
      user: null,
      scope: "group",
    });
    await bookMaya(sandbox);
    await sandbox.settle();
    expect(told()).toBe(1);
    expect((await list({ scope: "group", group })).body.collection).toHaveLength(1);
    if (other === undefined) return;
    await subscribe(tokenOf("ada"), { scope: "group", group: other, url: `${receiver.url}/other` });
    await bookMaya(sandbox);
    await sandbox.settle();
    expect(told()).toBe(2);
  });

  it("goes on for an organization whose subscriber is an admin no more, or has left", async () => {
    const ravi = userIdOf(sandbox, "ravi@northside.example");
    const { token } = sandbox.createToken({ user: ravi });
    const { body } = await subscribe(token);
    sandbox.world.changeRole(ravi, "user");
    await bookMaya(sandbox);
    await sandbox.settle();
    expect(told()).toBe(1);
    expect((await call(token, "GET", `/webhook_subscriptions/${idOf(body.resource.uri)}`)).status).toBe(403);
    sandbox.world.removeMember(ravi);
    await bookMaya(sandbox);
    await sandbox.settle();
    expect(told()).toBe(2);
    expect((await list({ scope: "organization" })).body.collection).toHaveLength(1);
  });

  it("ends for a user who has left the organization", async () => {
    await subscribeMaya(sandbox, receiver.url);
    const { event } = await bookMaya(sandbox);
    await sandbox.settle();
    expect(told()).toBe(1);
    sandbox.world.removeMember(idOf(maya));
    const canceled = await call(tokenOf("ada"), "POST", `/scheduled_events/${idOf(event)}/cancellation`);
    await sandbox.settle();
    expect([canceled.status, told()]).toEqual([201, 1]);
  });

  it("can believe an app's webhooks by the app's own key, and a personal token's by the one it gave", async () => {
    const app = { clientId: "punctual-local", redirectUri: "http://localhost:3000/api/calendly/connection/callback" };
    const code = (await allow(sandbox, "maya@northside.example", app)).get("code") ?? "";
    const { body } = await callOAuth(sandbox, "token", {
      grant_type: "authorization_code",
      code,
      redirect_uri: app.redirectUri,
      client_id: app.clientId,
      client_secret: "sandbox-client-secret-that-opens-nothing-else",
    });
    await subscribe(body.access_token, { scope: "user", user: maya });
    await bookMaya(sandbox);
    await sandbox.settle();
    const [received] = receiver.received;
    const verdict = await verifyWebhook({
      rawBody: received?.body ?? new Uint8Array(),
      header: received?.signature ?? null,
      keys: [sandbox.credentials().apps[0]?.webhookSigningKey ?? ""],
      now: Date.now(),
    });
    expect(verdict).toMatchObject({ ok: true });
  });
});
