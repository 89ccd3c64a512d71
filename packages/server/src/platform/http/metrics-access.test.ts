import { expect, test } from "vitest";
import { mayReadMetrics } from "./metrics-access.ts";

const from = (address: string, socket: string | null = address) => ({ address, socket });
const none = new Headers();
const forwarded = new Headers({ "x-forwarded-for": "127.0.0.1" });

test("without a token, metrics are for this machine and private networks, directly or by a trusted proxy", () => {
  expect(mayReadMetrics(null, none, from("127.0.0.1"))).toBe(true);
  expect(mayReadMetrics(null, none, from("10.1.2.3"))).toBe(true);
  expect(mayReadMetrics(null, forwarded, from("10.1.2.3", "10.0.0.1"))).toBe(true);
  expect(mayReadMetrics(null, none, from("203.0.113.9"))).toBe(false);
  expect(mayReadMetrics(null, none, from("unknown", null))).toBe(false);
});

test("a proxy that is not trusted makes nobody nearby, whatever the caller wrote", () => {
  expect(mayReadMetrics(null, forwarded, from("127.0.0.1"))).toBe(false);
  expect(mayReadMetrics(null, forwarded, from("127.0.0.1", "::ffff:127.0.0.1"))).toBe(false);
  expect(mayReadMetrics(null, new Headers({ forwarded: "for=127.0.0.1" }), from("127.0.0.1"))).toBe(false);
});

test("with a token, it alone counts", () => {
  const token = "a".repeat(32);
  const bearing = (value: string) => new Headers({ authorization: value });
  expect(mayReadMetrics(token, bearing(`Bearer ${token}`), from("203.0.113.9"))).toBe(true);
  for (const wrong of ["", `Bearer ${token}a`, `Bearer ${token.slice(1)}`, `Basic ${token}`, token]) {
    expect(mayReadMetrics(token, bearing(wrong), from("127.0.0.1"))).toBe(false);
  }
});
