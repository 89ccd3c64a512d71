import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, codeOf, eventTypeOf, firstOpening, meOf, startSandbox, tokenOf } from "../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const maya = () => clientOf(sandbox, tokenOf("maya"));

const booking = (eventType: string, startTime: string) => ({
  event_type: eventType,
  start_time: startTime,
  invitee: { name: "Jordan Blake", email: "jordan@realty.example", timezone: "America/Chicago" },
  questions_and_answers: [{ question: "What would you like to work on?", answer: "Pricing", position: 0 }],
});

describe("booking and canceling", () => {
  it("takes the slot, shows the booking everywhere, and frees the slot when it is canceled", async () => {
    const client = maya();
    const { uri } = await eventTypeOf(client, "60-minute-coaching");
    const start = await firstOpening(sandbox, client, uri);
    const { resource: invitee } = await client.request(endpoints.createInvitee, { body: booking(uri, start) });
    expect(invitee).toMatchObject({ status: "active", scheduling_method: "api", email: "jordan@realty.example" });
    expect(await firstOpening(sandbox, client, uri)).not.toBe(start);
    expect(await codeOf(client.request(endpoints.createInvitee, { body: booking(uri, start) }))).toBe("slot_taken");

    const { resource: event } = await client.request(endpoints.getScheduledEvent, { params: { uuid: invitee.event } });
    expect(event.invitees_counter).toEqual({ total: 1, active: 1, limit: 1 });
    expect(event.location).toMatchObject({ type: "zoom", status: "processing", join_url: null });
    const mine = await client.request(endpoints.listScheduledEvents, {
      query: {
        user: (await meOf(client)).uri,
        invitee_email: "jordan@realty.example",
        min_start_time: start,
        count: 1,
      },
    });
    expect(mine.collection[0]?.uri).toBe(event.uri);

    const { resource: cancellation } = await client.request(endpoints.cancelScheduledEvent, {
      params: { uuid: event.uri },
      body: { reason: "I am unwell" },
    });
    expect(cancellation).toMatchObject({ canceled_by: "Maya Okafor", canceler_type: "host", reason: "I am unwell" });
    const canceled = await client.request(endpoints.getScheduledEvent, { params: { uuid: event.uri } });
    expect(canceled.resource).toMatchObject({
      status: "canceled",
      invitees_counter: { total: 1, active: 0, limit: 1 },
    });
    expect(await firstOpening(sandbox, client, uri)).toBe(start);
    expect(await codeOf(client.request(endpoints.cancelScheduledEvent, { params: { uuid: event.uri } }))).toBe(
      "already_canceled",
    );
  });

  it("gives the conference its address a moment later", async () => {
    const client = maya();
    const { uri } = await eventTypeOf(client, "60-minute-coaching");
    const start = await firstOpening(sandbox, client, uri);
    const { resource: invitee } = await client.request(endpoints.createInvitee, { body: booking(uri, start) });
    await sandbox.advance(3_000);
    const { resource: event } = await client.request(endpoints.getScheduledEvent, { params: { uuid: invitee.event } });
    expect(event.location).toMatchObject({ type: "zoom", status: "pushed" });
    expect(event.updated_at > event.created_at).toBe(true);
  });

  it("says everything that is wrong with a booking at once, and books nothing", async () => {
    const client = maya();
    const { uri } = await eventTypeOf(client, "60-minute-coaching");
    const start = await firstOpening(sandbox, client, uri);
    const send = async (body: unknown) => {
      const response = await fetch(`${sandbox.url}/invitees`, {
        method: "POST",
        headers: { authorization: `Bearer ${tokenOf("maya")}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    };
    const good = booking(uri, start);
    expect(await send({})).toMatchObject({
      status: 400,
      body: {
        title: "Invalid Argument",
        details: [
          { parameter: "event_type", message: "is missing" },
          { parameter: "start_time", message: "is missing" },
          { parameter: "invitee", message: "is missing" },
        ],
      },
    });
    expect((await send({ ...good, questions_and_answers: [] })).body).toMatchObject({
      details: [{ parameter: "questions_and_answers[0].question", message: "is missing" }],
    });
    expect((await send({ ...good, tracking: { utm_source: "chat", utm_campaign: null } })).body).toMatchObject({
      details: ["salesforce_uuid", "utm_content", "utm_medium", "utm_term"].map((key) => ({
        parameter: `tracking.${key}`,
        message: "is missing",
      })),
    });
    expect((await send({ ...good, location: { kind: "physical", location: "Here" } })).body).toMatchObject({
      message: "Specified location kind is not configured for this event type.",
      details: [{ code: "invalid_location_choice" }],
    });
    expect(
      (await send({ ...good, invitee: { ...good.invitee, email: "nobody", timezone: "Mars/Base" } })).body,
    ).toMatchObject({
      details: [{ parameter: "invitee.email" }, { parameter: "invitee.timezone" }],
    });
    expect(await firstOpening(sandbox, client, uri)).toBe(start);
  });

  it("seats several invitees in one group event until it is full", async () => {
    const client = maya();
    const { uri } = await eventTypeOf(client, "group-workshop");
    const start = await firstOpening(sandbox, client, uri, 12);
    const join = (seat: number) =>
      client.request(endpoints.createInvitee, {
        body: {
          event_type: uri,
          start_time: start,
          invitee: { name: `Guest ${seat}`, email: `guest${seat}@realty.example`, timezone: "Asia/Kolkata" },
        },
      });
    const events = new Set<string>();
    for (let seat = 1; seat <= 8; seat += 1) events.add((await join(seat)).resource.event);
    expect(events.size).toBe(1);
    expect(await codeOf(join(9))).toBe("slot_taken");
    const [event = ""] = events;
    const { resource } = await client.request(endpoints.getScheduledEvent, { params: { uuid: event } });
    expect(resource.invitees_counter).toEqual({ total: 8, active: 8, limit: 8 });
    await client.request(endpoints.cancelScheduledEvent, { params: { uuid: event } });
    const { collection } = await client.request(endpoints.listEventInvitees, { params: { uuid: event } });
    expect(collection.map((invitee) => invitee.status)).toEqual(Array(8).fill("canceled"));
  });

  it("links both halves of a reschedule and keeps the answers", async () => {
    const client = maya();
    const { uri } = await eventTypeOf(client, "60-minute-coaching");
    const start = await firstOpening(sandbox, client, uri);
    const { resource: invitee } = await client.request(endpoints.createInvitee, { body: booking(uri, start) });
    const startTime = await firstOpening(sandbox, client, uri, 5);
    const inviteeUuid = invitee.uri.split("/").at(-1) ?? "";
    const outcome = sandbox.world.rescheduleByInvitee({ inviteeUuid, startTime });
    expect(outcome.kind).toBe("rescheduled");
    const get = async (eventUri: string) => {
      const { collection } = await client.request(endpoints.listEventInvitees, { params: { uuid: eventUri } });
      return collection[0];
    };
    const old = await get(invitee.event);
    expect(old).toMatchObject({ status: "canceled", rescheduled: true });
    const moved = await get((old?.new_invitee ?? "").replace(/\/invitees\/.*/, ""));
    expect(moved).toMatchObject({ status: "active", rescheduled: false, old_invitee: invitee.uri });
    expect(moved?.questions_and_answers).toEqual(invitee.questions_and_answers);
    expect(await firstOpening(sandbox, client, uri)).toBe(start);
  });
});

describe("no-shows, links", () => {
  it("marks an invitee of a past event and takes the mark back", async () => {
    const client = maya();
    const { uri: user } = await meOf(client);
    const { collection } = await client.request(endpoints.listScheduledEvents, {
      query: { user, status: "active", max_start_time: new Date(sandbox.now()).toISOString(), count: 100 },
    });
    const past = collection[0]?.uri ?? "";
    const { collection: invitees } = await client.request(endpoints.listEventInvitees, { params: { uuid: past } });
    const invitee = invitees[0]?.uri ?? "";
    const { resource: mark } = await client.request(endpoints.createInviteeNoShow, { body: { invitee } });
    const again = await client.request(endpoints.createInviteeNoShow, { body: { invitee } });
    expect(again.resource.uri).toBe(mark.uri);
    await client.request(endpoints.deleteInviteeNoShow, { params: { uuid: mark.uri } });
    expect(await codeOf(client.request(endpoints.getInviteeNoShow, { params: { uuid: mark.uri } }))).toBe("not_found");
  });

  it("refuses to mark an invitee whose event has not begun", async () => {
    const client = maya();
    const { uri } = await eventTypeOf(client, "60-minute-coaching");
    const start = await firstOpening(sandbox, client, uri);
    const { resource } = await client.request(endpoints.createInvitee, { body: booking(uri, start) });
    expect(await codeOf(client.request(endpoints.createInviteeNoShow, { body: { invitee: resource.uri } }))).toBe(
      "invalid_argument",
    );
  });

  it("lets a single-use link book once", async () => {
    const client = maya();
    const { uri } = await eventTypeOf(client, "60-minute-coaching");
    const { resource } = await client.request(endpoints.createSchedulingLink, {
      body: { max_event_count: 1, owner: uri, owner_type: "EventType" },
    });
    expect(resource.booking_url).toMatch(/\/d\/[a-z0-9]{4}-[a-z0-9]{3}-[a-z0-9]{3}\/60-minute-coaching$/);
    const linkCode = new URL(resource.booking_url).pathname.split("/")[2] ?? "";
    const finding = sandbox.world.findByLinkCode(linkCode);
    if (finding.kind !== "open") throw new Error(finding.kind);
    const book = async (skip: number) =>
      sandbox.world.book({
        eventTypeId: finding.eventType.id,
        startTime: await firstOpening(sandbox, client, uri, skip),
        invitee: { name: "Lee Tanaka", email: "lee@realty.example", timezone: "Asia/Tokyo" },
        answers: [{ question: "What would you like to work on?", answer: "Calls", position: 0 }],
        guests: [],
        location: null,
        tracking: null,
        method: "page",
        linkCode,
      });
    expect((await book(0)).kind).toBe("booked");
    expect((await book(1)).kind).toBe("invalid");
    expect(sandbox.world.findByLinkCode(linkCode).kind).toBe("used");
  });
});
