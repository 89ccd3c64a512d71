import type { Usage } from "@punctual/contract";
import { expect, test } from "vitest";
import { closed, quiet } from "../../../testing/quiet-usage.ts";
import { durationWords, endpointName, shareWords, usageSentence } from "./usage-words.ts";

const coach = { coachId: "per_1", name: "Maya", calls: 90, throttled: 0, waited: 0, heldBack: 0, remaining: null };

test("the sentence says the worst thing first, and otherwise how near the limit is", () => {
  expect(usageSentence(quiet)).toBe("Nothing was asked of Calendly in the last hour.");
  const busy: Usage = {
    ...quiet,
    window: "day",
    calls: 1_200,
    failed: 12,
    coaches: [
      { ...coach, peakPerMinute: 30, limit: 50 },
      { ...coach, peakPerMinute: 200, limit: 500 },
      { ...coach, peakPerMinute: 900, limit: null },
    ],
  };
  expect(usageSentence(busy)).toBe(
    "1,200 calls in the last 24 hours, the busiest account at 30 of the 50 a minute that it may make.",
  );
  expect(usageSentence({ ...busy, failed: 240 })).toBe("20 % of the calls in the last 24 hours failed.");
  const throttled = { ...busy, failed: 240, throttled: 1 };
  expect(usageSentence(throttled)).toMatch(/^Calendly refused 1 call in the last 24 hours/);
  const away: Usage = { ...throttled, circuits: [{ ...closed, upstream: "api", state: "open", failures: 5 }] };
  expect(usageSentence(away)).toMatch(/^Calendly cannot be reached just now/);
});

test("endpoints, shares and times are said in words", () => {
  expect(endpointName("listEventTypeAvailableTimes")).toBe("List event type available times");
  expect(endpointName("oauth.refresh")).toBe("Permission: refresh");
  expect([0, 0.001, 0.5, 1].map(shareWords)).toEqual(["0 %", "under 1 %", "50 %", "100 %"]);
  expect([null, 0, 999, 1_000, 9_949, 9_951, 15_000].map(durationWords)).toEqual([
    "–",
    "0 ms",
    "999 ms",
    "1.0 s",
    "9.9 s",
    "10 s",
    "15 s",
  ]);
});
