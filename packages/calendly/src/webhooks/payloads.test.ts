import fc from "fast-check";
import { describe, expect, it } from "vitest";
import eventType from "../fixtures/event-type.json" with { type: "json" };
import invitee from "../fixtures/invitee.json" with { type: "json" };
import scheduledEvent from "../fixtures/scheduled-event.json" with { type: "json" };
import { eventTypePayloadSchema, inviteePayloadSchema, parseWebhookBody } from "../index.ts";

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const envelope = {
  created_at: "2026-11-18T16:40:13.000000Z",
  created_by: "https://api.calendly.com/users/DGHKLRWXBCTPAAZQ",
  event: "invitee.created",
  payload: { uri: "https://api.calendly.com/x/1" },
};

describe("parseWebhookBody", () => {
  it("reads an envelope and keeps what it does not know", () => {
    const body = parseWebhookBody(bytes({ ...envelope, event: "invitee.teleported", attempt: 3 }));
    expect(body).toEqual({ ok: true, envelope: { ...envelope, event: "invitee.teleported", attempt: 3 } });
  });

  it.each([
    ["not UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d), "not_json"],
    ["empty", bytes(""), "not_json"],
    ["no JSON", bytes("event=invitee.created"), "not_json"],
    ["null", bytes("null"), "not_an_envelope"],
    ["a list", bytes([envelope]), "not_an_envelope"],
    ["without an event name", bytes({ ...envelope, event: 7 }), "not_an_envelope"],
    ["without a payload", bytes({ ...envelope, payload: null }), "not_an_envelope"],
    ["with an unreadable time", bytes({ ...envelope, created_at: "yesterday" }), "not_an_envelope"],
  ])("names why a body is refused: %s", (_, body, reason) => {
    expect(parseWebhookBody(body)).toEqual({ ok: false, reason });
  });

  it("never throws, whatever the bytes or the JSON", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (body) => void parseWebhookBody(body)));
    fc.assert(fc.property(fc.json(), (body) => void parseWebhookBody(bytes(body))));
  });
});

describe("payload schemas", () => {
  it("read an invitee with its scheduled event, which lacks what only the REST resource has", () => {
    const { calendar_event: _, ...embedded } = scheduledEvent;
    const payload = inviteePayloadSchema.parse({ ...invitee, scheduled_event: embedded });
    expect(payload.scheduled_event.start_time).toBe("2026-12-01T15:00:00.000000Z");
    expect(payload.cancellation).toBeUndefined();
  });

  it("read an absent nullable field as null, so that there is one word for nothing", () => {
    const { no_show: _, timezone: __, ...older } = invitee;
    const payload = inviteePayloadSchema.parse({ ...older, scheduled_event: { ...scheduledEvent, location: null } });
    expect(payload.no_show).toBeNull();
    expect(payload.timezone).toBeNull();
    expect(payload.scheduled_event.location).toBeNull();
  });

  it("let added words and fields through", () => {
    const payload = inviteePayloadSchema.parse({
      ...invitee,
      status: "waitlisted",
      mood: "cheerful",
      scheduled_event: { ...scheduledEvent, location: { type: "hologram", join_url: null, lens: 3 } },
    });
    expect(payload.status).toBe("waitlisted");
    expect(payload["mood"]).toBe("cheerful");
    expect(payload.scheduled_event.location).toEqual({ type: "hologram", join_url: null, lens: 3 });
  });

  it("read an event type without the fields that webhooks leave out", () => {
    const { description_html: _, before_buffer: __, after_buffer: ___, ...payload } = eventType;
    expect(eventTypePayloadSchema.parse(payload).description_html).toBeUndefined();
  });

  it("refuse a time that is none, which would only break later", () => {
    expect(
      inviteePayloadSchema.safeParse({ ...invitee, created_at: "soon", scheduled_event: scheduledEvent }).success,
    ).toBe(false);
  });
});
