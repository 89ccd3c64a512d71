import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { decodeCoachCursor, encodeCoachCursor, hashState, isSameAccount, stateRefusal, wantsRefresh } from "./rules.ts";

const now = Temporal.Instant.from("2026-11-21T12:00:00Z");
const inMinutes = (minutes: number) => now.add({ minutes });

describe("a state that cannot be consumed", () => {
  test("is unknown when this coach never had it", () => {
    expect(stateRefusal(undefined, now)).toBe("unknown");
  });
  test("is used when it was consumed, even long ago", () => {
    expect(stateRefusal({ consumedAt: inMinutes(-60), expiresAt: inMinutes(-50) }, now)).toBe("used");
  });
  test("is expired after ten minutes, to the instant", () => {
    expect(stateRefusal({ consumedAt: null, expiresAt: now }, now)).toBe("expired");
  });
});

test("the stored state is not the state", () => {
  expect(hashState("abc")).toHaveLength(64);
  expect(hashState("abc")).not.toContain("abc");
});

describe("a token", () => {
  test("is renewed from five minutes before its end", () => {
    expect(wantsRefresh(inMinutes(6), now)).toBe(false);
    expect(wantsRefresh(inMinutes(5), now)).toBe(true);
    expect(wantsRefresh(inMinutes(-1), now)).toBe(true);
  });
  test("of unknown end is renewed", () => {
    expect(wantsRefresh(null, now)).toBe(true);
  });
});

test("an account is the same one under another origin of Calendly", () => {
  expect(isSameAccount("https://api.calendly.com/users/AAAA", "http://127.0.0.1:4010/users/AAAA")).toBe(true);
  expect(isSameAccount("https://api.calendly.com/users/AAAA", "https://api.calendly.com/users/BBBB")).toBe(false);
});

describe("a cursor", () => {
  test("goes on where the list stopped, whatever the name holds", () => {
    const last = { name: 'Zoë "Z" O’Neil, 李', id: "per_1" };
    expect(decodeCoachCursor(encodeCoachCursor(last))).toEqual(last);
  });
  test.each(["", "not-a-cursor", Buffer.from("{}").toString("base64url"), Buffer.from('["a"]').toString("base64url")])(
    "that this list did not hand out is refused: %s",
    (cursor) => {
      expect(decodeCoachCursor(cursor)).toBeNull();
    },
  );
});
