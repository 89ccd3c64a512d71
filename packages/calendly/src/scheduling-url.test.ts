import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildSchedulingUrl, parseSchedulingUrl, type SchedulingTarget } from "./index.ts";

const laptop = { bookingUrl: "http://localhost:4010" };

describe("parseSchedulingUrl", () => {
  it.each([
    ["https://calendly.com/maya-okafor", { kind: "profile", slug: "maya-okafor" }],
    ["https://calendly.com/maya-okafor/", { kind: "profile", slug: "maya-okafor" }],
    ["  https://www.calendly.com/maya-okafor  ", { kind: "profile", slug: "maya-okafor" }],
    [
      "HTTPS://CALENDLY.COM/maya-okafor/60-minute-coaching?month=2026-12#top",
      { kind: "event_type", slug: "maya-okafor", eventTypeSlug: "60-minute-coaching" },
    ],
    [
      "https://calendly.com/maya-okafor/check-in/2026-12-01T15:00:00Z?month=2026-12&date=2026-12-01",
      { kind: "event_time", slug: "maya-okafor", eventTypeSlug: "check-in", startTime: "2026-12-01T15:00:00Z" },
    ],
    [
      "https://calendly.com/maya-okafor/check-in/2026-12-01T10%3A00%3A00-05%3A00",
      { kind: "event_time", slug: "maya-okafor", eventTypeSlug: "check-in", startTime: "2026-12-01T10:00:00-05:00" },
    ],
    [
      "https://calendly.com/d/cqr7-k2m-8xd/check-in",
      { kind: "single_use", code: "cqr7-k2m-8xd", eventTypeSlug: "check-in" },
    ],
    ["https://calendly.com/cancellations/2f3f7a52-0d0c", { kind: "cancellation", inviteeUuid: "2f3f7a52-0d0c" }],
    ["https://calendly.com/reschedulings/2f3f7a52-0d0c", { kind: "rescheduling", inviteeUuid: "2f3f7a52-0d0c" }],
    ["https://calendly.com/routing/intake", { kind: "routing_form", slug: "intake" }],
    ["https://calendly.com/app/contacts/093e7d5f-dbaa", { kind: "contact", contactUuid: "093e7d5f-dbaa" }],
  ])("understands %s", (url, target) => {
    expect(parseSchedulingUrl(url)).toEqual(target);
  });

  it.each([
    ["", "not_a_url"],
    ["calendly.com/maya", "not_a_url"],
    ["http://calendly.com/maya", "not_https"],
    ["javascript:alert(1)//calendly.com/maya", "not_https"],
    ["data:text/html,<b>", "not_https"],
    ["https://calendly.com.evil.example/maya", "foreign_host"],
    ["https://evil.example/calendly.com/maya", "foreign_host"],
    ["https://notcalendly.com/maya", "foreign_host"],
    ["https://calendly.com:8443/maya", "foreign_host"],
    ["https:\\\\evil.example\\maya", "foreign_host"],
    ["https://calendly.com@evil.example/maya", "has_credentials"],
    ["https://maya:secret@calendly.com/maya", "has_credentials"],
    ["https://api.calendly.com/event_types/8f0e7d0c", "api_address"],
    ["https://calendly.com", "no_path"],
    ["https://calendly.com/?utm_source=x", "no_path"],
    ["https://calendly.com/login", "reserved_path"],
    ["https://calendly.com/app/scheduled_events", "reserved_path"],
    ["https://calendly.com/app/contacts", "reserved_path"],
    ["https://calendly.com/app/contacts/..%2Fadmin", "reserved_path"],
    ["https://calendly.com/d/abcd-brv8/check-in/2026-12-01T15:00:00Z", "unknown_path"],
    ["https://calendly.com/oauth/authorize", "reserved_path"],
    ["https://calendly.com/d", "unknown_path"],
    ["https://calendly.com/d/abcd", "unknown_path"],
    ["https://calendly.com/cancellations", "unknown_path"],
    ["https://calendly.com/maya//check-in", "unknown_path"],
    ["https://calendly.com/maya/check-in/tomorrow", "unknown_path"],
    ["https://calendly.com/maya/a/2026-12-01T15:00:00Z/b", "unknown_path"],
    ["https://calendly.com/maya%2Fcheck-in", "unknown_path"],
    ["https://calendly.com/%E0%A4%A", "unknown_path"],
    ["https://calendly.com/<script>", "unknown_path"],
  ])("says why it refuses %j", (url, reason) => {
    expect(parseSchedulingUrl(url)).toEqual({ kind: "invalid", reason });
  });

  it("takes plain http only where the booking pages themselves are plain http", () => {
    const target = { kind: "event_type", slug: "maya", eventTypeSlug: "check-in" };
    expect(parseSchedulingUrl("http://localhost:4010/maya/check-in", laptop)).toEqual(target);
    expect(parseSchedulingUrl("http://localhost:4011/maya", laptop)).toEqual({
      kind: "invalid",
      reason: "foreign_host",
    });
    expect(parseSchedulingUrl("https://calendly.com/maya", laptop)).toEqual({
      kind: "invalid",
      reason: "foreign_host",
    });
  });

  it("never throws, and what it accepts leads to the booking pages", () => {
    const addresses = fc.oneof(
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(addresses, (url) => {
        const target = parseSchedulingUrl(url);
        if (target.kind !== "invalid") expect(new URL(buildSchedulingUrl(target)).origin).toBe("https://calendly.com");
      }),
    );
  });
});

describe("buildSchedulingUrl", () => {
  const word = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,30}$/);
  const ofProfile = (slug: string) => parseSchedulingUrl(`https://calendly.com/${slug}`).kind === "profile";
  const slugs = word.filter(ofProfile);
  const startTimes = fc
    .date({ min: new Date(0), max: new Date("2100-01-01T00:00:00Z"), noInvalidDate: true })
    .map((date) => date.toISOString());
  const targets: fc.Arbitrary<SchedulingTarget> = fc.oneof(
    fc.record({ kind: fc.constant("profile"), slug: slugs }),
    fc.record({ kind: fc.constant("event_type"), slug: slugs, eventTypeSlug: word }),
    fc.record({ kind: fc.constant("event_time"), slug: slugs, eventTypeSlug: word, startTime: startTimes }),
    fc.record({ kind: fc.constant("single_use"), code: word, eventTypeSlug: word }),
    fc.record({ kind: fc.constant("cancellation"), inviteeUuid: word }),
    fc.record({ kind: fc.constant("rescheduling"), inviteeUuid: word }),
    fc.record({ kind: fc.constant("routing_form"), slug: word }),
    fc.record({ kind: fc.constant("contact"), contactUuid: word }),
  );

  it("is the inverse of parsing, on the public site and on a laptop", () => {
    fc.assert(
      fc.property(targets, fc.constantFrom({}, laptop), (target, options) => {
        expect(parseSchedulingUrl(buildSchedulingUrl(target, options), options)).toEqual(target);
      }),
    );
  });

  it("cannot be talked out of its host by what a slug contains", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (slug) => {
        expect(new URL(buildSchedulingUrl({ kind: "profile", slug })).origin).toBe("https://calendly.com");
      }),
    );
  });
});
