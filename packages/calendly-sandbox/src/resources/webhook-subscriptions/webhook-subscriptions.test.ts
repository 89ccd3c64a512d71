import { endpoints } from "@punctual/calendly";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { userIdOf } from "../../testing/consent.ts";
import { clientOf, type FirstName, meOf, startReceiver, startSandbox, tokenOf } from "../../testing/stage.ts";
import { bookMaya, subscribeMaya } from "../../testing/webhook-scene.ts";

let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let organization: string;
let ada: string;
let maya: string;
let tom: string;
beforeAll(async () => {
  sandbox = await startSandbox({ settings: { callsPerMinute: null } });
});
beforeEach(async () => {
  sandbox.reset();
  sandbox.freeze();
  receiver = await startReceiver();
  const me = await meOf(clientOf(sandbox, tokenOf("ada")));
  organization = me.current_organization;
  ada = me.uri;
  maya = `${sandbox.url}/users/${userIdOf(sandbox, "maya@northside.example")}`;
  tom = `${sandbox.url}/users/${userIdOf(sandbox, "tom@northside.example")}`;
});
afterEach(() => receiver.close());
afterAll(() => sandbox.close());

const missing = "00000000-0000-4000-8000-000000000000";
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

const subscribe = (who: FirstName | { readonly token: string }, more: object = {}) =>
  call(typeof who === "string" ? tokenOf(who) : who.token, "POST", "/webhook_subscriptions", {
    url: receiver.url,
    events: ["invitee.created"],
    organization,
    scope: "organization",
    ...more,
  });

const list = (who: FirstName, query: Record<string, string>) =>
  call(tokenOf(who), "GET", `/webhook_subscriptions?${new URLSearchParams({ organization, ...query })}`);

