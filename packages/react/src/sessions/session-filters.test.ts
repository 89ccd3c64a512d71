import { expect, test } from "vitest";
import { rangeTrouble } from "../time/range.ts";
import { sessionQueryOf, sortOf } from "./session-filters.ts";
import { sessionState } from "./session-status.tsx";

test("dates become instants by the viewer's clock, the last day included", () => {
  const filters = { view: "all", from: "2026-11-01", to: "2026-11-01" } as const;
  expect(sessionQueryOf(filters, {}, "America/New_York")).toMatchObject({
    // A day of 25 hours: the clocks go back.
    from: "2026-11-01T04:00:00Z",
    to: "2026-11-02T05:00:00Z",
  });
  expect(sessionQueryOf(filters, {}, "Asia/Kathmandu")).toMatchObject({
    from: "2026-10-31T18:15:00Z",
    to: "2026-11-01T18:15:00Z",
  });
});

test("a range that cannot be is named and not sent", () => {
  expect(rangeTrouble("2026-11-22", "2026-11-21")).toContain("before the first");
  expect(rangeTrouble("2026-02-30", undefined)).toContain("year-month-day");
  expect(rangeTrouble("2026-11-21", "2026-11-21")).toBeNull();
  expect(sessionQueryOf({ from: "2026-11-22", to: "2026-11-21" }, {}, "UTC")).not.toHaveProperty("from");
});

test("what is next comes first, what is past comes latest first", () => {
  expect(sortOf({})).toBe("soonest");
  expect(sortOf({ view: "past" })).toBe("latest");
  expect(sortOf({ view: "past", sort: "soonest" })).toBe("soonest");
});

test("the state follows the clock, and a move is not a loss", () => {
  const session = {
    status: "active",
    startAt: "2026-11-21T10:00:00Z",
    endAt: "2026-11-21T11:00:00Z",
    rescheduled: false,
    gone: false,
  } as const;
  expect(sessionState(session, Date.parse("2026-11-21T09:59:59Z"))).toBe("upcoming");
  expect(sessionState(session, Date.parse("2026-11-21T10:00:00Z"))).toBe("in_progress");
  expect(sessionState(session, Date.parse("2026-11-21T11:00:00Z"))).toBe("ended");
  expect(sessionState({ ...session, gone: true }, 0)).toBe("gone");
  expect(sessionState({ ...session, status: "canceled" }, 0)).toBe("canceled");
  expect(sessionState({ ...session, status: "canceled", rescheduled: true }, 0)).toBe("rescheduled");
});
