import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, codeOf, meOf, monday, startReceiver, startSandbox, tokenOf } from "../testing/stage.ts";
import { coaching, control } from "../testing/steer.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

describe("the index", () => {
  it("lists every control for machines, with what it takes", async () => {
    const { body } = await control(sandbox, "GET", "");
    const paths = body.controls.map(({ method, path }: { method: string; path: string }) => `${method} ${path}`);
    expect(paths).toEqual(
      expect.arrayContaining(["POST /_sandbox/reset", "GET /_sandbox/events", "POST /_sandbox/invitees"]),
    );
    expect(new Set(paths).size).toBe(paths.length);
    expect(body.controls.every(({ says }: { says: string }) => says.length > 10)).toBe(true);
  });

  it("sends who asks for nonsense back with one sentence, state unharmed", async () => {
    const before = sandbox.listTables();
    const wrong: [string, string, unknown, number][] = [
      ["GET", "/nothing", undefined, 404],
      ["PUT", "/clock", {}, 404],
      ["POST", "/clock", { action: "fly" }, 400],
      ["POST", "/clock", { action: "set", at: "yesterday" }, 400],
      ["POST", "/clock", { action: "set", at: "9999-01-01T00:00:00Z" }, 400],
      ["POST", "/clock", { action: "advance", seconds: -1 }, 400],
      ["POST", "/clock", [], 400],
      ["POST", "/reset", { scenario: "moon" }, 400],
      ["POST", "/reset", { seed: 1.5 }, 400],
      ["POST", "/faults", { kind: "http" }, 400],
      ["POST", "/faults", { kind: "http", status: 99 }, 400],
      ["POST", "/faults", { kind: "http", status: 500, latencyMs: 5 }, 400],
      ["POST", "/faults", { kind: "http", status: 500, operation: "fly" }, 400],
      ["POST", "/faults", { kind: "http", status: 500, headers: { "bad header": "x" } }, 400],
      ["POST", "/faults", { kind: "http", status: 500, from: "2026-11-17T00:00:00Z", to: "2026-11-16T00:00:00Z" }, 400],
      ["POST", "/faults", { kind: "webhook", event: "invitee.flown", drop: true }, 400],
      ["DELETE", "/faults/none", undefined, 404],
      ["POST", "/deliveries/none/replay", {}, 404],
      ["GET", "/deliveries?status=lost", undefined, 400],
      ["PATCH", "/settings", { slotTakenStatus: 500 }, 400],
      ["PATCH", "/settings", { noSuchSetting: true }, 400],
      ["PATCH", "/settings", { webhookFirstRetry: 0 }, 400],
      ["PATCH", "/plan", {}, 400],
      ["PATCH", "/plan", { stage: "rich" }, 400],
      ["PATCH", "/plan", { organization: "none", stage: "free" }, 404],
      ["POST", "/tokens", { user: "nobody@nowhere.example" }, 404],
      ["POST", "/tokens", { user: "maya@northside.example", scopes: ["everything"] }, 400],
      ["PATCH", "/tokens/none", { revoked: true }, 404],
      ["POST", "/tokens/revoke", {}, 400],
      ["POST", "/deauthorize", {}, 400],
      ["POST", "/invitees", {}, 400],
      ["POST", "/invitees", { eventType: "nobody/nothing" }, 404],
      ["POST", "/invitees", { eventType: coaching, startTime: "2026-11-16T03:00:00Z" }, 400],
      ["POST", "/invitees", { eventType: coaching, startTime: "2026-11-17T03:07:00Z" }, 409],
      ["POST", "/invitees", { eventType: coaching, email: "no address" }, 400],
      ["POST", "/holds", {}, 400],
      ["POST", "/holds", { eventType: "nobody/nothing" }, 404],
      ["POST", "/holds", { eventType: coaching, startTime: "2026-11-17T03:07:00Z" }, 409],
      ["DELETE", "/holds/none", undefined, 404],
      ["POST", "/invitees/none/cancel", {}, 404],
      ["POST", "/invitees/none/reschedule", {}, 404],
      ["POST", "/invitees/none/no-show", {}, 404],
      ["DELETE", "/invitees/none/no-show", undefined, 404],
      ["POST", "/scheduled-events/none/cancel", {}, 404],
      ["POST", "/scheduled-events/none/recap", {}, 404],
      ["PATCH", "/schedules/none", {}, 404],
      ["POST", "/users/none/calendars", { kind: "google" }, 404],
      ["POST", "/users/maya@northside.example/calendars", { kind: "stone" }, 400],
      ["PATCH", "/calendars/none", { state: "broken" }, 404],
      ["DELETE", "/calendars/none", undefined, 404],
      ["POST", "/calendars/none/entries", { startAt: monday, endAt: monday }, 400],
      ["DELETE", "/entries/none", undefined, 404],
      ["POST", "/event-types", { owner: "maya@northside.example", name: "", durationMinutes: 30 }, 400],
      ["PATCH", "/event-types/none", { active: false }, 404],
      ["DELETE", "/event-types/none", undefined, 404],
      ["POST", "/routing-forms/none/submissions", { answers: {} }, 404],
      ["PUT", "/users/maya@northside.example/holidays", { country: "Atlantis", holidays: [] }, 400],
      ["POST", "/snapshots/..%2F..%2Fetc", {}, 400],
      ["POST", "/snapshots/none/restore", {}, 404],
      ["DELETE", "/snapshots/none", undefined, 404],
      ["GET", "/snapshots/none/file", undefined, 404],
      ["GET", "/snapshots/none/json", undefined, 404],
      ["PUT", "/snapshots/none/json", {}, 400],
      ["PUT", "/snapshots/none/json", [], 400],
      ["PUT", "/snapshots/..%2F..%2Fetc/json", {}, 400],
      ["GET", "/requests?status=9xx", undefined, 400],
      ["GET", "/requests/0", undefined, 404],
      ["GET", "/happenings?kinds=gossip", undefined, 400],
      ["GET", "/events?kinds=gossip", undefined, 400],
      ["GET", "/state/nothing", undefined, 404],
      ["GET", "/state/users/none", undefined, 404],
    ];
    for (const [method, path, body, status] of wrong) {
      const answer = await control(sandbox, method, path, body);
      expect([method, path, body, answer.status]).toEqual([method, path, body, status]);
      expect(answer.body.error).toMatch(/^[^\n]{10,300}$/);
    }
    expect(sandbox.listTables()).toEqual(before);
  });
});