describe("creating", () => {
  it("answers with the subscription, its key never shown, and null for what its scope has not", async () => {
    const { status, body } = await subscribe("ada", { signing_key: "secret key" });
    expect(status).toBe(201);
    expect(body.resource).toEqual({
      callback_url: receiver.url,
      created_at: expect.any(String),
      creator: ada,
      events: ["invitee.created"],
      group: null,
      organization,
      retry_started_at: null,
      scope: "organization",
      state: "active",
      updated_at: body.resource.created_at,
      uri: expect.stringMatching(/\/webhook_subscriptions\/[0-9a-f-]{36}$/),
      user: null,
    });
    expect(JSON.stringify(body)).not.toContain("secret key");
  });

  it("says for each parameter what is wrong with it", async () => {
    const nothing = await call(tokenOf("ada"), "POST", "/webhook_subscriptions", {});
    expect(nothing.body).toMatchObject({ title: "Invalid Argument", message: "The supplied parameters are invalid." });
    expect(
      nothing.body.details.map((one: { parameter: string; message: string }) => [one.parameter, one.message]),
    ).toEqual(["url", "events", "organization", "scope"].map((name) => [name, "is missing"]));
    for (const [more, parameter] of [
      [{ url: "ftp://files.example/x" }, "url"],
      [{ url: "not a url" }, "url"],
      [{ url: `https://x.example/${"x".repeat(2_000)}` }, "url"],
      [{ url: 7 }, "url"],
      [{ events: [] }, "events"],
      [{ events: ["invitee.exploded"] }, "events"],
      [{ events: "invitee.created,nonsense" }, "events"],
      [{ events: [{}] }, "events"],
      [{ scope: "galaxy" }, "scope"],
      [{ scope: "user" }, "user"],
      [{ scope: "group" }, "group"],
      [{ organization: maya }, "organization"],
      [{ events: ["meeting_recap.created"] }, "events"],
      [{ events: ["routing_form_submission.created", "invitee.created"] }, "events"],
      [{ events: ["routing_form_submission.created"], scope: "user", user: maya }, "events"],
      [{ events: ["meeting_recap.deleted"], scope: "group", group: `${sandbox.url}/groups/${missing}` }, "events"],
    ] as const) {
      const { status, body } = await subscribe("ada", more);
      expect([status, body.details?.[0]?.parameter], JSON.stringify(more)).toEqual([400, parameter]);
    }
    expect((await list("ada", { scope: "organization" })).body.collection).toEqual([]);
  });

  it("is a member's right for themself, and an admin's for anybody of the organization", async () => {
    expect((await subscribe("maya")).status).toBe(403);
    expect((await subscribe("maya", { scope: "user", user: tom })).status).toBe(403);
    expect((await subscribe("maya", { scope: "user", user: maya })).status).toBe(201);
    expect((await subscribe("ada", { scope: "user", user: tom })).status).toBe(201);
    expect((await subscribe("ada", { scope: "user", user: `${sandbox.url}/users/${missing}` })).status).toBe(404);
    expect((await subscribe("ada", { scope: "group", group: `${sandbox.url}/groups/${missing}` })).status).toBe(404);
    const foreign = `${sandbox.url}/organizations/${missing}`;
    expect((await subscribe("ada", { organization: foreign })).status).toBe(403);
    expect((await subscribe("maya", { organization: foreign, scope: "user", user: maya })).status).toBe(403);
  });

  it("of an address that is taken is a conflict, per scope and owner or, by the setting, for the whole organization", async () => {
    expect((await subscribe("ada")).status).toBe(201);
    const again = await subscribe("ada", { events: ["invitee.canceled"] });
    expect([again.status, again.body]).toEqual([
      409,
      { message: "Hook with this url already exists", title: "Already Exists" },
    ]);
    expect((await subscribe("maya", { scope: "user", user: maya })).status).toBe(201);
    sandbox.changeSettings({ webhookUrlUniqueWithin: "organization" });
    expect((await subscribe("tom", { scope: "user", user: tom })).status).toBe(409);
    sandbox.changeSettings({ webhookUrlUniqueWithin: "owner" });
  });

  it("needs the read scope of each event's family", async () => {
    const { token } = sandbox.createToken({
      user: "ada@northside.example",
      scopes: ["webhooks:write", "contacts:write"],
    });
    const { status, body } = await subscribe(
      { token },
      { events: ["invitee.created", "invitee_no_show.created", "event_type.created", "contact.created"] },
    );
    expect([status, body.title, body.required_scopes]).toEqual([
      403,
      "Insufficient scope",
      ["scheduled_events:read", "event_types:read"],
    ]);
    expect((await subscribe({ token }, { events: ["contact.deleted"] })).status).toBe(201);
    const reader = sandbox.createToken({ user: "ada@northside.example", scopes: ["webhooks:read", "contacts:read"] });
    expect((await subscribe(reader, { events: ["contact.created"] })).body.required_scopes).toEqual(["webhooks:write"]);
  });

  it("needs a plan with routing or the notetaker for their events, and for the others none, unless it is earlier", async () => {
    const recaps = { events: ["meeting_recap.created"], scope: "user", user: ada };
    const routing = { events: ["routing_form_submission.created"], url: `${receiver.url}/routing` };
    const contacts = { events: ["contact.created"], url: `${receiver.url}/contacts` };
    sandbox.changePlan({ plan: "basic", stage: "free" });
    for (const more of [recaps, routing]) {
      const { status, body } = await subscribe("ada", more);
      expect([status, body.message]).toEqual([403, "Please upgrade to a paid Calendly account."]);
    }
    expect((await subscribe("ada", contacts)).status).toBe(201);
    sandbox.changeSettings({ planRules: "before_2026_11_19" });
    expect((await subscribe("ada", { ...contacts, url: `${receiver.url}/2` })).status).toBe(403);
    expect((await subscribe("ada")).status).toBe(201);
    sandbox.changeSettings({ planRules: "before_2026_11_03" });
    const early = await subscribe("ada", { url: `${receiver.url}/3` });
    expect([early.status, early.body.message]).toEqual([403, "Please upgrade your Calendly account to Standard"]);
    sandbox.changeSettings({ planRules: "current" });
    sandbox.changePlan({ plan: "professional", stage: "paid" });
    expect((await subscribe("ada", recaps)).status).toBe(201);
    expect((await subscribe("ada", routing)).status).toBe(403);
    sandbox.changePlan({ plan: "teams", stage: "trial" });
    expect((await subscribe("ada", routing)).status).toBe(201);
  });
});

