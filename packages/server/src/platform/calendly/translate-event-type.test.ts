import { availableTimeSchema, eventTypeSchema, userSchema } from "@punctual/calendly";
import { describe, expect, test } from "vitest";
import { toAccount } from "./translate-account.ts";
import { toEventTypeReading } from "./translate-event-type.ts";
import { toSlotReading } from "./translate-slot.ts";

const origins = { apiUrl: "https://api.calendly.com", bookingUrl: "https://calendly.com" };

function wireEventType(over: Record<string, unknown> = {}) {
  return eventTypeSchema.parse({
    uri: "https://api.calendly.com/event_types/AAAAAAAAAAAAAAAA",
    active: true,
    color: "#0069ff",
    created_at: "2026-01-02T10:00:00.000000Z",
    updated_at: "2026-11-20T15:04:05.678123Z",
    deleted_at: null,
    custom_questions: [
      { name: "Hidden", type: "text", position: 0, enabled: false, required: false, answer_choices: [] },
      { name: "Second", type: "text", position: 2, enabled: true, required: false, answer_choices: [] },
      { name: "First", type: "phone_number", position: 1, enabled: true, required: true, answer_choices: [] },
    ],
    description_html: "<p>Hello</p>",
    description_plain: "Hello",
    duration: 30,
    duration_options: [60, 30, 45],
    internal_note: null,
    kind: "solo",
    locations: [
      { kind: "zoom_conference" },
      { kind: "inbound_call", phone_number: "+1 202 555 0101" },
      { kind: "hologram", location: "Deck 5" },
    ],
    name: "30-minute check-in",
    pooling_type: null,
    profile: null,
    scheduling_url: "https://calendly.com/maya/check-in",
    secret: false,
    slug: "check-in",
    type: "StandardEventType",
    ...over,
  });
}

describe("an event type", () => {
  test("is told in our words: durations ascending, enabled questions in order, locations by our names", () => {
    const reading = toEventTypeReading(wireEventType(), origins);
    expect(reading.durations).toEqual([30, 45, 60]);
    expect(reading.questions).toEqual([
      { name: "First", required: true },
      { name: "Second", required: false },
    ]);
    expect(reading.locations).toEqual([
      { kind: "zoom", detail: null },
      { kind: "inbound_call", detail: "+1 202 555 0101" },
      { kind: "other", detail: "Deck 5" },
    ]);
    expect(reading.calendlyUpdatedAt.toString()).toBe("2026-11-20T15:04:05.678123Z");
  });

  test("without choices, name, locations or description is still one", () => {
    const bare = { duration_options: null, name: null, locations: null, description_plain: " ", slug: null };
    const reading = toEventTypeReading(wireEventType(bare), origins);
    expect(reading).toMatchObject({ durations: [30], locations: [], description: null, slug: null });
    expect(reading.name).not.toBe("");
  });

  test.each([
    "https://calendly.com.evil.example/maya/check-in",
    "http://calendly.com/maya/check-in",
    "https://user:pass@calendly.com/maya/check-in",
    "javascript:alert(1)",
    "https://calendly.com/maya",
    "https://api.calendly.com/event_types/AAAAAAAAAAAAAAAA",
    "not a url",
  ])("keeps no scheduling URL that is not its booking page at the configured Calendly: %s", (scheduling_url) => {
    expect(toEventTypeReading(wireEventType({ scheduling_url }), origins).schedulingUrl).toBeNull();
  });

  test("read through another origin has the URI of the configured one", () => {
    const uri = "http://127.0.0.1:4010/event_types/AAAAAAAAAAAAAAAA";
    expect(toEventTypeReading(wireEventType({ uri }), origins).uri).toBe(
      "https://api.calendly.com/event_types/AAAAAAAAAAAAAAAA",
    );
  });
});

describe("a slot", () => {
  const time = (scheduling_url: string) =>
    availableTimeSchema.parse({
      status: "available",
      invitees_remaining: 3,
      start_time: "2026-11-24T14:00:00Z",
      scheduling_url,
    });
  const page = "https://calendly.com/maya/check-in";

  test("leads to the page of its own time", () => {
    const url = `${page}/2026-11-24T14:00:00Z?month=2026-11&date=2026-11-24`;
    const reading = toSlotReading(time(url), { ...origins, eventTypeUrl: page });
    expect(reading).toMatchObject({ schedulingUrl: url, seatsLeft: 3 });
  });

  test("with a foreign page leads to the event type's page, and is left out when that did not verify either", () => {
    const foreign = time("https://evil.example/maya/check-in/2026-11-24T14:00:00Z");
    expect(toSlotReading(foreign, { ...origins, eventTypeUrl: page })?.schedulingUrl).toBe(page);
    expect(toSlotReading(foreign, { ...origins, eventTypeUrl: null })).toBeNull();
  });
});

describe("an account", () => {
  const user = (over: Record<string, unknown>) =>
    userSchema.parse({
      uri: "https://api.calendly.com/users/BBBBBBBBBBBBBBBB",
      name: "Maya Okafor",
      slug: "maya",
      email: "Maya@Northside.example",
      scheduling_url: "https://calendly.com/maya",
      timezone: "America/New_York",
      avatar_url: null,
      created_at: "2026-01-02T10:00:00.000000Z",
      updated_at: "2026-01-02T10:00:00.000000Z",
      current_organization: "https://api.calendly.com/organizations/CCCCCCCCCCCCCCCC",
      ...over,
    });

  test("has its address in lower case, as invitees are matched by it", () => {
    expect(toAccount(user({}), origins).email).toBe("maya@northside.example");
  });

  test("links to nothing but the configured Calendly, and shows no picture that is not on the web", () => {
    const account = toAccount(
      user({ scheduling_url: "https://evil.example/maya", avatar_url: "javascript:alert(1)" }),
      origins,
    );
    expect(account).toMatchObject({ schedulingUrl: "https://calendly.com/maya", avatarUrl: null });
  });
});
