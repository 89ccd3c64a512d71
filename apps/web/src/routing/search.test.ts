import { expect, test } from "vitest";
import {
  only,
  parseAddress,
  parseAvailabilitySearch,
  parseDeliveriesSearch,
  parseSessionsSearch,
  parseUsageSearch,
  writeAddress,
} from "./search.ts";

test("an address round-trips as plain text, digits included", () => {
  const search = { attempt: "0012", search: "María & Tom", view: "past" };
  expect(parseAddress(writeAddress(search))).toEqual(search);
});

test("what is empty or unset leaves no trace in the address", () => {
  expect(writeAddress({ search: "", view: undefined })).toBe("");
});

test("a session list ignores what it does not know", () => {
  expect(parseSessionsSearch({ view: "sideways", from: "2026-13-40", search: "x".repeat(101), page: "9" })).toEqual({});
  expect(parseSessionsSearch({ view: "canceled", search: "jordan" })).toEqual({ view: "canceled", search: "jordan" });
});

test("a route takes nothing from the address that its parser refused or does not know", () => {
  const search = only(parseSessionsSearch)({ view: "sideways", from: "2026-13-40", page: "9", search: "jordan" });
  expect({ ...search }).toStrictEqual({ view: undefined, from: undefined, page: undefined, search: "jordan" });
});

test("a week that is not a date is ignored", () => {
  expect(parseAvailabilitySearch({ week: "next" })).toEqual({});
  expect(parseAvailabilitySearch({ week: "2026-11-23", eventType: "evt_1" })).toEqual({
    week: "2026-11-23",
    eventType: "evt_1",
  });
});

test("usage is shown for a window that there is, the hour being the plain address", () => {
  expect(["hour", "day", "year", 7].map((window) => parseUsageSearch({ window }))).toEqual([
    {},
    { window: "day" },
    {},
    {},
  ]);
});

test("a list of deliveries takes states that exist, and leaves the rest of an address out", () => {
  expect(parseDeliveriesSearch({ state: "lost", event: "x".repeat(101), delivery: "dlv_1" })).toEqual({
    delivery: "dlv_1",
  });
  const search = { state: "trouble", event: "invitee.created", search: "dlv_a" } as const;
  expect(parseDeliveriesSearch({ ...search, page: "9" })).toEqual(search);
});