describe("the clock", () => {
  it("lists what falls due, and goes there", async () => {
    const receiver = await startReceiver(() => 500);
    const client = clientOf(sandbox, tokenOf("maya"));
    const me = await meOf(client);
    sandbox.freeze();
    await client.request(endpoints.createWebhookSubscription, {
      body: {
        url: receiver.url,
        events: ["invitee.created"],
        organization: me.current_organization,
        user: me.uri,
        scope: "user",
      },
    });
    sandbox.act.book({ eventType: coaching });
    await sandbox.settle();
    const [next] = sandbox.listDue();
    expect(next).toMatchObject({ kind: "delivery", says: "invitee.created is sent, attempt 2", at: monday + 60_000 });
    const { body } = await control(sandbox, "POST", "/clock", { action: "next" });
    expect(body).toMatchObject({ now: "2026-11-16T12:01:00.000000Z", frozen: true });
    expect(receiver.received).toHaveLength(2);
    await receiver.close();
  });

  it("has data deleted at its moment while time is advanced", async () => {
    sandbox.changePlan({ plan: "enterprise", stage: "paid" });
    const { invitee } = sandbox.act.book({ eventType: coaching, email: "forget.me@visitor.example" });
    const client = clientOf(sandbox, tokenOf("ada"));
    await client.request(endpoints.deleteInviteeData, { body: { emails: ["forget.me@visitor.example"] } });
    expect(sandbox.listDue(1000).map(({ says }) => says)).toContain("Data of invitees is deleted");
    await sandbox.advance(sandbox.listSettings().dataDeletedAfter);
    expect(JSON.stringify(sandbox.listRecords("invitees", { search: "forget.me" }))).not.toContain(invitee.id);
  });
});

