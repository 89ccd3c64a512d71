import { describe, expect, it } from "vitest";
import { inviteeParamsOf, sameUri, uuidOf } from "./index.ts";

describe("uuidOf", () => {
  it.each([
    ["https://api.calendly.com/users/DGHKLRWXBCTPAAZQ", "DGHKLRWXBCTPAAZQ"],
    ["http://localhost:4010/scheduled_events/a-1/invitees/b-2", "b-2"],
    ["https://api.calendly.com/users/me/", "me"],
    ["https://api.calendly.com/users/me?x=/y#/z", "me"],
    ["8f0e7d0c-54a1", "8f0e7d0c-54a1"],
    ["", ""],
  ])("takes the last segment of %j", (uri, uuid) => {
    expect(uuidOf(uri)).toBe(uuid);
  });
});

describe("sameUri", () => {
  it("compares by path, as one server may be reached by two names", () => {
    expect(sameUri("https://api.calendly.com/users/A", "http://localhost:4010/users/A/")).toBe(true);
    expect(sameUri("https://api.calendly.com/users/A", "https://api.calendly.com/users/B")).toBe(false);
    expect(sameUri("https://api.calendly.com/users/A", "https://api.calendly.com/groups/A")).toBe(false);
  });
});

describe("inviteeParamsOf", () => {
  it("finds both parameters in an invitee's URI, and nothing elsewhere", () => {
    expect(inviteeParamsOf("https://api.calendly.com/scheduled_events/a-1/invitees/b-2")).toEqual({
      event_uuid: "a-1",
      invitee_uuid: "b-2",
    });
    expect(inviteeParamsOf("https://api.calendly.com/scheduled_events/a-1")).toBeNull();
    expect(inviteeParamsOf("https://api.calendly.com/scheduled_events/a-1/invitees/")).toBeNull();
  });
});
