import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { openDatabase } from "./platform/database/open.ts";
import { createTestClock, createTestServer, openTestDatabase, signIn, type TestServer } from "./testing/index.ts";

const email = "maya@punctual.example";
const right = "correct horse battery staple";

/** It stands still, so that no window slides while a test is slow. */
const clock = createTestClock("2026-11-21T12:00:00Z");
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function ask(server: TestServer, path: string, init: RequestInit, remoteAddress: string): Promise<Response> {
  const request = new Request(`${server.config.publicUrl}${path}`, init);
  return Promise.resolve(server.punctual.fetch(request, { incoming: { socket: { remoteAddress } } }));
}

const enter = (server: TestServer, password: string, remoteAddress = "203.0.113.9") => {
  const headers = { "content-type": "application/json", origin: server.config.publicUrl };
  const body = JSON.stringify({ email, password });
  return ask(server, "/api/auth/sign-in/email", { method: "POST", headers, body }, remoteAddress);
};

/** Sends these all at once, to one server and the other by turns, and tells how often each status came. */
async function statusesOf(times: number, send: (at: number) => Promise<Response>): Promise<Record<number, number>> {
  const responses = await Promise.all(Array.from({ length: times }, (_, at) => send(at)));
  for (const { status, headers } of responses) {
    if (status === 429) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  }
  const groups = Map.groupBy(responses, ({ status }) => status);
  return Object.fromEntries([...groups].map(([status, those]) => [status, those.length]));
}

describe.skipIf(inject("testDatabase").kind === "pglite")("two servers on one Postgres", () => {
  let servers: readonly [TestServer, TestServer];
  beforeEach(async () => {
    const open = await openTestDatabase();
    if (open.driver.kind !== "postgres") throw new Error("This is about Postgres.");
    const options = { clock, limits: { writes: 10, failedSignIn: 4 } };
    const one = await createTestServer({ ...options, open });
    closing.push(() => one.close());
    const another = await openDatabase({ kind: "postgres", url: open.driver.url });
    const two = await createTestServer({ ...options, open: another });
    closing.push(() => two.close());
    servers = [one, two];
  });

  test("let through together as many changes as one would", async () => {
    const [one, two] = servers;
    const browsers = [await signIn(one, "coach"), await signIn(two, "coach")] as const;
    const rename = (at: number) =>
      (at % 2 === 0 ? browsers[0] : browsers[1]).call("/api/me", { method: "PATCH", body: { name: `Name ${at}` } });
    expect(await statusesOf(40, rename)).toEqual({ 200: 10, 429: 30 });
    expect(await statusesOf(2, rename)).toEqual({ 429: 2 });
    // Reading is another class.
    for (const browser of browsers) expect((await browser.call("/api/me")).status).toBe(200);
    clock.advance({ minutes: 2 });
    expect(await statusesOf(40, rename)).toEqual({ 200: 10, 429: 30 });
  }, 60_000);

  test("let through together as many wrong passwords as one would; then the right one does not help there, and does elsewhere", async () => {
    const [one, two] = servers;
    await signIn(one, "coach", { email });
    const guess = (at: number) => enter(at % 2 === 0 ? one : two, "a wrong password");
    expect(await statusesOf(24, guess)).toEqual({ 401: 4, 429: 20 });
    for (const server of servers) {
      expect((await enter(server, right)).status).toBe(429);
      expect((await enter(server, right, "198.51.100.7")).status).toBe(200);
    }
  }, 60_000);
});

test("an IPv6 address counts by its /64, at the API, at sign-in and for reports of browsers alike", async () => {
  const server = await createTestServer({ clock, limits: { perAddress: 3 } });
  closing.push(() => server.close());
  const report = { method: "POST", headers: { "content-type": "application/reports+json" }, body: "[]" };
  const status = async (path: string, address: string, init: RequestInit = {}) =>
    (await ask(server, path, init, address)).status;
  expect(await status("/api/policy-reports", "2001:db8:1:1::1", report)).toBe(204);
  expect(await status("/api/auth/get-session", "2001:db8:1:1::2")).toBe(200);
  expect(await status("/api/config", "2001:db8:1:1::3")).toBe(200);
  expect(await status("/api/config", "2001:db8:1:1::4")).toBe(429);
  expect(await status("/api/auth/get-session", "2001:db8:1:1::5")).toBe(429);
  expect(await status("/api/config", "2001:db8:1:2::1")).toBe(200);
});

test("what breaks on our side counts as no failed attempt", async () => {
  const open = await openTestDatabase();
  const server = await createTestServer({ open, clock, limits: { failedSignIn: 2 } });
  closing.push(() => server.close());
  const coach = await signIn(server, "coach");
  const change = async (currentPassword: string) => {
    const body = { currentPassword, newPassword: "another horse battery staple" };
    return (await coach.call("/api/me/password", { method: "PUT", body })).status;
  };
  await open.database.execute(sql`alter table punctual.login_accounts rename to login_accounts_away`);
  try {
    for (let n = 0; n < 5; n += 1) expect(await change(right)).toBe(500);
  } finally {
    await open.database.execute(sql`alter table punctual.login_accounts_away rename to login_accounts`);
  }
  expect(await change("a wrong password")).toBe(400);
  expect(await change("a wrong password")).toBe(400);
  expect(await change(right)).toBe(429);
}, 60_000);
