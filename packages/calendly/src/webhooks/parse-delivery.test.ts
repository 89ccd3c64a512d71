import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import deliveries from "../fixtures/deliveries.json" with { type: "json" };
import { type EventTypePayload, type InviteePayload, parseDelivery, webhookEventNames } from "../index.ts";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const created = deliveries.find(({ event }) => event === "invitee.created");
const envelope = {
  created_at: "2026-11-18T16:40:13.000000Z",
  created_by: "https://api.calendly.com/users/DGHKLRWXBCTPAAZQ",
};

describe("parseDelivery", () => {
  it.each(deliveries)("reads $event as it is documented, without a difference", (delivery) => {
    expect(parseDelivery(bytes(delivery))).toEqual({
      ok: true,
      delivery: {
        known: true,
        event: delivery.event,
        createdAt: delivery.created_at,
        createdBy: delivery.created_by,
        payload: delivery.payload,
      },
      drift: [],
    });
  });

  it("has an example of every event name", () => {
    expect(deliveries.map(({ event }) => event).sort()).toEqual([...webhookEventNames].sort());
  });

  it("tells the payload's type by the event's name", () => {
    const parsed = parseDelivery(bytes(created));
    if (!parsed.ok || !parsed.delivery.known) throw new Error("An example should be readable");
    const { delivery } = parsed;
    if (delivery.event === "invitee.canceled") expectTypeOf(delivery.payload).toEqualTypeOf<InviteePayload>();
    if (delivery.event === "event_type.deleted") expectTypeOf(delivery.payload).toEqualTypeOf<EventTypePayload>();
    if (delivery.event === "contact.deleted") expectTypeOf(delivery.payload.contact.deleted_at).toEqualTypeOf<string>();
    expect(delivery.event).toBe("invitee.created");
  });

  it.each(["invitee.teleported", "toString", "__proto__", ""])("passes an event named %j through unread", (event) => {
    const parsed = parseDelivery(bytes({ ...envelope, event, payload: { where: "Mars" } }));
    expect(parsed).toMatchObject({ ok: true, delivery: { known: false, event, payload: { where: "Mars" } } });
  });

  it("hands over a payload that drifted, and says how", () => {
    const payload = { ...created?.payload, name: 7, mood: "cheerful" };
    const parsed = parseDelivery(bytes({ ...created, payload }));
    expect(parsed).toMatchObject({ ok: true, delivery: { payload: { name: 7, mood: "cheerful" } } });
    expect(parsed.drift).toEqual([
      { kind: "mistyped", path: "payload.name", expected: "string", found: "number" },
      { kind: "added", path: "payload.mood", expected: "nothing", found: "string" },
    ]);
  });

  it("refuses a payload that says nothing, by the path that is missing", () => {
    const parsed = parseDelivery(bytes({ ...created, payload: { name: "Jordan Blake" } }));
    expect(parsed).toMatchObject({ ok: false, reason: "unusable_payload" });
    expect(parsed.drift).toContainEqual({ kind: "missing", path: "payload.uri", expected: "string", found: "nothing" });
    expect(parseDelivery(new Uint8Array())).toEqual({ ok: false, reason: "not_json", drift: [] });
    expect(parseDelivery(bytes({ ...created, payload: [] }))).toEqual({
      ok: false,
      reason: "not_an_envelope",
      drift: [],
    });
  });

  it("never throws, whatever the payload of a known event", () => {
    const payloads = fc.oneof(fc.object(), fc.constant(created?.payload ?? {}));
    fc.assert(
      fc.property(fc.constantFrom(...webhookEventNames), payloads, (event, payload) => {
        parseDelivery(bytes({ ...envelope, event, payload }));
      }),
    );
  });
});
