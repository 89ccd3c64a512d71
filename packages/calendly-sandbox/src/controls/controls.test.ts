import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RoutingForm } from "../resources/routing-forms/routing-form-records.ts";
import type { Sandbox } from "../sandbox.ts";
import { SandboxTrouble } from "../store/trouble.ts";
import {
  clientOf,
  codeOf,
  day,
  eventTypeOf,
  hour,
  meOf,
  monday,
  startReceiver,
  startSandbox,
  tokenOf,
} from "../testing/stage.ts";

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "calendly-sandbox-controls-"));
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

async function control(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}

/** The sentence with which a control refuses. */
function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SandboxTrouble) return error.message;
    throw error;
  }
  return "no refusal";
}

const coaching = "maya-okafor/60-minute-coaching";

describe("the index", () => {
  it("lists every control for machines, with what it takes", async () => {
    const { body } = await control("GET", "");
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
      ["GET", "/requests?status=9xx", undefined, 400],
      ["GET", "/requests/0", undefined, 404],
      ["GET", "/happenings?kinds=gossip", undefined, 400],
      ["GET", "/events?kinds=gossip", undefined, 400],
      ["GET", "/state/nothing", undefined, 404],
      ["GET", "/state/users/none", undefined, 404],
    ];
    for (const [method, path, body, status] of wrong) {
      const answer = await control(method, path, body);
      expect([method, path, body, answer.status]).toEqual([method, path, body, status]);
      expect(answer.body.error).toMatch(/^[^\n]{10,300}$/);
    }
    expect(sandbox.listTables()).toEqual(before);
  });
});

