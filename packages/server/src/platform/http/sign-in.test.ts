import { beforeEach, expect, test } from "vitest";
import { createTestClock } from "../../testing/test-context.ts";
import { createLimits } from "../limits/limits.ts";
import { defaultLimits } from "../limits/settings.ts";
import { silentLog } from "../logger.ts";
import type { SecurityEvent } from "../security/count-events.ts";
import { createKnownDevices } from "./known-devices.ts";
import { problem, raw } from "./reply.ts";
import { guardSignIn, type SignInGuard } from "./sign-in.ts";

const right = "correct horse battery staple";
const maya = "maya@punctual.example";
const home = "198.51.100.7";
const secret = "a-secret-for-tests-that-is-long-enough";

const clock = createTestClock("2026-11-21T12:00:00Z");
let guard: SignInGuard;
let counted: [kind: string, event: SecurityEvent][];
/** How many passwords were looked at: each costs a slow hash. */
let hashed: number;
beforeEach(() => {
  clock.set("2026-11-21T12:00:00Z");
  counted = [];
  hashed = 0;
  guard = {
    limits: createLimits(defaultLimits, { store: null, clock, log: silentLog, reportMs: null }),
    security: {
      count: (kind, event) => void counted.push([kind, event]),
      totals: {} as never,
      flush: async () => undefined,
      close: async () => undefined,
    },
    devices: createKnownDevices(secret, { secure: true }),
    clock,
    secret,
    identity: async (request) => {
      hashed += 1;
      const { password } = (await request.json()) as { password?: string };
      if (password === "database away") throw new Error("away");
      return password === right
        ? raw(new Response("{}", { headers: { "set-cookie": "punctual.session_token=t" } }))
        : problem("unauthenticated", "That e-mail address and password do not belong together.");
    },
  };
});

interface Attempt {
  readonly email?: string;
  readonly password?: string;
  readonly from?: string;
  readonly cookie?: string;
}

async function enter({ email = maya, password = "a wrong password", from = home, cookie = "" }: Attempt) {
  const request = new Request("https://punctual.example/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json", cookie },
    body: JSON.stringify({ email, password }),
  });
  const response = await guardSignIn(guard, { request, address: from, requestId: "req_1" });
  if (response === null) throw new Error("no answer");
  return response;
}

async function fail(times: number, attempt: (n: number) => Attempt): Promise<number[]> {
  const statuses = [];
  for (let n = 0; n < times; n += 1) statuses.push((await enter(attempt(n))).status);
  return statuses;
}

const deviceOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .find((one) => one.includes("device"))
    ?.split(";")[0] ?? "";

test("many addresses that guess at one account are slowed, and whoever signed in to it before still gets in", async () => {
  const device = deviceOf(await enter({ password: right }));
  expect(device).toMatch(/^__Secure-punctual\.device_/);
  const statuses = await fail(60, (n) => ({ from: `203.0.113.${n}` }));
  expect(statuses).toEqual([...Array(50).fill(401), ...Array(10).fill(429)]);
  // Even the right password does not help somebody who was never here; somebody else's account is none of it.
  expect((await enter({ password: right, from: "192.0.2.1" })).status).toBe(429);
  expect((await enter({ password: right, from: "192.0.2.1", email: "ana@punctual.example" })).status).toBe(200);
  expect((await enter({ password: right, cookie: device })).status).toBe(200);
  expect((await enter({ password: right, from: "192.0.2.200", cookie: `a=b; ${device}` })).status).toBe(200);
  clock.advance({ minutes: 30 });
  expect((await enter({ password: right, from: "192.0.2.1" })).status).toBe(200);
});

test("one address that guesses is slowed more and more, and the owner gets in from any other", async () => {
  const waits: number[] = [];
  for (let n = 0; n < 60; n += 1) {
    const response = await enter({ from: "203.0.113.9" });
    if (response.status === 401) continue;
    const seconds = Number(response.headers.get("retry-after"));
    expect(await response.json()).toMatchObject({ code: "rate_limited" });
    expect((await enter({ password: right })).status).toBe(200);
    waits.push(seconds);
    clock.advance({ seconds });
  }
  expect(Math.min(...waits)).toBeLessThanOrEqual(15 * 60);
  expect(Math.max(...waits)).toBeGreaterThan(60 * 60);
});

test("whoever is told to wait costs no hash, and counts against nobody", async () => {
  await fail(10, () => ({ from: "203.0.113.9" }));
  expect(hashed).toBe(10);
  expect(await fail(200, () => ({ from: "203.0.113.9" }))).toEqual(Array(200).fill(429));
  expect(hashed).toBe(10);
  // The account was guessed at ten times, not two hundred: the next stranger may try.
  expect((await enter({ from: "203.0.114.1" })).status).toBe(401);
});

