import { endpoints, inviteePayloadSchema, type WebhookEventName, webhookEventNames } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { keysOf, payloadKeys } from "../../testing/payload-keys.ts";
import { clientOf, type FirstName, meOf, startSandbox, tokenOf } from "../../testing/stage.ts";
import { ruleOf } from "../../webhooks/event-rules.ts";

let sandbox: Sandbox;
let organization: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  sandbox.reset();
  organization = (await meOf(clientOf(sandbox, tokenOf("ada")))).current_organization;
});
afterAll(() => sandbox.close());

async function ask(who: FirstName, query: Record<string, string>) {
  const answer = await fetch(`${sandbox.url}/sample_webhook_data?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${tokenOf(who)}` },
  });
  return { status: answer.status, body: await answer.json() };
}

async function sampleOf(event: WebhookEventName) {
  const client = clientOf(sandbox, tokenOf("ada"));
  const { uri: user } = await meOf(client);
  const scope = ruleOf(event).scopes[0] ?? "user";
  return client.request(endpoints.getSampleWebhookData, {
    query: { event, organization, scope, ...(scope === "user" ? { user } : {}) },
  });
}

describe.each(webhookEventNames)("the sample of %s", (event) => {
  it("is a bare envelope with every key of its payload and no other", async () => {
    const sample = await sampleOf(event);
    expect(Object.keys(sample)).toEqual(["created_at", "created_by", "event", "payload"]);
    expect(sample.event).toBe(event);
    expect(sample.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/);
    expect([...keysOf(sample.payload)].toSorted()).toEqual([...payloadKeys[event]].toSorted());
    for (const uri of JSON.stringify(sample).match(/http:[^"]+/g) ?? []) expect(uri.startsWith(sandbox.url)).toBe(true);
  });
});

describe("a sample", () => {
  it("tells of the user whom it was asked for", async () => {
    const { uri: user, name } = await meOf(clientOf(sandbox, tokenOf("maya")));
    const { status, body } = await ask("maya", { event: "invitee.canceled", organization, scope: "user", user });
    expect(status).toBe(200);
    const payload = inviteePayloadSchema.parse(body.payload);
    expect(payload.scheduled_event.event_memberships[0]).toMatchObject({ user, user_name: name });
    expect(payload).toMatchObject({ status: "canceled", cancellation: { canceler_type: "invitee" } });
  });

  it("needs its event, organization and scope, and what the scope asks for", async () => {
    const { body } = await ask("ada", {});
    expect(body.details.map((one: { parameter: string }) => one.parameter).toSorted()).toEqual([
      "event",
      "organization",
      "scope",
    ]);
    const good = { event: "invitee.created", organization, scope: "organization" };
    for (const [wrong, parameter] of [
      [{ event: "invitee.exploded" }, "event"],
      [{ organization: "nonsense" }, "organization"],
      [{ scope: "galaxy" }, "scope"],
      [{ scope: "user" }, "user"],
      [{ scope: "group" }, "group"],
      [{ event: "meeting_recap.created" }, "event"],
      [{ event: "routing_form_submission.created", scope: "user", user: `${sandbox.url}/users/AAAA` }, "event"],
    ] as const) {
      const { status, body: refused } = await ask("ada", { ...good, ...wrong });
      expect([status, refused.title, refused.details[0].parameter]).toEqual([400, "Invalid Argument", parameter]);
    }
  });

  it("is for whoever may subscribe: not for other organizations, members beyond themselves, or missing people", async () => {
    const other = `${sandbox.url}/organizations/00000000-0000-4000-8000-000000000000`;
    const { uri: ada } = await meOf(clientOf(sandbox, tokenOf("ada")));
    const event = "invitee.created";
    const nobody = `${sandbox.url}/users/00000000-0000-4000-8000-000000000000`;
    const noGroup = `${sandbox.url}/groups/00000000-0000-4000-8000-000000000000`;
    expect((await ask("ada", { event, organization: other, scope: "organization" })).status).toBe(403);
    expect((await ask("maya", { event, organization, scope: "organization" })).status).toBe(403);
    expect((await ask("maya", { event, organization, scope: "user", user: ada })).status).toBe(403);
    expect((await ask("ada", { event, organization, scope: "user", user: nobody })).status).toBe(404);
    expect((await ask("ada", { event, organization, scope: "group", group: noGroup })).status).toBe(404);
  });
});
