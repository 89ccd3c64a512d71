import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import {
  clientOf,
  codeOf,
  day,
  eventTypeOf,
  firstOpening,
  hour,
  meOf,
  startReceiver,
  startSandbox,
  tokenOf,
} from "../../testing/stage.ts";

let sandbox: Sandbox;
let ada: CalendlyClient;
let maya: CalendlyClient;

beforeEach(async () => {
  sandbox = await startSandbox();
  sandbox.changePlan({ plan: "enterprise", stage: "paid" });
  ada = clientOf(sandbox, tokenOf("ada"));
  maya = clientOf(sandbox, tokenOf("maya"));
});
afterEach(() => sandbox.close());

const iso = (at: number) => new Date(at).toISOString();
async function book(email: string, guests: readonly string[] = []) {
  const eventType = (await eventTypeOf(maya, "30-minute-check-in")).uri;
  const { resource } = await maya.request(endpoints.createInvitee, {
    body: {
      event_type: eventType,
      start_time: await firstOpening(sandbox, maya, eventType),
      invitee: { first_name: "Marisol", last_name: "Vega", name: "Marisol Vega", email, timezone: "Europe/Madrid" },
      location: { kind: "outbound_call", location: "+1 312-555-0177" },
      questions_and_answers: [{ question: "Anything I should read beforehand?", answer: "My diary", position: 0 }],
      event_guests: [...guests],
    },
  });
  return resource;
}
const eventOf = async (uri: string) =>
  (await maya.request(endpoints.getScheduledEvent, { params: { uuid: uri } })).resource;
const inviteeOf = async (invitee: { event: string; uri: string }) =>
  (
    await maya.request(endpoints.getEventInvitee, {
      params: { event_uuid: invitee.event, invitee_uuid: invitee.uri },
    })
  ).resource;
const erase = (emails: readonly string[]) =>
  ada.request(endpoints.deleteInviteeData, { body: { emails: [...emails] } });

describe("deleting an invitee's data", () => {
  it("is accepted at once and done a day later, everywhere the person was", async () => {
    const invitee = await book("Marisol@guest.example");
    const other = await book("sam@guest.example", ["marisol@guest.example", "kim@guest.example"]);
    expect(await erase(["marisol@GUEST.example"])).toEqual({});
    await sandbox.advance(day - hour);
    expect((await inviteeOf(invitee)).name).toBe("Marisol Vega");

    await sandbox.advance(hour);
    const erased = await inviteeOf(invitee);
    expect(erased).toMatchObject({
      name: "Deleted Invitee",
      first_name: null,
      last_name: null,
      questions_and_answers: [],
      status: "active",
      event: invitee.event,
    });
    expect(erased.email).toMatch(/@deleted\.invalid$/);
    expect((await eventOf(invitee.event)).location).toMatchObject({ type: "outbound_call", location: null });
    expect((await eventOf(other.event)).event_guests.map((guest) => guest.email)).toEqual(["kim@guest.example"]);
    expect((await inviteeOf(other)).name).toBe("Marisol Vega");

    const { current_organization: organization } = await meOf(ada);
    const { collection: found } = await ada.request(endpoints.listScheduledEvents, {
      query: { organization, invitee_email: "marisol@guest.example" },
    });
    expect(found).toEqual([]);
    const { collection: contacts } = await maya.request(endpoints.listContacts, { query: { count: 100 } });
    const { collection: messages } = await ada.request(endpoints.listOutgoingCommunications, {
      query: { organization, count: 100 },
    });
    for (const left of [erased, contacts, messages]) {
      expect(/marisol@guest|My diary/i.test(JSON.stringify(left))).toBe(false);
    }
  });

  it("takes more addresses than one query could name", async () => {
    const invitee = await book("marisol@guest.example");
    const many = Array.from({ length: 30_000 }, (_, at) => `p${at}@guest.example`);
    await erase([...many, "marisol@guest.example"]);
    await sandbox.advance(day);
    expect((await inviteeOf(invitee)).name).toBe("Deleted Invitee");
  });

  it("is not forgotten over a restart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sandbox-erase-"));
    try {
      let at = Date.parse("2026-11-16T12:00:00Z");
      const stateFile = join(folder, "state.sqlite");
      const first = await startSandbox({ stateFile, now: () => at });
      first.changePlan({ plan: "enterprise", stage: "paid" });
      const client = clientOf(first, tokenOf("ada"));
      const { collection } = await client.request(endpoints.listScheduledEvents, {
        query: { organization: (await meOf(client)).current_organization, count: 1 },
      });
      const event = collection[0]?.uri ?? "";
      const invitees = async (of: CalendlyClient) =>
        (await of.request(endpoints.listEventInvitees, { params: { uuid: event } })).collection.map((one) => one.email);
      const [email = ""] = await invitees(client);
      await client.request(endpoints.deleteInviteeData, { body: { emails: [email] } });
      await first.close();

      at += 2 * day;
      const second = await startSandbox({ stateFile, now: () => at });
      expect(await invitees(clientOf(second, tokenOf("ada")))).not.toContain(email);
      await second.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the delivery log", () => {
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let status = 200;
  beforeEach(async () => {
    status = 200;
    receiver = await startReceiver(() => status);
    sandbox.freeze();
    const body = {
      url: receiver.url,
      events: ["invitee.created", "invitee.canceled", "contact.created"] as const,
      organization: (await meOf(ada)).current_organization,
      scope: "organization" as const,
    };
    await ada.request(endpoints.createWebhookSubscription, { body: { ...body, events: [...body.events] } });
  });
  afterEach(() => receiver.close());

  const logged = () => sandbox.listDeliveries().map(({ event, body, status: became }) => [event, body !== "", became]);

  it("keeps no body that names somebody whose data was deleted, sends none, and keeps the others", async () => {
    const told = await book("Marisol@guest.example");
    await book("sam@guest.example", ["marisol@guest.example"]);
    await book("kim@guest.example");
    await sandbox.settle();
    await erase(["marisol@guest.example"]);
    await sandbox.advance(hour);
    status = 500;
    sandbox.world.cancelByInvitee({ inviteeUuid: told.uri.split("/").at(-1) ?? "", reason: null });
    await sandbox.settle();
    expect(logged().at(-1)).toEqual(["invitee.canceled", true, "pending"]);
    const sent = () => receiver.received.filter(({ text }) => text.includes('"invitee.canceled"')).length;
    expect(sent()).toBe(1);

    await sandbox.advance(day - hour);
    expect(logged()).toEqual([
      ["invitee.created", false, "delivered"],
      ["contact.created", false, "delivered"],
      ["invitee.created", false, "delivered"],
      ["contact.created", true, "delivered"],
      ["invitee.created", true, "delivered"],
      ["contact.created", true, "delivered"],
      ["invitee.canceled", false, "dropped"],
    ]);
    const tries = sent();
    await sandbox.advance(day);
    expect(sent()).toBe(tries);
    const [blank] = sandbox.listDeliveries();
    expect(() => sandbox.replay(blank?.id ?? "")).toThrow("was deleted");
  });

  it("keeps no body of an event that was deleted", async () => {
    const { event } = await book("kim@guest.example");
    await sandbox.advance(14 * day);
    await book("sam@guest.example");
    const { start_time } = await eventOf(event);
    const range = { start_time, end_time: iso(Date.parse(start_time) + hour) };
    await ada.request(endpoints.deleteScheduledEventData, { body: range });
    await sandbox.advance(day);
    expect(logged()).toEqual([
      ["invitee.created", false, "delivered"],
      ["contact.created", true, "delivered"],
      ["invitee.created", true, "delivered"],
      ["contact.created", true, "delivered"],
    ]);
  });
});