describe("listing", () => {
  it("is paged, sorted by creation, and for one scope and owner at a time", async () => {
    const uris: string[] = [];
    for (let number = 0; number < 5; number += 1) {
      uris.push((await subscribe("ada", { url: `${receiver.url}/${number}` })).body.resource.uri);
    }
    await subscribe("maya", { scope: "user", user: maya });
    const client = clientOf(sandbox, tokenOf("ada"));
    const query = { organization, scope: "organization", count: 2 } as const;
    const seen: string[] = [];
    let token: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof ask>> = await ask(token);
      seen.push(...page.collection.map(({ uri }) => uri));
      token = page.pagination.next_page_token;
    } while (token !== null);
    function ask(page_token: string | null) {
      return client.request(endpoints.listWebhookSubscriptions, {
        query: { ...query, ...(page_token === null ? {} : { page_token }) },
      });
    }
    expect(seen).toEqual(uris);
    const backwards = await list("ada", { scope: "organization", sort: "created_at:desc" });
    expect(backwards.body.collection.map(({ uri }: { uri: string }) => uri)).toEqual(uris.toReversed());
    expect((await list("ada", { scope: "user", user: maya })).body.collection).toHaveLength(1);
    expect((await list("ada", { scope: "user", user: tom })).body.collection).toEqual([]);
  });

  it("needs a scope and its owner, and refuses what is somebody else's", async () => {
    for (const [query, parameter] of [
      [{}, "scope"],
      [{ scope: "user" }, "user"],
      [{ scope: "group" }, "group"],
      [{ scope: "organization", sort: "url:asc" }, "sort"],
      [{ scope: "organization", count: "101" }, "count"],
      [{ scope: "organization", page_token: "nonsense" }, "page_token"],
    ] as const) {
      const { status, body } = await list("ada", query);
      expect([status, body.details[0].parameter]).toEqual([400, parameter]);
    }
    const refused = await list("maya", { scope: "organization" });
    expect([refused.status, refused.body.message]).toEqual([403, "You do not have permission to perform this action"]);
    expect((await list("maya", { scope: "user", user: tom })).status).toBe(403);
    expect(
      (await list("ada", { scope: "organization", organization: `${sandbox.url}/organizations/${missing}` })).status,
    ).toBe(403);
  });
});

describe("one subscription", () => {
  it("is read and deleted by its owner and admins, not by others, and then is missing", async () => {
    const hers = (await subscribe("maya", { scope: "user", user: maya })).body.resource;
    const path = `/webhook_subscriptions/${idOf(hers.uri)}`;
    for (const who of ["maya", "ada"] as const) {
      expect((await call(tokenOf(who), "GET", path)).body.resource).toEqual(hers);
    }
    expect((await call(tokenOf("tom"), "GET", path)).status).toBe(403);
    expect((await call(tokenOf("tom"), "DELETE", path)).status).toBe(403);
    expect(await call(tokenOf("ada"), "DELETE", path)).toEqual({ status: 204, body: null });
    expect((await call(tokenOf("maya"), "GET", path)).status).toBe(404);
    expect((await call(tokenOf("maya"), "DELETE", path)).status).toBe(404);
    expect((await call(tokenOf("maya"), "GET", "/webhook_subscriptions/nonsense")).status).toBe(404);
    expect((await subscribe("maya", { scope: "user", user: maya })).status).toBe(201);
  });

  it("that was disabled keeps its address until it is deleted", async () => {
    const failing = await startReceiver(() => 500);
    const { uri } = await subscribeMaya(sandbox, failing.url);
    await bookMaya(sandbox);
    await sandbox.advance(25 * 3_600_000);
    await failing.close();
    const user = { scope: "user", user: maya, url: failing.url };
    expect((await call(tokenOf("maya"), "GET", `/webhook_subscriptions/${idOf(uri)}`)).body.resource.state).toBe(
      "disabled",
    );
    expect((await subscribe("maya", user)).status).toBe(409);
    await call(tokenOf("maya"), "DELETE", `/webhook_subscriptions/${idOf(uri)}`);
    expect((await subscribe("maya", user)).status).toBe(201);
  });
});