describe("snapshots", () => {
  it("take back everything: records, tokens, clock, settings and faults", async () => {
    const client = clientOf(sandbox, tokenOf("maya"));
    sandbox.freeze(monday + hour);
    sandbox.changeSettings({ slotTakenStatus: 409 });
    sandbox.addFault({ kind: "http", path: "/teams", status: 503 });
    const { invitee } = sandbox.act.book({ eventType: coaching });
    expect((await control("POST", "/snapshots/before the outage")).status).toBe(201);
    const records = sandbox.listTables();

    sandbox.act.cancel(invitee.id);
    sandbox.act.book({ eventType: coaching });
    await sandbox.advance(3 * day);
    sandbox.resume();
    sandbox.clearFaults();
    sandbox.changeSettings({ slotTakenStatus: 404 });
    sandbox.revokeTokens({ kind: "personal" });
    expect(await codeOf(meOf(client))).toBe("unauthenticated");

    const restored = await control("POST", "/snapshots/before the outage/restore");
    expect(restored.body.snapshot).toMatchObject({ scenario: "coaching", at: "2026-11-16T13:00:00.000000Z" });
    expect(sandbox.listTables()).toEqual(records);
    expect(sandbox.readClock()).toMatchObject({ now: "2026-11-16T13:00:00.000000Z", frozen: true });
    expect(sandbox.listSettings().slotTakenStatus).toBe(409);
    expect(sandbox.listFaults()).toHaveLength(1);
    await meOf(client);
    const found = await client.request(endpoints.listEventInvitees, { params: { uuid: invitee.eventId } });
    expect(found.collection.map(({ status }) => status)).toEqual(["active"]);
    expect(sandbox.act.cancel(invitee.id).invitee.status).toBe("canceled");
  });

  it("put a running clock back to the moment at which they were taken", async () => {
    sandbox.setClock(monday + 2 * day);
    sandbox.saveSnapshot("running");
    await sandbox.advance(9 * day);
    sandbox.restoreSnapshot("running");
    expect(sandbox.now()).toBe(monday + 2 * day);
    expect(sandbox.readClock().frozen).toBe(false);
  });

  it("are several, listed, replaced and deleted, and outlive a reset", async () => {
    for (const one of sandbox.listSnapshots()) sandbox.deleteSnapshot(one.name);
    sandbox.saveSnapshot("b");
    sandbox.saveSnapshot("a");
    sandbox.saveSnapshot("a");
    sandbox.reset({ scenario: "solo" });
    expect(sandbox.listSnapshots().map(({ name, scenario }) => [name, scenario])).toEqual([
      ["a", "coaching"],
      ["b", "coaching"],
    ]);
    expect((await control("DELETE", "/snapshots/a")).status).toBe(204);
    sandbox.restoreSnapshot("b");
    expect(sandbox.credentials().scenario).toBe("coaching");
    expect(sandbox.deleteSnapshot("a")).toBe(false);
  });

  it("travel as files to another sandbox; a file that is none changes nothing", async () => {
    const { invitee } = sandbox.act.book({ eventType: coaching, name: "Lee Tanaka" });
    sandbox.saveSnapshot("travels");
    const file = await (await fetch(`${sandbox.url}/_sandbox/snapshots/travels/file`)).arrayBuffer();
    const stateFile = join(folder, "state.sqlite");
    const other = await startSandbox({ scenario: "solo", stateFile });
    const put = (name: string, body: BodyInit) =>
      fetch(`${other.url}/_sandbox/snapshots/${name}/file`, { method: "PUT", body });
    expect((await put("arrived", file)).status).toBe(201);
    expect(other.credentials().scenario).toBe("solo");
    other.restoreSnapshot("arrived");
    expect(other.getRecord("invitees", invitee.id).record).toMatchObject({ name: "Lee Tanaka" });

    const before = other.listTables();
    for (const nonsense of ["This was a letter to my aunt.".repeat(300), new Uint8Array(file.slice(0, 5_000))]) {
      const answer = await put("arrived", nonsense);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ error: expect.stringMatching(/^This is no state of a sandbox/) });
    }
    const damaged = join(folder, "damaged.sqlite");
    const bytes = new Uint8Array(file.slice(0));
    bytes.fill(7, 20_000, 400_000);
    writeFileSync(damaged, bytes);
    expect(refusalOf(() => other.importState(damaged))).toMatch(/^This (state cannot be read|is no state)/);
    expect(other.listTables()).toEqual(before);
    other.restoreSnapshot("arrived");

    const exported = join(folder, "exported.sqlite");
    other.exportState(exported);
    expect(readFileSync(exported).subarray(0, 15).toString()).toBe("SQLite format 3");
    expect(refusalOf(() => other.importState(join(folder, "none.sqlite")))).toMatch(/^There is no file/);
    await other.close();
    expect(existsSync(`${stateFile}.snapshots/arrived.sqlite`)).toBe(true);

    const again = await startSandbox({ stateFile });
    expect(again.listSnapshots().map(({ name }) => name)).toEqual(["arrived"]);
    await again.close();
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
    const { body } = await control("POST", "/clock", { action: "next" });
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
    expect((await control("PATCH", "/settings", { callsPerMinute: 1 })).body.settings.callsPerMinute).toBe(1);
    await meOf(client);
    expect(await codeOf(meOf(client))).toBe("rate_limited");
    expect((await control("PATCH", "/settings", { publicUrl: "https://api.calendly.com" })).status).toBe(200);
    expect(sandbox.credentials().organizationUri).toMatch(/^https:\/\/api\.calendly\.com\//);
    sandbox.reset();
    expect(sandbox.listSettings().callsPerMinute).toBe("plan");
    expect(sandbox.credentials().url).toBe(sandbox.url);
    await meOf(client);
  });

  it("say what a token opens, and until when", async () => {
    const made = await control("POST", "/tokens", { user: "maya@northside.example", scopes: ["users:read"] });
    const { token } = made.body.token;
    const client = clientOf(sandbox, token);
    const me = await meOf(client);
    expect(await codeOf(client.request(endpoints.listEventTypes, { query: { user: me.uri } }))).toBe(
      "insufficient_scope",
    );
    sandbox.changeToken(token, { scopes: ["users:read", "event_types:read"] });
    await client.request(endpoints.listEventTypes, { query: { user: me.uri } });
    await control("PATCH", `/tokens/${token}`, { expiresAt: "2026-11-16T11:59:59Z" });
    expect(await codeOf(meOf(client))).toBe("unauthenticated");
    sandbox.changeToken(token, { expiresAt: null });
    await meOf(client);
    expect((await control("POST", "/tokens/revoke", { user: me.uri, kind: "personal" })).body.revoked).toBe(2);
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
    expect((await control("PATCH", "/plan", { plan: "enterprise" })).body.organization.plan).toBe("enterprise");
    expect(await log()).toBe("no error");
  });
});