describe("deleting the data of scheduled events", () => {
  it("removes the events of the range with their invitees a day later, and no others", async () => {
    const { current_organization: organization } = await meOf(ada);
    const [from, to] = [iso(sandbox.now() - 30 * day), iso(sandbox.now() - 20 * day)];
    const listed = async (query: object) =>
      (await ada.request(endpoints.listScheduledEvents, { query: { organization, count: 100, ...query } })).collection;
    const inRange = await listed({ min_start_time: from, max_start_time: to });
    expect(inRange.length).toBeGreaterThan(3);
    const later = await listed({ min_start_time: to, max_start_time: iso(sandbox.now()) });
    const uuid = inRange[0]?.uri ?? "";
    await ada.request(endpoints.deleteScheduledEventData, { body: { start_time: from, end_time: to } });
    expect(await listed({ min_start_time: from, max_start_time: to })).toEqual(inRange);
    await sandbox.advance(day);
    expect(await listed({ min_start_time: from, max_start_time: to })).toEqual([]);
    expect(await codeOf(ada.request(endpoints.getScheduledEvent, { params: { uuid } }))).toBe("not_found");
    expect(await codeOf(ada.request(endpoints.listEventInvitees, { params: { uuid } }))).toBe("not_found");
    expect(await listed({ min_start_time: to, max_start_time: iso(sandbox.now() - day) })).toEqual(later);
  });

  it("takes a range that is over and at most 24 months long", async () => {
    const now = sandbox.now();
    const range = (from: number, to: number) =>
      codeOf(ada.request(endpoints.deleteScheduledEventData, { body: { start_time: iso(from), end_time: iso(to) } }));
    expect(await range(Date.parse("2024-11-16T12:00:00Z"), now)).toBe("no error");
    expect(await range(Date.parse("2024-11-16T11:59:59Z"), now)).toBe("invalid_argument");
    expect(await range(now - day, now + 1000)).toBe("invalid_argument");
    expect(await range(now - day, now - day)).toBe("invalid_argument");
  });
});

describe("data deletion", () => {
  it("is for owners and admins of an Enterprise organization", async () => {
    const body = { emails: ["sam@guest.example"] };
    const range = { start_time: iso(sandbox.now() - 2 * day), end_time: iso(sandbox.now() - day) };
    expect(await codeOf(maya.request(endpoints.deleteInviteeData, { body }))).toBe("permission_denied");
    expect(await codeOf(maya.request(endpoints.deleteScheduledEventData, { body: range }))).toBe("permission_denied");
    sandbox.changePlan({ plan: "teams", stage: "paid" });
    expect(await codeOf(ada.request(endpoints.deleteInviteeData, { body }))).not.toBe("no error");
    expect(await codeOf(ada.request(endpoints.deleteScheduledEventData, { body: range }))).not.toBe("no error");
  });

  it.each([
    ["/data_compliance/deletion/invitees", {}],
    ["/data_compliance/deletion/invitees", { emails: [] }],
    ["/data_compliance/deletion/invitees", { emails: ["sam"] }],
    ["/data_compliance/deletion/invitees", { emails: [7] }],
    ["/data_compliance/deletion/invitees", { emails: { all: true } }],
    ["/data_compliance/deletion/events", {}],
    ["/data_compliance/deletion/events", { start_time: "yesterday", end_time: "today" }],
    ["/data_compliance/deletion/events", { start_time: "2026-01-01T00:00:00Z" }],
  ])("%s refuses %j", async (path, body) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokenOf("ada")}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ title: "Invalid Argument" });
  });
});
