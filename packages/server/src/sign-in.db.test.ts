import { asc } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OpenDatabase } from "./platform/database/open.ts";
import { securityCounts } from "./platform/database/schema.ts";
import { accountKey } from "./platform/security/account-key.ts";
import { createTestClock, createTestServer, type TestServer } from "./testing/index.ts";
import { openTestDatabase } from "./testing/test-database.ts";

const right = "correct horse battery staple";
const maya = "maya@punctual.example";
const home = "198.51.100.7";
/** Each attempt costs a slow hash: a few show the same as many. */
const few = { failedSignIn: 3, failedByAccount: 8, failedByAddress: 6 };

let server: TestServer;
let open: OpenDatabase;
const clock = createTestClock("2026-11-21T12:00:00Z");
beforeEach(async () => {
  clock.set("2026-11-21T12:00:00Z");
  open = await openTestDatabase();
  server = await createTestServer({ open, clock, limits: few });
  await server.punctual.people.ensureAll(
    [maya, "ana@punctual.example"].map((email) => ({
      name: email,
      email,
      role: "coach" as const,
      password: right,
      emailVerified: true,
      timeZone: null,
    })),
  );
});
afterEach(() => server.close());

interface Attempt {
  readonly email?: string;
  readonly password?: string;
  readonly from?: string;
  readonly cookie?: string;
}

async function enter({ email = maya, password = "a wrong password", from = home, cookie = "" }: Attempt) {
  const request = new Request(`${server.config.publicUrl}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.config.publicUrl, cookie },
    body: JSON.stringify({ email, password }),
  });
  return server.punctual.fetch(request, { incoming: { socket: { remoteAddress: from } } });
}

async function fail(times: number, attempt: (n: number) => Attempt): Promise<number[]> {
  const statuses = [];
  for (let n = 0; n < times; n += 1) statuses.push((await enter(attempt(n))).status);
  return statuses;
}

const deviceOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .filter((one) => one.includes("device"))
    .map((one) => one.split(";")[0])
    .join();

test("many addresses that guess at one account are slowed, and whoever signed in to it before still gets in", async () => {
  const device = deviceOf(await enter({ password: right }));
  expect(device).not.toBe("");
  const statuses = await fail(10, (n) => ({ from: `203.0.113.${n}` }));
  expect([statuses.filter((status) => status === 401).length, statuses.at(-1)]).toEqual([8, 429]);
  // Even the right password does not help somebody who was never here.
  expect((await enter({ password: right, from: "192.0.2.1" })).status).toBe(429);
  expect((await enter({ password: right, cookie: device })).status).toBe(200);
  expect((await enter({ password: right, from: "192.0.2.200", cookie: device })).status).toBe(200);
  expect((await enter({ email: "ana@punctual.example", password: right, from: "192.0.2.1" })).status).toBe(200);
  clock.advance({ minutes: 30 });
  expect((await enter({ password: right, from: "192.0.2.1" })).status).toBe(200);
}, 60_000);

test("a known browser that guesses is slowed by itself; its cookie is good for its own account and made by us alone", async () => {
  const device = deviceOf(await enter({ password: right }));
  const anas = deviceOf(await enter({ email: "ana@punctual.example", password: right }));
  expect(await fail(4, () => ({ cookie: device }))).toEqual([401, 401, 401, 429]);
  // Without the cookie it is a stranger at this address, whose failures were none so far.
  expect((await enter({ password: right })).status).toBe(200);

  await fail(8, (n) => ({ from: `203.0.113.${n}` }));
  const forged = device.replace(/=(.)/, (_, first: string) => `=${first === "A" ? "B" : "A"}`);
  const renamed = `${device.split("=")[0]}=${anas.split("=")[1]}`;
  for (const cookie of [anas, forged, renamed, `${device.split("=")[0]}=..`, `${device}.x`]) {
    expect((await enter({ password: right, from: "192.0.2.1", cookie })).status).toBe(429);
  }
}, 60_000);

test("one address that tries many accounts is slowed, and the household at the next /64 is not", async () => {
  const statuses = await fail(7, (n) => ({ email: `person${n}@punctual.example`, from: `2001:db8:1:1::${n + 1}` }));
  expect([statuses.filter((status) => status === 401).length, statuses.at(-1)]).toEqual([6, 429]);
  expect((await enter({ password: right, from: "2001:db8:1:1::99" })).status).toBe(429);
  expect((await enter({ password: right, from: "2001:db8:1:2::99" })).status).toBe(200);
}, 60_000);

test("guesses that come all at once are no more than the limit", async () => {
  const statuses = await Promise.all(Array.from({ length: 12 }, () => enter({}).then(({ status }) => status)));
  expect(statuses.filter((status) => status === 401)).toHaveLength(3);
}, 60_000);

test("an account that is not there is answered and limited like one that is", async () => {
  const bodies = [];
  for (const email of [maya, "nobody@punctual.example"]) {
    const answers = [];
    for (let n = 0; n < 4; n += 1) {
      const response = await enter({ email, from: email === maya ? "203.0.113.1" : "203.0.114.1" });
      const { requestId: _, ...body } = (await response.json()) as { requestId: string };
      answers.push([response.status, body, response.headers.get("retry-after")]);
    }
    bodies.push(answers);
  }
  expect(bodies[0]).toEqual(bodies[1]);
}, 60_000);

test("failures are counted by network and by a stand-in for the account; neither address nor e-mail is kept", async () => {
  const device = deviceOf(await enter({ password: right }));
  await enter({ from: "203.0.113.9" });
  await enter({ from: "203.0.113.10", email: "MAYA@punctual.example" });
  await enter({ cookie: device });
  await server.close();
  const rows = await open.database
    .select()
    .from(securityCounts)
    .orderBy(asc(securityCounts.kind), asc(securityCounts.source));
  const subject = accountKey(server.config.auth.secret, maya);
  expect(rows.map(({ kind, source, count, subject: about }) => [kind, source, count, about])).toEqual([
    ["account_guessed", "203.0.113.0/24", 2, subject],
    ["sign_in_failed", "198.51.100.0/24", 1, subject],
    ["sign_in_failed", "203.0.113.0/24", 2, subject],
  ]);
  expect(JSON.stringify(rows)).not.toContain("maya");
  open = await openTestDatabase();
  server = await createTestServer({ open, clock, limits: few });
}, 60_000);
