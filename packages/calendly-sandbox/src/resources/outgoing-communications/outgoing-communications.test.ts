import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import {
  clientOf,
  codeOf,
  eventTypeOf,
  type FirstName,
  firstOpening,
  hour,
  meOf,
  startSandbox,
  tokenOf,
} from "../../testing/stage.ts";

let sandbox: Sandbox;
let organization: string;
beforeAll(async () => {
  sandbox = await startSandbox({ settings: { callsPerMinute: null, bookingCalls: null } });
});
beforeEach(async () => {
  sandbox.reset();
  sandbox.changePlan({ plan: "enterprise" });
  organization = (await meOf(as("ada"))).current_organization;
});
afterAll(() => sandbox.close());

const as = (who: FirstName) => clientOf(sandbox, tokenOf(who));
const list = (query: object = {}, who: FirstName = "ada") =>
  as(who).request(endpoints.listOutgoingCommunications, { query: { organization, count: 100, ...query } });

async function book(more: object = {}) {
  const { uri } = await eventTypeOf(as("maya"), "60-minute-coaching");
  const { resource } = await as("maya").request(endpoints.createInvitee, {
    body: {
      event_type: uri,
      start_time: await firstOpening(sandbox, as("maya"), uri),
      invitee: { name: "Priya Nair", email: "priya@realty.example", timezone: "Asia/Kolkata", ...more },
      questions_and_answers: [{ question: "What would you like to work on?", answer: "Prices", position: 0 }],
      event_guests: ["guest@realty.example"],
    },
  });
  return resource;
}

/** To whom, and what about, in the order of recipients. */
const addressed = async () => (await list()).collection.map(({ to, subject }) => `${to}: ${subject}`).toSorted();

describe("outgoing communications", () => {
  it("go to invitee, guests and host when a session is booked, and by text where a number was left", async () => {
    const invitee = await book({ text_reminder_number: "+1 312-555-0142" });
    const { collection, total_count } = await list();
    expect(total_count).toBe(4);
    expect(await addressed()).toEqual([
      "+1 312-555-0142: null",
      "guest@realty.example: Confirmed: 60-minute coaching with Maya Okafor",
      "maya@northside.example: New Event: Priya Nair - 60-minute coaching",
      "priya@realty.example: Confirmed: 60-minute coaching with Maya Okafor",
    ]);
    const { uri: maya } = await meOf(as("maya"));
    for (const one of collection) {
      expect(one).toMatchObject({
        event_uri: invitee.event,
        sender_uri: maya,
        sender_email: "maya@northside.example",
        scheduling_url: `${sandbox.url}/maya-okafor/60-minute-coaching`,
      });
    }
    expect(collection.find((one) => one.type === "sms")?.body).toContain("(Asia/Kolkata)");
  });

  it("tell once of a reschedule, and of a cancellation with its reason", async () => {
    const invitee = await book();
    const before = new Set(await addressed());
    const { uri } = await eventTypeOf(as("maya"), "60-minute-coaching");
    const moved = sandbox.world.rescheduleByInvitee({
      inviteeUuid: invitee.uri.split("/").at(-1) ?? "",
      startTime: await firstOpening(sandbox, as("maya"), uri, 3),
    });
    expect((await addressed()).filter((one) => !before.has(one))).toEqual([
      "guest@realty.example: Updated: 60-minute coaching with Maya Okafor",
      "maya@northside.example: Updated: Priya Nair - 60-minute coaching",
      "priya@realty.example: Updated: 60-minute coaching with Maya Okafor",
    ]);
    if (moved.kind !== "rescheduled") throw new Error(moved.kind);
    await as("maya").request(endpoints.cancelScheduledEvent, {
      params: { uuid: moved.event.id },
      body: { reason: "Unwell" },
    });
    const [newest] = (await list({ count: 1 })).collection;
    expect(newest).toMatchObject({ subject: "Canceled: Priya Nair - 60-minute coaching" });
    expect(newest?.body).toContain("Reason: Unwell");
  });

  it("are filtered by time and paged, the newest first", async () => {
    await book();
    sandbox.setClock(sandbox.now() + hour);
    const between = new Date(sandbox.now() - hour / 2).toISOString();
    await book();
    const all = (await list()).collection;
    const late = await list({ min_created_at: between });
    const early = await list({ max_created_at: between });
    expect([...late.collection, ...early.collection]).toEqual(all);
    expect([late.total_count, early.total_count]).toEqual([3, 3]);
    const paged: unknown[] = [];
    const query = { organization, count: 4 };
    for await (const { items } of as("ada").paginate(endpoints.listOutgoingCommunications, { query })) {
      paged.push(...items);
    }
    expect(paged).toEqual(all);
  });

  it("are forgotten with the people whom they were about", async () => {
    await book();
    await as("ada").request(endpoints.deleteInviteeData, { body: { emails: ["priya@realty.example"] } });
    await sandbox.advance(8 * 24 * hour);
    expect(await addressed()).toEqual(["guest@realty.example: Confirmed: 60-minute coaching with Maya Okafor"]);
  });

  it("are for admins on the Enterprise plan, and insist on what they can read", async () => {
    expect(await codeOf(list({}, "maya"))).toBe("permission_denied");
    const elsewhere = organization.replace(/[^/]+$/, "00000000-0000-4000-8000-000000000000");
    expect(await codeOf(list({ organization: elsewhere }))).toBe("permission_denied");
    expect(await codeOf(list({ organization: "northside" }))).toBe("invalid_argument");
    expect(await codeOf(list({ min_created_at: "yesterday" }))).toBe("invalid_argument");
    sandbox.changePlan({ plan: "teams" });
    await expect(list()).rejects.toMatchObject({
      calendlyMessage: "Please upgrade your Calendly account to Enterprise.",
    });
  });
});
