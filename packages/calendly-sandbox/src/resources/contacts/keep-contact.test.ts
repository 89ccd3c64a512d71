import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, day, eventTypeOf, firstOpening, meOf, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const maya = () => clientOf(sandbox, tokenOf("maya"));
const tom = () => clientOf(sandbox, tokenOf("tom"));
const idOf = (uri: string) => uri.split("/").at(-1) ?? "";

const create = async (client: CalendlyClient, change: { name?: string; email?: string; timezone?: string } = {}) => {
  const { name = "Marisol Ortega", email = "marisol@guest.example", timezone = "America/New_York" } = change;
  const body = { name, emails: [{ email, is_primary: true }], timezone };
  return (await client.request(endpoints.createContact, { body })).resource;
};

describe("whoever books", () => {
  const book = async (client: CalendlyClient, skip = 0, email = "new.realtor@homes.example") => {
    const { uri } = await eventTypeOf(client, "60-minute-coaching");
    const start = await firstOpening(sandbox, client, uri, skip);
    const { resource } = await client.request(endpoints.createInvitee, {
      body: {
        event_type: uri,
        start_time: start,
        invitee: { name: "Nia New", email, timezone: "America/Chicago" },
        questions_and_answers: [{ question: "What would you like to work on?", answer: "Pricing", position: 0 }],
      },
    });
    return { invitee: resource, start: new Date(start).toISOString().replace("Z", "000Z") };
  };
  const contactOf = async (client: CalendlyClient, email = "new.realtor@homes.example") =>
    (await client.request(endpoints.listContacts, { query: { email } })).collection;

  it("becomes a contact of the host, whose dates follow the bookings and the clock", async () => {
    const client = maya();
    const { invitee, start } = await book(client);
    const [contact] = await contactOf(client);
    expect(contact).toMatchObject({
      name: "Nia New",
      emails: [{ email: "new.realtor@homes.example", is_primary: true }],
      timezone: "America/Chicago",
      next_meeting_date: start,
      last_meeting_date: null,
      last_interaction_date: invitee.created_at,
    });
    expect(await contactOf(tom())).toEqual([]);
    const second = await book(client, 3);
    await client.request(endpoints.cancelScheduledEvent, { params: { uuid: invitee.event } });
    expect((await contactOf(client))[0]).toMatchObject({
      next_meeting_date: second.start,
      last_meeting_date: null,
      updated_at: contact?.updated_at,
    });
    await sandbox.advance(14 * day);
    expect((await contactOf(client))[0]).toMatchObject({
      next_meeting_date: null,
      last_meeting_date: second.start,
      last_interaction_date: second.start,
    });
  });

  it("fills what is empty of a known contact, and overwrites nothing", async () => {
    const client = maya();
    const known = await create(client, {
      name: "Nia, the careful",
      email: "New.Realtor@homes.example",
      timezone: "Europe/Oslo",
    });
    await book(client);
    expect((await contactOf(client))[0]).toMatchObject({
      uri: known.uri,
      name: "Nia, the careful",
      timezone: "Europe/Oslo",
    });
  });

  it("stays out of the address book when the setting says so", async () => {
    const own = await startSandbox({ settings: { bookersBecomeContacts: "never" } });
    try {
      const client = clientOf(own, tokenOf("maya"));
      const { uri } = await eventTypeOf(client, "30-minute-check-in");
      await client.request(endpoints.createInvitee, {
        body: {
          event_type: uri,
          start_time: await firstOpening(own, client, uri),
          invitee: { name: "Nia New", email: "new.realtor@homes.example", timezone: "America/Chicago" },
          location: { kind: "outbound_call", location: "+1 312-555-0100" },
        },
      });
      expect(await contactOf(client)).toEqual([]);
    } finally {
      await own.close();
    }
  });
});

describe("webhooks of contacts", () => {
  it("tell of a new, a changed and a deleted one in their own shapes, and not of bookings", async () => {
    const client = maya();
    const { uri: user, current_organization: organization } = await meOf(client);
    await client.request(endpoints.createWebhookSubscription, {
      body: {
        url: "http://127.0.0.1:9/contacts",
        events: ["contact.created", "contact.updated", "contact.deleted"],
        organization,
        user,
        scope: "user",
      },
    });
    const contact = await create(client);
    await client.request(endpoints.updateContact, { params: { uuid: contact.uri }, body: { city: "Porto" } });
    await client.request(endpoints.deleteContact, { params: { uuid: contact.uri } });
    const { uri } = await eventTypeOf(client, "60-minute-coaching");
    const start = await firstOpening(sandbox, client, uri);
    const invitee = { name: "Jordan Blake", email: "jordan@realty.example", timezone: "America/Chicago" };
    const questions_and_answers = [{ question: "What would you like to work on?", answer: "Pricing", position: 0 }];
    await client.request(endpoints.createInvitee, {
      body: { event_type: uri, start_time: start, invitee, questions_and_answers },
    });
    const bodies = sandbox
      .listDeliveries()
      .filter(({ event }) => event.startsWith("contact."))
      .map(({ body }) => JSON.parse(body));
    expect(bodies.slice(0, 3).map(({ event }) => event)).toEqual([
      "contact.created",
      "contact.updated",
      "contact.deleted",
    ]);
    const { app_url, ...shared } = contact;
    expect(bodies[0].payload).toEqual({ user_uuid: idOf(user), contact: { ...shared, creation_source: "api" } });
    expect(app_url).toBeDefined();
    expect(Object.keys(bodies[0].payload.contact)).toEqual(Object.keys(bodies[0].payload.contact).sort());
    expect(bodies[1].payload.contact).toMatchObject({ city: "Porto" });
    expect(bodies[2].payload).toEqual({
      user_uuid: idOf(user),
      contact: { uri: contact.uri, deleted_at: expect.stringMatching(/\.\d{6}Z$/) },
    });
  });
});
