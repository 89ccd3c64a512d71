import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildSchedulingUrl,
  embedTypes,
  parseSchedulingParameters,
  parseSchedulingUrl,
  type SchedulingParameters,
} from "./index.ts";

const target = { kind: "event_type", slug: "maya-okafor", eventTypeSlug: "check-in" } as const;

describe("the parameters of a booking page", () => {
  it("are written by Calendly's names", () => {
    const url = buildSchedulingUrl(target, {
      prefill: {
        firstName: "Jordan",
        email: "jordan+1@realty.example",
        guests: ["ana@realty.example", "bo@realty.example"],
        answers: { a2: "Elm & Oak", a10: "yes" },
        date: "2026-12-01",
        month: "2026-12",
      },
      tracking: { utm_source: "punctual", utm_content: "ses_1" },
      look: { primaryColor: "#00A2FF", hideGdprBanner: true, hideEventTypeDetails: false },
      embed: { domain: "localhost:3000", type: "Inline" },
    });
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      first_name: "Jordan",
      email: "jordan+1@realty.example",
      guests: "ana@realty.example,bo@realty.example",
      a2: "Elm & Oak",
      a10: "yes",
      date: "2026-12-01",
      month: "2026-12",
      utm_source: "punctual",
      utm_content: "ses_1",
      primary_color: "00a2ff",
      hide_gdpr_banner: "1",
      embed_domain: "localhost:3000",
      embed_type: "Inline",
    });
    expect(parseSchedulingUrl(url)).toEqual(target);
  });

  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
  const hex = fc.stringMatching(/^[\da-f]{6}$/);
  const some = <T extends Record<string, fc.Arbitrary<unknown>>>(model: T) => fc.record(model, { requiredKeys: [] });
  const parameters = some({
    prefill: some({
      name: text,
      firstName: text,
      lastName: text,
      email: text,
      location: text,
      guests: fc.array(fc.emailAddress(), { minLength: 1, maxLength: 10 }),
      answers: some({ a1: text, a7: text, a10: text }).filter((answers) => Object.keys(answers).length > 0),
      date: fc.constantFrom("2026-12-01", "2028-02-29"),
      month: fc.constantFrom("2026-12", "2027-01"),
    }),
    tracking: some({
      utm_campaign: text,
      utm_source: text,
      utm_medium: text,
      utm_content: text,
      utm_term: text,
      salesforce_uuid: text,
    }),
    look: some({
      backgroundColor: hex,
      textColor: hex,
      primaryColor: hex,
      hideEventTypeDetails: fc.constant(true),
      hideLandingPageDetails: fc.constant(true),
      hideGdprBanner: fc.constant(true),
    }),
    embed: some({
      domain: fc.constantFrom("realty.example", "localhost:3000", "[::1]:8080"),
      type: fc.constantFrom(...embedTypes),
    }),
  });

  it("come back as they were given", () => {
    fc.assert(
      fc.property(parameters, (given) => {
        const filled = Object.fromEntries(
          Object.entries(given).filter(([, group]) => Object.keys(group ?? {}).length > 0),
        );
        expect(parseSchedulingParameters(buildSchedulingUrl(target, given))).toEqual(filled);
      }),
    );
  });

  it("never lead to another page, whatever they hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const url = buildSchedulingUrl(target, { prefill: { name: value, answers: { a1: value } } });
        expect(url.split("?")[0]).toBe("https://calendly.com/maya-okafor/check-in");
        expect([...new URL(url).searchParams.keys()].filter((name) => name !== "name" && name !== "a1")).toEqual([]);
      }),
    );
  });

  it.each<[string, SchedulingParameters]>([
    ["a colour that is none", { look: { primaryColor: "red;}" } }],
    ["tracking over 255 characters", { tracking: { utm_term: "x".repeat(256) } }],
    ["a guest that is two", { prefill: { guests: ["a@x.example,b@x.example"] } }],
    ["an eleventh guest", { prefill: { guests: Array<string>(11).fill("a@x.example") } }],
    ["a date that is none", { prefill: { date: "2026-13-01" } }],
    ["a domain that is an address", { embed: { domain: "https://realty.example/page" } }],
    ["an embed type with markup", { embed: { type: "<b>" } }],
  ])("refuse %s", (_, options) => {
    expect(() => buildSchedulingUrl(target, options)).toThrow(RangeError);
  });

  it.each<[string, SchedulingParameters]>([
    ["", {}],
    ["not an address", {}],
    ["https://calendly.com/maya?foo=1&name=&primary_color=red&hide_gdpr_banner=0&date=soon", {}],
    ["https://calendly.com/maya?name=A&name=B", { prefill: { name: "A" } }],
    ["https://calendly.com/maya?guests=,%20,a@x.example,", { prefill: { guests: ["a@x.example"] } }],
    ["https://calendly.com/maya?a0=x&a11=x&a1=y", { prefill: { answers: { a1: "y" } } }],
    [`https://calendly.com/maya?utm_term=${"x".repeat(256)}`, {}],
    ["https://calendly.com/maya?hide_gdpr_banner=true", { look: { hideGdprBanner: true } }],
    [
      "https://calendly.com/maya?embed_domain=evil.example%2F%3Cscript%3E&embed_type=Inline",
      { embed: { type: "Inline" } },
    ],
  ])("are read from %j as far as they can be", (url, expected) => {
    expect(parseSchedulingParameters(url)).toEqual(expected);
  });
});
