import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, day, type FirstName, meOf, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
let organization: string;
beforeAll(async () => {
  sandbox = await startSandbox({ settings: { callsPerMinute: null } });
});
beforeEach(async () => {
  sandbox.reset();
  sandbox.changePlan({ plan: "enterprise" });
  organization = (await meOf(as("ada"))).current_organization;
});
afterAll(() => sandbox.close());

const as = (who: FirstName) => clientOf(sandbox, tokenOf(who));

type Query = Omit<NonNullable<Parameters<typeof listWith>[1]>, "organization">;
const listWith = (who: FirstName, query: object) =>
  as(who).request(endpoints.listActivityLogEntries, { query: { organization, ...query } });
const list = (query: Query = {}) => listWith("ada", { count: 1000, ...query });
const names = async (query: Query = {}) => (await list(query)).collection.map((entry) => entry.fully_qualified_name);

const invite = (email: string) =>
  as("ada").request(endpoints.createOrganizationInvitation, { params: { uuid: organization }, body: { email } });

describe("the activity log", () => {
  it("tells who did what and when, the newest first", async () => {
    await invite("lena@northside.example");
    const { collection, last_event_time, total_count, exceeds_max_total_count } = await list();
    const [newest] = collection;
    expect(newest).toMatchObject({
      namespace: "User_Management",
      action: "Invitation_Sent",
      fully_qualified_name: "User_Management.Invitation_Sent",
      organization,
      details: { invitation_email: "lena@northside.example" },
      actor: {
        type: "User",
        display_name: "Ada Lindqvist",
        alternative_identifier: "ada@northside.example",
        organization: { uri: organization, role: "Owner" },
      },
    });
    expect(newest?.occurred_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(last_event_time).toBe(newest?.occurred_at);
    expect([total_count, exceeds_max_total_count]).toEqual([collection.length, false]);
    const times = collection.map((entry) => entry.occurred_at);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it("keeps the role and the group that the actor had", async () => {
    const { uri } = await meOf(as("maya"));
    sandbox.world.changeRole(uri.split("/").at(-1) ?? "", "admin");
    const made = await as("maya").request(endpoints.createOrganizationInvitation, {
      params: { uuid: organization },
      body: { email: "lena@northside.example" },
    });
    await as("maya").request(endpoints.revokeOrganizationInvitation, {
      params: { org_uuid: organization, uuid: made.resource.uri },
    });
    const [revoked, sent, modified] = (await list()).collection;
    expect([revoked?.action, sent?.action, modified?.action]).toEqual([
      "Invitation_Revoked",
      "Invitation_Sent",
      "Modified",
    ]);
    expect(sent?.actor).toMatchObject({ organization: { role: "Admin" }, group: { name: "East", role: "Member" } });
  });

  it("knows of event types, schedules, calendars, logins, data deletion, and what happens by itself", async () => {
    const { uri } = await meOf(as("maya"));
    const userId = uri.split("/").at(-1) ?? "";
    const before = (await list()).total_count;
    await as("maya").request(endpoints.createEventType, { body: { name: "Quick word", owner: uri } });
    const { collection: schedules } = await as("maya").request(endpoints.listUserAvailabilitySchedules, {
      query: { user: uri },
    });
    sandbox.world.editSchedule(schedules[0]?.uri.split("/").at(-1) ?? "", { timeZone: "Europe/Paris" });
    const calendar = sandbox.world.connectCalendar({ userId, kind: "google" });
    sandbox.world.changeCalendar(calendar?.id ?? "", { state: "broken" });
    sandbox.world.issueCode({
      clientId: "punctual-local",
      userId,
      redirectUri: "http://localhost:3000/callback",
      scopes: ["users:read"],
      codeChallenge: null,
    });
    await as("ada").request(endpoints.deleteInviteeData, { body: { emails: ["nobody@realty.example"] } });
    await sandbox.advance(2 * day);
    const { collection, total_count } = await list();
    expect(collection.slice(0, total_count - before).map((entry) => entry.fully_qualified_name)).toEqual([
      "Compliance.Data_Deletion_Completed",
      "Compliance.Data_Deletion_Request",
      "Login.Succeeded",
      "Calendar.Error",
      "Calendar.Connected",
      "Availability.Modified",
      "Event_Type.One-on-One_Created",
    ]);
    expect(collection[0]?.actor).toEqual({ type: "System", display_name: "Calendly System" });
  });

  it("is filtered by actor, category, activity and time", async () => {
    const { uri: maya } = await meOf(as("maya"));
    const { uri: tom } = await meOf(as("tom"));
    const byActor = (await list({ actor: [maya, tom] })).collection.map((entry) => entry.actor?.uri);
    expect(new Set(byActor)).toEqual(new Set([maya, tom]));
    expect(new Set(await names({ namespace: ["User_Management", "Teams"] }))).toEqual(
      new Set(["User_Management.Invitation_Sent"]),
    );
    expect(new Set(await names({ action: ["Succeeded"] }))).toEqual(new Set(["Login.Succeeded"]));
    expect(await names({ namespace: ["Login"], action: ["Invitation_Sent"] })).toEqual([]);
    const at = (await list()).collection[3]?.occurred_at ?? "";
    const later = (await list({ min_occurred_at: at })).collection.map((entry) => entry.occurred_at);
    const earlier = (await list({ max_occurred_at: at })).collection.map((entry) => entry.occurred_at);
    expect(later.every((time) => time >= at)).toBe(true);
    expect(earlier.every((time) => time < at)).toBe(true);
    expect(later.length + earlier.length).toBe((await list()).total_count);
  });

  it("is searched in all of its columns and details", async () => {
    const found = await list({ search_term: '"noor@northside.example" | (felix* -noor)' });
    expect(found.collection.map((entry) => entry.details)).toEqual([
      { invitation_email: "noor@northside.example" },
      { invitation_email: "felix@northside.example" },
    ]);
    expect(found.total_count).toBe(2);
    expect(await names({ search_term: "Login + maya" })).toEqual(Array(3).fill("Login.Succeeded"));
    expect((await list({ search_term: "nobody" })).last_event_time).toBeNull();
  });

  it("is sorted by several columns and paged, with the count of all there is on each page", async () => {
    const whole = (await list({ sort: ["actor.display_name:asc", "occurred_at:asc"] })).collection;
    const people = whole.map((entry) => entry.actor?.display_name ?? "");
    expect(people).toEqual(people.toSorted());
    const paged: unknown[] = [];
    const query = { organization, count: 4, sort: ["actor.display_name:asc" as const, "occurred_at:asc" as const] };
    for await (const { items } of as("ada").paginate(endpoints.listActivityLogEntries, { query })) paged.push(...items);
    expect(paged).toEqual(whole);
    expect((await list({ count: 4 })).total_count).toBe(whole.length);
  });

  it("forgets what is older than 90 days", async () => {
    expect((await list()).total_count).toBeGreaterThan(0);
    sandbox.setClock(sandbox.now() + 91 * day);
    expect(await list()).toMatchObject({ collection: [], total_count: 0, last_event_time: null });
  });

  it("is for admins on the Enterprise plan", async () => {
    expect(await codeOf(listWith("maya", {}))).toBe("permission_denied");
    const elsewhere = organization.replace(/[^/]+$/, "00000000-0000-4000-8000-000000000000");
    expect(await codeOf(listWith("ada", { organization: elsewhere }))).toBe("permission_denied");
    sandbox.changePlan({ plan: "teams" });
    await expect(list()).rejects.toMatchObject({
      status: 403,
      calendlyMessage: "Please upgrade your Calendly account to Enterprise.",
    });
  });

  it("refuses what it cannot read, parameter by parameter", async () => {
    const get = async (search: string) => {
      const headers = { authorization: `Bearer ${tokenOf("ada")}` };
      const answer = await fetch(`${sandbox.url}/activity_log_entries?${search}`, { headers });
      const body = (await answer.json()) as { details?: { parameter: string }[] };
      return [answer.status, ...(body.details ?? []).map((detail) => detail.parameter)];
    };
    expect(await get("")).toEqual([400, "organization"]);
    const base = `organization=${encodeURIComponent(organization)}`;
    expect(await get(`${base}&count=1001`)).toEqual([400, "count"]);
    expect(await get(`${base}&sort=mood:asc`)).toEqual([400, "sort"]);
    expect(await get(`${base}&actor=me`)).toEqual([400, "actor"]);
    expect(await get(`${base}&min_occurred_at=yesterday`)).toEqual([400, "min_occurred_at"]);
    expect(await get(`${base}&search_term=${"x".repeat(301)}`)).toEqual([400, "search_term"]);
    expect(await get(`${base}&page_token=nonsense`)).toEqual([400, "page_token"]);
  });
});
