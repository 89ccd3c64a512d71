import { expect, test, vi } from "vitest";
import { createClientAddresses, parseRange } from "./client-address.ts";

const forwarded = (value: string) => new Headers({ "x-forwarded-for": value });

test("without trusted proxies the header is ignored, whatever it says, and said so once", () => {
  const ignored = vi.fn();
  const addresses = createClientAddresses([], ignored);
  expect(addresses.of("10.0.0.2", forwarded("198.51.100.7"))).toBe("10.0.0.2");
  expect(addresses.of("10.0.0.2", forwarded("198.51.100.8"))).toBe("10.0.0.2");
  expect(ignored).toHaveBeenCalledTimes(1);
  expect(addresses.of("203.0.113.9", forwarded("127.0.0.1"))).toBe("203.0.113.9");
});

test("a trusted proxy is believed as far as it wrote, and no further", () => {
  const { of } = createClientAddresses(["10.0.0.0/8", "fd00::/8"]);
  expect(of("10.0.0.2", forwarded("198.51.100.7"))).toBe("198.51.100.7");
  // The caller wrote the first two to look like somebody else, or like a proxy.
  expect(of("10.0.0.2", forwarded("192.0.2.1, 10.9.9.9, 198.51.100.7"))).toBe("198.51.100.7");
  expect(of("::ffff:10.0.0.2", forwarded("198.51.100.7, 10.1.1.1"))).toBe("198.51.100.7");
  expect(of("fd00::5", forwarded("2001:db8::7"))).toBe("2001:db8::7");
  expect(of("203.0.113.9", forwarded("198.51.100.7"))).toBe("203.0.113.9");
});

test.each([
  ["nonsense", "10.0.0.2"],
  ["", "10.0.0.2"],
  ["198.51.100.7, nonsense", "10.0.0.2"],
  ["nonsense, 10.0.0.3", "10.0.0.3"],
  ["198.51.100.7:4711", "198.51.100.7"],
  ["[2001:db8::1]:4711", "2001:db8::1"],
  ["198.51.100.7\u0000", "10.0.0.2"],
])("a header that holds %j names %s", (header, expected) => {
  const headers = { get: () => header } as unknown as Headers;
  expect(createClientAddresses(["10.0.0.0/8"]).of("10.0.0.2", headers)).toBe(expected);
});

test("a host that does not tell the connection's address leaves the caller unknown: the header alone proves nothing", () => {
  expect(createClientAddresses(["10.0.0.0/8"]).of(null, forwarded("10.0.0.2"))).toBe("unknown");
});

test("ranges are read strictly", () => {
  expect(["10.0.0.0/8", "10.0.0.1", "2001:db8::/32"].map((text) => parseRange(text)?.[1])).toEqual([8, 32, 32]);
  for (const bad of [
    "",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "0.0.0.0/0",
    "example.com",
    "10.0.0.0/-1",
    "10.1/8",
  ]) {
    expect(parseRange(bad)).toBeNull();
  }
});