describe("settings, plans and tokens", () => {
  it("change at run time, and a reset puts them back", async () => {
    const client = clientOf(sandbox, tokenOf("maya"));
    expect((await control(sandbox, "PATCH", "/settings", { callsPerMinute: 1 })).body.settings.callsPerMinute).toBe(1);
    await meOf(client);
    expect(await codeOf(meOf(client))).toBe("rate_limited");
    expect((await control(sandbox, "PATCH", "/settings", { publicUrl: "https://api.calendly.com" })).status).toBe(200);
    expect(sandbox.credentials().organizationUri).toMatch(/^https:\/\/api\.calendly\.com\//);
    sandbox.reset();
    expect(sandbox.listSettings().callsPerMinute).toBe("plan");
    expect(sandbox.credentials().url).toBe(sandbox.url);
    await meOf(client);
  });

  it("are each described, with what they may be and were at the start", async () => {
    sandbox.changeSettings({ slotTakenStatus: 409 });
    const { body } = await control(sandbox, "GET", "/settings/described");
    const described: { name: string; says: string; value: unknown; start: unknown; takes: object }[] = body.settings;
    expect(Object.fromEntries(described.map(({ name, value }) => [name, value]))).toEqual(sandbox.listSettings());
    expect(described.filter(({ says }) => !/^[A-Z].{20,}\.$/.test(says))).toEqual([]);
    expect(described.find(({ name }) => name === "slotTakenStatus")).toMatchObject({
      value: 409,
      start: 400,
      takes: { enum: [400, 404, 409] },
    });
  });

  it("are refused in a sentence where they make no sense, at the start as well", async () => {
    const started = (settings: object) => startSandbox({ settings }).then((one) => one.close());
    await expect(started({ slotTakenStatus: 500 })).rejects.toThrow(/^slotTakenStatus: /);
    await expect(started({ noSuchSetting: 1 })).rejects.toThrow(/noSuchSetting/);
    await started({ seats: undefined });
  });

  it("say what a token opens, and until when", async () => {
    const made = await control(sandbox, "POST", "/tokens", { user: "maya@northside.example", scopes: ["users:read"] });
    const { token } = made.body.token;
    const client = clientOf(sandbox, token);
    const me = await meOf(client);
    expect(await codeOf(client.request(endpoints.listEventTypes, { query: { user: me.uri } }))).toBe(
      "insufficient_scope",
    );
    sandbox.changeToken(token, { scopes: ["users:read", "event_types:read"] });
    await client.request(endpoints.listEventTypes, { query: { user: me.uri } });
    await control(sandbox, "PATCH", `/tokens/${token}`, { expiresAt: "2026-11-16T11:59:59Z" });
    expect(await codeOf(meOf(client))).toBe("unauthenticated");
    sandbox.changeToken(token, { expiresAt: null });
    await meOf(client);
    expect((await control(sandbox, "POST", "/tokens/revoke", { user: me.uri, kind: "personal" })).body.revoked).toBe(2);
    expect(await codeOf(meOf(client))).toBe("unauthenticated");
    sandbox.changeToken(token, { revoked: false });
    await meOf(client);
  });

  it("move an organization to another plan at once", async () => {
    const client = clientOf(sandbox, tokenOf("ada"));
    const me = await meOf(client);
    const log = () =>
      codeOf(client.request(endpoints.listActivityLogEntries, { query: { organization: me.current_organization } }));
    sandbox.changePlan({ plan: "teams" });
    expect(await log()).toBe("plan_required");
    expect((await control(sandbox, "PATCH", "/plan", { plan: "enterprise" })).body.organization.plan).toBe(
      "enterprise",
    );
    expect(await log()).toBe("no error");
  });
});
