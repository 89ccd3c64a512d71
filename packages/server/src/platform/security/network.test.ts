import { expect, test } from "vitest";
import { callerOf, isNearby, networkOf } from "./network.ts";

test("limits count an IPv4 address however the socket writes it, and IPv6 by its /64", () => {
  expect(callerOf("203.0.113.9")).toBe("203.0.113.9");
  expect(callerOf("::ffff:203.0.113.9")).toBe("203.0.113.9");
  expect(callerOf("::ffff:cb00:7109")).toBe("203.0.113.9");
  expect(callerOf("2001:db8:1:2:aaaa::1")).toBe(callerOf("2001:0db8:0001:0002:bbbb:cccc:dddd:eeee"));
  expect(callerOf("2001:db8:1:2::1")).not.toBe(callerOf("2001:db8:1:3::1"));
});

test("counts keep the network alone", () => {
  expect(networkOf("203.0.113.9")).toBe("203.0.113.0/24");
  expect(networkOf("::ffff:203.0.113.9")).toBe("203.0.113.0/24");
  expect(networkOf("2001:db8:1:2:aaaa::1")).toBe("2001:db8:1::/48");
});

test.each([
  "",
  "unknown",
  "localhost",
  "127.1",
  "0x7f000001",
  "1.2.3.4:80",
  "1.2.3.4, 5.6.7.8",
  "999.1.1.1",
  "::ffff:",
])("what is no address has no network and one caller: %s", (text) => {
  expect(networkOf(text)).toBe("");
  expect(callerOf(text)).toBe("unknown");
});

test("nearby is this machine and private networks, not the rest", () => {
  expect(["127.0.0.1", "::1", "10.1.2.3", "192.168.0.4", "::ffff:172.16.0.1", "fd00::1"].map(isNearby)).toEqual(
    Array(6).fill(true),
  );
  expect(["203.0.113.9", "172.32.0.1", "2001:db8::1", "unknown", "0.0.0.0"].map(isNearby)).toEqual(
    Array(5).fill(false),
  );
});
