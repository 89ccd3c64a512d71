import { describe, expect, test } from "vitest";
import { addDays, dateIn, minutesAhead, startOfDate, weekStart } from "./calendar.ts";
import { formatDate, formatTime, sameClock, zoneCity, zoneLabel } from "./format.ts";
import { formatCountdown, formatRelative } from "./relative.ts";
import { presentZoneName } from "./zone-names.ts";

const kolkata = { timeZone: "Asia/Kolkata", locale: "en-GB" };
const chatham = { timeZone: "Pacific/Chatham", locale: "en-GB" };
const newYork = { timeZone: "America/New_York", locale: "en-GB" };

describe("times in zones with odd offsets", () => {
  test("an instant shows as the wall clock of each zone", () => {
    expect(formatTime("2026-11-21T19:30:00Z", kolkata)).toBe("01:00");
    expect(formatTime("2026-11-21T19:30:00Z", chatham)).toBe("09:15");
  });
  test("the date is the zone's own", () => {
    expect(dateIn("2026-11-21T19:30:00Z", "Asia/Kolkata")).toBe("2026-11-22");
    expect(dateIn("2026-11-21T19:30:00Z", "America/New_York")).toBe("2026-11-21");
  });
  test("the difference between two clocks is told to the minute", () => {
    expect(minutesAhead("2026-11-21T19:30:00Z", "America/New_York", "Asia/Kolkata")).toBe(630);
    expect(minutesAhead("2026-11-21T19:30:00Z", "Pacific/Chatham", "Asia/Kolkata")).toBe(-495);
  });
});

describe("across changes of the clocks", () => {
  test("New York's clock moves an hour on 1 November 2026", () => {
    expect(formatTime("2026-11-01T05:30:00Z", newYork)).toBe("01:30");
    expect(formatTime("2026-11-01T06:30:00Z", newYork)).toBe("01:30");
    expect(formatTime("2026-11-01T07:30:00Z", newYork)).toBe("02:30");
  });
  test("zones that agree today may differ next week", () => {
    expect(sameClock("2026-10-20T12:00:00Z", "America/Phoenix", "America/Los_Angeles")).toBe(true);
    expect(sameClock("2026-11-02T12:00:00Z", "America/Phoenix", "America/Los_Angeles")).toBe(false);
  });
  test("a date begins where the zone says, even where midnight is skipped", () => {
    expect(startOfDate("2026-03-08", "America/New_York")).toBe("2026-03-08T05:00:00Z");
    expect(startOfDate("2026-03-09", "America/New_York")).toBe("2026-03-09T04:00:00Z");
    // Cairo moves its clocks at midnight: that day begins at 01:00.
    expect(startOfDate("2026-04-24", "Africa/Cairo")).toBe("2026-04-23T22:00:00Z");
  });
  test("days are counted by the calendar, not by 24 hours", () => {
    const now = Date.parse("2026-10-31T16:00:00Z");
    expect(formatRelative("2026-11-01T17:00:00Z", now, newYork)).toBe("tomorrow");
  });
});

describe("how far off", () => {
  const now = Date.parse("2026-11-21T19:05:00Z");
  test.each([
    ["2026-11-21T19:05:10Z", "now"],
    ["2026-11-21T19:30:00Z", "in 25 min"],
    ["2026-11-21T19:00:00Z", "5 min ago"],
    ["2026-11-21T22:05:00Z", "in 3 hr"],
    ["2026-11-22T15:00:00Z", "tomorrow"],
    ["2026-11-20T15:00:00Z", "yesterday"],
    ["2026-11-27T15:00:00Z", "in 6 days"],
  ])("%s is %s", (instant, words) => {
    expect(formatRelative(instant, now, newYork)).toBe(words);
  });
  test("a few hours over midnight are hours, not tomorrow", () => {
    expect(formatRelative("2026-11-22T05:30:00Z", Date.parse("2026-11-22T03:30:00Z"), newYork)).toBe("in 2 hr");
  });
  test("a countdown runs to nothing", () => {
    expect(formatCountdown("2026-11-21T19:09:05Z", now)).toBe("4:05");
    expect(formatCountdown("2026-11-21T20:09:05Z", now)).toBe("1:04:05");
    expect(formatCountdown("2026-11-21T19:05:00Z", now)).toBeNull();
  });
});

describe("by locale", () => {
  test("hours are 12 or 24 as people there write them", () => {
    const us = { timeZone: "America/New_York", locale: "en-US" };
    expect(formatTime("2026-11-21T19:30:00Z", us).replace(/\s/gu, " ")).toBe("2:30 PM");
    expect(formatTime("2026-11-21T14:30:00Z", newYork)).toBe("09:30");
  });
  test("the year is said only when it is another one", () => {
    const now = Date.parse("2026-11-21T12:00:00Z");
    expect(formatDate("2026-12-01T15:00:00Z", newYork, now)).toBe("Tue 1 Dec");
    expect(formatDate("2027-01-05T15:00:00Z", newYork, now)).toBe("Tue, 5 Jan 2027");
  });
  test("a week begins on the day that is asked for", () => {
    expect(weekStart("2026-11-22", 1)).toBe("2026-11-16");
    expect(weekStart("2026-11-22", 7)).toBe("2026-11-22");
    expect(addDays("2026-12-28", 7)).toBe("2027-01-04");
  });
});

test("a zone is named by its place", () => {
  expect(zoneCity("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
  expect(zoneLabel("Asia/Kathmandu", "2026-11-21T12:00:00Z")).toBe("Kathmandu (GMT+5:45)");
});

test("a zone that was renamed is called as people there call it, and tells the same time", () => {
  expect(zoneCity("Asia/Calcutta")).toBe("Kolkata");
  expect(zoneCity("Europe/Kiev")).toBe("Kyiv");
  expect(sameClock("2026-11-21T12:00:00Z", "Asia/Calcutta", presentZoneName("Asia/Calcutta"))).toBe(true);
});