describe("acting as a person", () => {
  it("books with nothing but an event type, moves, cancels, and marks", async () => {
    const booked = await control("POST", "/invitees", { eventType: `${sandbox.url}/${coaching}` });
    expect(booked.status).toBe(201);
    const id = booked.body.invitee.split("/").at(-1);
    const moved = await control("POST", `/invitees/${id}/reschedule`);
    expect(moved.body.event).not.toBe(booked.body.event);
    const movedId = moved.body.invitee.split("/").at(-1);
    expect((await control("POST", `/invitees/${movedId}/no-show`)).status).toBe(409);
    await sandbox.advance(14 * day);
    expect((await control("POST", `/invitees/${movedId}/no-show`)).status).toBe(201);
    expect((await control("DELETE", `/invitees/${movedId}/no-show`)).status).toBe(204);
    expect((await control("POST", `/invitees/${movedId}/cancel`)).status).toBe(409);

    const { invitee, event } = sandbox.act.book({ eventType: coaching, name: "Ken Sato", timeZone: "Asia/Tokyo" });
    expect(invitee).toMatchObject({ name: "Ken Sato", timeZone: "Asia/Tokyo", status: "active" });
    expect((await control("POST", `/scheduled-events/${event.id}/cancel`, { reason: "Ill" })).status).toBe(200);
    expect(sandbox.getRecord("invitees", invitee.id).record).toMatchObject({
      status: "canceled",
      cancellation: { canceled_by: "Maya Okafor", reason: "Ill" },
    });
    expect(refusalOf(() => sandbox.act.cancel(invitee.id))).toBe("This invitee has canceled already.");
  });

  it("edits schedules and calendars, which opens and closes times", async () => {
    const client = clientOf(sandbox, tokenOf("maya"));
    const { uri: eventType } = await eventTypeOf(client, "60-minute-coaching");
    const openings = () =>
      client.availableTimes({
        eventType,
        startTime: new Date(sandbox.now() + hour).toISOString(),
        endTime: new Date(sandbox.now() + 7 * day).toISOString(),
      });
    const before = (await openings()).length;
    const user = (await meOf(client)).uri.split("/").at(-1) ?? "";
    const made = await control("POST", `/users/${user}/calendars`, { kind: "google" });
    const calendar = made.body.calendar.id;
    const first = (await openings())[0]?.start_time ?? "";
    const entry = { startAt: first, endAt: new Date(Date.parse(first) + hour).toISOString() };
    const written = await control("POST", `/calendars/${calendar}/entries`, entry);
    expect((await openings()).length).toBeLessThan(before);
    await control("DELETE", `/entries/${written.body.entry.id}`);
    expect((await openings()).length).toBe(before);
    await control("PATCH", `/calendars/${calendar}`, { state: "broken" });
    expect(await openings().catch(() => [])).toEqual([]);
    await control("DELETE", `/calendars/${calendar}`);
    expect((await openings()).length).toBe(before);

    const schedules = sandbox.listRecords("schedules", { search: user, limit: 100 });
    const own = schedules.find(({ record }) => (record as { isDefault: boolean }).isDefault)?.key ?? "";
    await control("PATCH", `/schedules/${own}`, { rules: [] });
    expect(await openings()).toEqual([]);
    expect(refusalOf(() => sandbox.act.editSchedule(own, { timeZone: "Mars/Olympus" }))).toMatch(/time zone/);
  });

  it("makes, switches off and deletes event types", async () => {
    const made = await control("POST", "/event-types", {
      owner: "maya@northside.example",
      name: "Quick question",
      durationMinutes: 15,
    });
    expect(made.body.eventType).toMatchObject({ slug: "quick-question", active: true, kind: "solo" });
    const client = clientOf(sandbox, tokenOf("maya"));
    const read = () => client.request(endpoints.getEventType, { params: { uuid: made.body.eventType.id } });
    expect((await read()).resource).toMatchObject({ name: "Quick question", duration: 15 });
    await control("PATCH", `/event-types/${made.body.eventType.id}`, { active: false });
    expect((await read()).resource.active).toBe(false);
    expect((await control("DELETE", `/event-types/${made.body.eventType.id}`)).status).toBe(204);
    expect((await read()).resource.deleted_at).not.toBeNull();
  });

  it("answers a routing form by the names of its questions", async () => {
    const published = sandbox.listRecords("routingForms", { search: '"status":"published"' });
    const form = published[0]?.record as RoutingForm;
    expect(refusalOf(() => sandbox.act.answerForm(form.slug, { answers: {} }))).toMatch(/^Not submitted: /);
    const known = { email: "sam.rivera@visitor.example", phone: "+1 202-555-0100" } as Record<string, string>;
    const answers = Object.fromEntries(
      form.questions.map(({ name, type, choices }) => [name, choices?.[0] ?? known[type] ?? "Sam Rivera"]),
    );
    const answered = await control("POST", `/routing-forms/${form.slug}/submissions`, { answers });
    expect([answered.status, answered.body.submission.formId]).toEqual([201, form.id]);
    expect(sandbox.getRecord("routingSubmissions", answered.body.submission.id).record).toMatchObject({
      submitter: null,
    });
  });

  it("publishes the recap of a meeting that is over", async () => {
    const { event } = sandbox.act.book({ eventType: coaching });
    expect((await control("POST", `/scheduled-events/${event.id}/recap`)).status).toBe(409);
    sandbox.act.switchNotetaker(event.hostId, false);
    sandbox.setClock(event.endAt + hour);
    const { status, body } = await control("POST", `/scheduled-events/${event.id}/recap`, { summary: "A price." });
    expect([status, body.recap?.summary]).toEqual([201, "A price."]);
    expect((await control("POST", `/scheduled-events/${event.id}/recap`)).status).toBe(409);
  });
});