test("a known browser that guesses is slowed by itself; its cookie is good for its own account, for 180 days, and made by us alone", async () => {
  const device = deviceOf(await enter({ password: right }));
  const anas = deviceOf(await enter({ email: "ana@punctual.example", password: right }));
  expect(await fail(11, () => ({ cookie: device }))).toEqual([...Array(10).fill(401), 429]);
  // Without the cookie it is a stranger at this address, whose failures were none so far.
  expect((await enter({ password: right })).status).toBe(200);

  await fail(60, (n) => ({ from: `203.0.113.${n}` }));
  const [name = "", value = ""] = device.split("=");
  const forged = `${name}=${value.startsWith("A") ? "B" : "A"}${value.slice(1)}`;
  const longer = `${name}=${value.replace(/\.\d+\./, ".99999999999.")}`;
  for (const cookie of [anas, forged, longer, `${name}=${anas.split("=")[1]}`, `${name}=..`, `${device}.x`, name]) {
    expect((await enter({ password: right, from: "192.0.2.1", cookie })).status).toBe(429);
  }
  clock.advance({ hours: 24 * 181 });
  await fail(60, (n) => ({ from: `203.0.113.${n}` }));
  expect((await enter({ password: right, from: "192.0.2.1", cookie: device })).status).toBe(429);
});

test("one address that tries many accounts is slowed, by its /64; the household next to it is not", async () => {
  const statuses = await fail(55, (n) => ({ email: `person${n}@punctual.example`, from: `2001:db8:1:1::${n + 1}` }));
  expect(statuses).toEqual([...Array(50).fill(401), ...Array(5).fill(429)]);
  expect((await enter({ password: right, from: "2001:db8:1:1::99" })).status).toBe(429);
  expect((await enter({ password: right, from: "2001:db8:1:2::99" })).status).toBe(200);
});

test("every request to these endpoints counts for its address, whatever it asks for", async () => {
  guard = {
    ...guard,
    limits: createLimits({ ...defaultLimits, perAddress: 3 }, { store: null, clock, log: silentLog, reportMs: null }),
  };
  guard = { ...guard, identity: async () => raw(Response.json(null)) };
  const ask = async (path: string, method: string, address: string) => {
    const headers = { "content-type": "application/json" };
    const request = new Request(`https://punctual.example/api/auth${path}`, {
      method,
      headers,
      ...(method === "POST" ? { body: "{}" } : {}),
    });
    return (await guardSignIn(guard, { request, address, requestId: "req_1" }))?.status;
  };
  expect(await ask("/get-session", "GET", "2001:db8:1:1::1")).toBe(200);
  expect(await ask("/sign-out", "POST", "2001:db8:1:1::2")).toBe(200);
  expect(await ask("/nothing", "DELETE", "2001:db8:1:1::3")).toBe(200);
  expect(await ask("/get-session", "GET", "2001:db8:1:1::4")).toBe(429);
  expect(await ask("/sign-out", "POST", "2001:db8:1:1::5")).toBe(429);
  expect(await ask("/get-session", "GET", "2001:db8:1:2::1")).toBe(200);
  expect(counted).toEqual(Array(2).fill(["limit_hit", { source: expect.any(String), subject: "perAddress" }]));
});

test("guesses that come all at once are no more than the limit", async () => {
  const statuses = await Promise.all(Array.from({ length: 40 }, () => enter({}).then(({ status }) => status)));
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
});

test("an account is the same however it is written, and a body that names none is limited by its address", async () => {
  const spellings = [maya, "MAYA@punctual.example", ` ${maya} `];
  expect(await fail(11, (n) => ({ email: spellings[n % 3] ?? maya }))).toEqual([...Array(10).fill(401), 429]);
  expect(await fail(11, () => ({ email: "", from: "192.0.2.9" }))).toEqual([...Array(10).fill(401), 429]);
});

test("what fails through no fault of the caller's is no guess", async () => {
  for (let n = 0; n < 20; n += 1) await expect(enter({ password: "database away" })).rejects.toThrow("away");
  expect((await enter({ password: right })).status).toBe(200);
});

test("failures are counted with a stand-in for the account: a guess only where the browser is not known", async () => {
  const device = deviceOf(await enter({ password: right }));
  await enter({ from: "203.0.113.9" });
  await enter({ cookie: device });
  expect(counted.map(([kind]) => kind)).toEqual(["sign_in_failed", "account_guessed", "sign_in_failed"]);
  expect(new Set(counted.map(([, { subject }]) => subject)).size).toBe(1);
  expect(JSON.stringify(counted)).not.toContain("maya");
});
