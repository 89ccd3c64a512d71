import { describe, expect, it } from "vitest";
import eventType from "./fixtures/event-type.json" with { type: "json" };
import invitee from "./fixtures/invitee.json" with { type: "json" };
import user from "./fixtures/user.json" with { type: "json" };
import webhookSubscription from "./fixtures/webhook-subscription.json" with { type: "json" };
import { CalendlyError, type CallUsage, createCalendlyClient, endpoints } from "./index.ts";
import { startServer } from "./testing/http-server.ts";

const accessToken = "eyJ.token.value";
const lastPage = {
  count: 1,
  next_page: null,
  previous_page: null,
  next_page_token: null,
  previous_page_token: null,
};
const booking = {
  event_type: eventType.uri,
  start_time: "2026-12-01T15:00:00Z",
  invitee: { name: "Jordan Blake", email: "jordan@realty.example", timezone: "America/Chicago" },
};

async function failureOf(promise: Promise<unknown>): Promise<CalendlyError> {
  const outcome = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof CalendlyError) return outcome;
  throw new Error("The call should have failed with a CalendlyError", { cause: outcome });
}

describe("a call", () => {
  it("carries the bearer token and gives the parsed body, envelope included", async () => {
    await using server = await startServer({ body: { resource: user } });
    const client = createCalendlyClient({ accessToken, apiUrl: `${server.url}/` });
    const { resource } = await client.request(endpoints.getCurrentUser);
    expect(resource).toEqual(user);
    expect(server.seen).toMatchObject([
      { method: "GET", path: "/users/me", body: "", headers: { authorization: `Bearer ${accessToken}` } },
    ]);
  });

  it("takes an id or a whole URI of any origin as a path parameter", async () => {
    await using server = await startServer({ body: { resource: invitee } });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    for (const [event_uuid, invitee_uuid] of [
      ["a-1", "b-2"],
      ["https://api.calendly.com/scheduled_events/a-1", "http://localhost:4010/scheduled_events/a-1/invitees/b-2"],
    ] as const) {
      await client.request(endpoints.getEventInvitee, { params: { event_uuid, invitee_uuid } });
    }
    expect(server.seen.map(({ path }) => path)).toEqual(Array(2).fill("/scheduled_events/a-1/invitees/b-2"));
  });

  it.each(["", "/", ".", "..", "https://api.calendly.com/users/..", "%2e%2e", "users/%2E."])(
    "refuses the path parameter %j before anything is sent",
    async (uuid) => {
      await using server = await startServer({ body: { resource: user } });
      const client = createCalendlyClient({ accessToken, apiUrl: server.url });
      const error = await failureOf(client.request(endpoints.getUser, { params: { uuid } }));
      expect(error).toMatchObject({ code: "invalid_argument", status: null, attempts: 0 });
      expect(server.seen).toEqual([]);
    },
  );

  it("keeps a path parameter one segment, whatever it holds", async () => {
    await using server = await startServer({ body: { resource: user } });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    await client.request(endpoints.getUser, { params: { uuid: "a%2F..%2Fb c" } });
    expect(server.seen[0]?.path).toBe("/users/a%2F..%2Fb%20c");
  });

  it("sends arrays comma separated, leaves out what is undefined, and escapes URIs", async () => {
    await using server = await startServer({ body: { collection: [eventType], pagination: lastPage } });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    const query = {
      user: user.uri,
      active: true,
      sort: ["position:asc", "name:desc"],
      count: 50,
      page_token: undefined,
    };
    await client.request(endpoints.listEventTypes, { query });
    expect(Object.fromEntries(server.seen[0]?.query ?? [])).toEqual({
      user: user.uri,
      active: "true",
      sort: "position:asc,name:desc",
      count: "50",
    });
  });

  it("refuses a query or body that the endpoint does not document, misspelt fields included", async () => {
    await using server = await startServer({ body: { resource: invitee } });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    const misspelt = { ...booking, loction: { kind: "zoom_conference" } };
    expect(await failureOf(client.request(endpoints.createInvitee, { body: misspelt }))).toMatchObject({
      code: "invalid_argument",
      attempts: 0,
    });
    const tooMany = client.request(endpoints.listScheduledEvents, { query: { count: 101 } });
    expect(await failureOf(tooMany)).toMatchObject({ code: "invalid_argument", details: [{ parameter: "count" }] });
    expect(server.seen).toEqual([]);
  });

  it("sends a body as JSON, unchanged", async () => {
    await using server = await startServer({ status: 201, body: { resource: invitee } });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    await client.request(endpoints.createInvitee, { body: booking });
    expect(server.seen[0]?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual(booking);
  });

  it("gives undefined for a 204", async () => {
    await using server = await startServer({ status: 204 });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    const params = { uuid: webhookSubscription.uri };
    expect(await client.request(endpoints.deleteWebhookSubscription, { params })).toBeUndefined();
  });

  it("keeps unknown fields and added words", async () => {
    const later = { ...webhookSubscription, state: "paused", events: ["invitee.teleported"], region: "eu" };
    await using server = await startServer({ body: { resource: later, hint: 1 } });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    const params = { uuid: "71b2" };
    expect(await client.request(endpoints.getWebhookSubscription, { params })).toEqual({ resource: later, hint: 1 });
  });

  it.each([
    ["HTML", "<html>Maintenance</html>"],
    ["an empty body", ""],
    ["another shape", { user }],
    ["a list", [user]],
    ["a record without its URI", { resource: { ...user, uri: undefined } }],
    ["a record that is none", { resource: "user" }],
  ])("answers a 200 with %s by `unexpected_response`, without repeating it", async (_, body) => {
    await using server = await startServer({ body });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    const error = await failureOf(client.request(endpoints.getCurrentUser));
    expect(error).toMatchObject({ code: "unexpected_response", status: 200, attempts: 1 });
  });

  it("takes an accepted request without a word of answer", async () => {
    await using server = await startServer({ status: 202, body: "" });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    expect(await client.request(endpoints.deleteInviteeData, { body: { emails: ["jordan@realty.example"] } })).toEqual(
      {},
    );
  });

  it("refuses a misspelt field however deep it lies", async () => {
    await using server = await startServer({ status: 201, body: { resource: invitee } });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    const nested = { ...booking, invitee: { ...booking.invitee, tex_reminder_number: "+13125550100" } };
    expect(await failureOf(client.request(endpoints.createInvitee, { body: nested }))).toMatchObject({
      code: "invalid_argument",
      attempts: 0,
    });
    expect(server.seen).toEqual([]);
  });

  it("sends a change with both a query and a body", async () => {
    await using server = await startServer({ body: { resource: { daily_limit: 4 } } });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    const { resource } = await client.request(endpoints.updateUserMeetingLimits, {
      query: { user: user.uri },
      body: { daily_limit: 4, weekly_limit: null },
    });
    expect(resource).toEqual({ daily_limit: 4, weekly_limit: null, monthly_limit: null });
    expect(server.seen[0]).toMatchObject({ method: "PATCH", path: "/user_meeting_limits" });
    expect(server.seen[0]?.query.get("user")).toBe(user.uri);
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({ daily_limit: 4, weekly_limit: null });
  });

  it("does not follow a redirect: the token is for one host", async () => {
    await using elsewhere = await startServer({ body: { resource: user } });
    await using server = await startServer({ status: 302, headers: { location: `${elsewhere.url}/users/me` } });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    expect(await failureOf(client.request(endpoints.getCurrentUser))).toMatchObject({
      code: "unexpected_response",
      status: 302,
    });
    expect(elsewhere.seen).toEqual([]);
  });
});

describe("the access token", () => {
  it("is asked for before every attempt, so that a refreshed one is used", async () => {
    await using server = await startServer({ status: 503 }, { body: { resource: user } });
    const fresh = ["token-1", "token-2"];
    const client = createCalendlyClient({
      accessToken: async () => fresh.shift() ?? "",
      apiUrl: server.url,
      sleep: async () => undefined,
    });
    await client.request(endpoints.getCurrentUser);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
  });

  it("gives the caller what its function threw", async () => {
    const trouble = new Error("needs to reconnect");
    const client = createCalendlyClient({
      accessToken: () => {
        throw trouble;
      },
    });
    await expect(client.request(endpoints.getCurrentUser)).rejects.toBe(trouble);
  });

  it.each(["", "   ", "se\ncret", "secrét"])("is refused unquoted when no header can carry it: %j", async (token) => {
    const client = createCalendlyClient({ accessToken: token, apiUrl: "http://127.0.0.1:9" });
    const error = await failureOf(client.request(endpoints.getCurrentUser));
    expect(error).toMatchObject({ code: "unauthenticated", status: null });
    expect(`${error.message}${error.stack}`).not.toMatch(/cr[eé]t/);
  });

  it("never stands in an error", async () => {
    await using server = await startServer({ status: 401, body: { title: "Unauthenticated", message: "expired" } });
    const client = createCalendlyClient({ accessToken, apiUrl: server.url });
    const error = await failureOf(client.request(endpoints.getCurrentUser));
    expect(JSON.stringify(error) + error.message + error.stack).not.toContain(accessToken);
  });
});

describe("onCall", () => {
  it("is told of every attempt, with the rate limit the answer carried", async () => {
    const limited = {
      "x-request-id": "req-1",
      "x-ratelimit-limit": "500",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "7",
    };
    await using server = await startServer({ status: 429, headers: limited }, { body: { resource: user } });
    const usages: CallUsage[] = [];
    const client = createCalendlyClient({
      accessToken,
      apiUrl: server.url,
      sleep: async () => undefined,
      onCall: (usage) => usages.push(usage),
    });
    await client.request(endpoints.getCurrentUser);
    const duration = expect.any(Number);
    expect(usages).toEqual([
      {
        endpoint: "getCurrentUser",
        method: "GET",
        status: 429,
        outcome: "rate_limited",
        durationMs: duration,
        attempt: 1,
        rateLimit: { limit: 500, remaining: 0, resetSeconds: 7 },
        retryAfterSeconds: 7,
        notJson: false,
        requestId: "req-1",
      },
      {
        endpoint: "getCurrentUser",
        method: "GET",
        status: 200,
        outcome: "ok",
        durationMs: duration,
        attempt: 2,
        rateLimit: null,
        retryAfterSeconds: null,
        notJson: false,
        requestId: null,
      },
    ]);
  });

  it("cannot turn a made booking into an error", async () => {
    await using server = await startServer({ status: 201, body: { resource: invitee } });
    const client = createCalendlyClient({
      accessToken,
      apiUrl: server.url,
      onCall: () => {
        throw new Error("The metrics are down");
      },
    });
    const { resource } = await client.request(endpoints.createInvitee, { body: booking });
    expect(resource.uri).toBe(invitee.uri);
  });
});
