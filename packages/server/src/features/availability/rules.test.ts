import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { emptyNotice, futurePart, sharedWindow, staleNotice, windowOf } from "./rules.ts";
import type { Window } from "./types.ts";

const at = (text: string) => Temporal.Instant.from(text);

function window(asked: Parameters<typeof windowOf>[0]): Window {
  const outcome = windowOf(asked);
  if (outcome.kind !== "window") throw new Error(outcome.message);
  return outcome.window;
}

describe("a window of dates", () => {
  test("begins and ends at midnight of its zone, across the change to winter time", () => {
    const { from, to } = window({ from: "2026-10-31", to: "2026-11-02", timeZone: "America/New_York" });
    expect(from.toString()).toBe("2026-10-31T04:00:00Z");
    expect(to.toString()).toBe("2026-11-02T05:00:00Z");
  });

  test("begins at the first moment of a day whose midnight does not exist", () => {
    const { from } = window({ from: "2026-04-24", to: "2026-04-25", timeZone: "Africa/Cairo" });
    expect(from.toString()).toBe("2026-04-23T22:00:00Z");
  });

  test("of more than 42 days, or of none, is refused with what to write", () => {
    expect(windowOf({ from: "2026-11-01", to: "2026-12-13", timeZone: "UTC" }).kind).toBe("window");
    expect(windowOf({ from: "2026-11-01", to: "2026-12-14", timeZone: "UTC" })).toMatchObject({ field: "query.to" });
    expect(windowOf({ from: "2026-11-02", to: "2026-11-02", timeZone: "UTC" })).toMatchObject({ field: "query.to" });
    expect(windowOf({ from: "2026-11-02", to: "2026-11-01", timeZone: "UTC" }).kind).toBe("refused");
  });
});

test("the shared window covers the asked one in whole UTC days, in any zone", () => {
  const zones = ["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham", "Europe/Lisbon"];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 800 }),
      fc.integer({ min: 1, max: 42 }),
      (timeZone, offset, days) => {
        const first = Temporal.PlainDate.from("2026-01-01").add({ days: offset });
        const asked = window({ from: first.toString(), to: first.add({ days }).toString(), timeZone });
        const shared = sharedWindow(asked);
        expect(Temporal.Instant.compare(shared.from, asked.from)).toBeLessThanOrEqual(0);
        expect(Temporal.Instant.compare(shared.to, asked.to)).toBeGreaterThanOrEqual(0);
        expect(shared.from.epochMilliseconds % 86_400_000).toBe(0);
        expect(shared.to.epochMilliseconds % 86_400_000).toBe(0);
        expect(shared.from.until(shared.to).total("hours")).toBeLessThanOrEqual((days + 2) * 24);
      },
    ),
  );
});

describe("the part that Calendly may be asked for", () => {
  const asked = { from: at("2026-11-21T00:00:00Z"), to: at("2026-11-22T00:00:00Z") };

  test("begins a minute from now when the window has begun", () => {
    expect(futurePart(asked, at("2026-11-21T12:00:00Z"))?.from.toString()).toBe("2026-11-21T12:01:00Z");
  });

  test("is the whole window when it lies ahead", () => {
    expect(futurePart(asked, at("2026-11-20T12:00:00Z"))?.from.toString()).toBe("2026-11-21T00:00:00Z");
  });

  test("is nothing when the window is over", () => {
    expect(futurePart(asked, at("2026-11-21T23:59:00Z"))).toBeNull();
  });
});

test("no openings are told in words, with the last day included", () => {
  expect(emptyNotice({ from: "2026-11-23", to: "2026-11-30" })).toContain("from 23 November 2026 to 29 November 2026");
  expect(emptyNotice({ from: "2026-11-23", to: "2026-11-24" })).toContain("on 23 November 2026");
});

test("older openings say how old they are and why", () => {
  const failure = { kind: "calendly_rate_limited", retryAfterSeconds: null } as const;
  const notice = staleNotice(failure, at("2026-11-21T12:00:00Z"), at("2026-11-21T12:07:20Z"));
  expect(notice).toContain("too many requests");
  expect(notice).toContain("7 minutes old");
});
