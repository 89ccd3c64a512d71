import { afterEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import type { Settings } from "../settings.ts";
import { clientOf, day, eventTypeOf, firstOpening, hour, startSandbox, tokenOf } from "../testing/stage.ts";

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const open = async (settings: Partial<Settings> = {}) => {
  sandbox = await startSandbox({ settings });
};

async function get(token: string, path = "/users/me") {
  const answer = await fetch(sandbox.url + path, { headers: { authorization: `Bearer ${token}` } });
  const header = (name: string) => Number(answer.headers.get(`x-ratelimit-${name}`));
  return {
    status: answer.status,
    limit: header("limit"),
    remaining: header("remaining"),
    reset: header("reset"),
    body: (await answer.text()) || null,
  };
}

/** Books the n-th open time, or tries to; the answer as it came. */
async function book(at: number) {
  const maya = clientOf(sandbox, tokenOf("maya"));
  const { uri } = await eventTypeOf(maya, "60-minute-coaching");
  const answer = await fetch(`${sandbox.url}/invitees`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokenOf("maya")}`, "content-type": "application/json" },
    body: JSON.stringify({
      event_type: uri,
      start_time: await firstOpening(sandbox, maya, uri, at),
      invitee: { name: "Priya Nair", email: "priya@realty.example", timezone: "Asia/Kolkata" },
      questions_and_answers: [{ question: "What would you like to work on?", answer: "Prices", position: 0 }],
    }),
  });
  return {
    status: answer.status,
    limit: Number(answer.headers.get("x-ratelimit-limit")),
    remaining: Number(answer.headers.get("x-ratelimit-remaining")),
    reset: Number(answer.headers.get("x-ratelimit-reset")),
  };
}

describe("the limit of calls", () => {
  it("is 500 a minute on paid plans and 50 on free ones, from the next call on", async () => {
    await open();
    expect(await get(tokenOf("maya"))).toMatchObject({ status: 200, limit: 500, remaining: 499, reset: 60 });
    sandbox.changePlan({ stage: "free" });
    expect(await get(tokenOf("maya"))).toMatchObject({ limit: 50, remaining: 48 });
    sandbox.changePlan({ stage: "trial" });
    expect(await get(tokenOf("maya"))).toMatchObject({ limit: 500, remaining: 497 });
  });

  it("is a user's over all tokens, counts refused calls, and ends in a 429 without words", async () => {
    await open({ callsPerMinute: 4 });
    const { token: other } = sandbox.createToken({ user: "maya@northside.example", scopes: ["users:read"] });
    expect((await get(tokenOf("maya"))).remaining).toBe(3);
    expect((await get(other)).remaining).toBe(2);
    expect(await get(other, "/groups?organization=x")).toMatchObject({ status: 403, remaining: 1 });
    expect(await get(tokenOf("maya"), "/users/nobody")).toMatchObject({ status: 404, remaining: 0 });
    expect(await get(tokenOf("maya"))).toMatchObject({ status: 429, limit: 4, remaining: 0, body: "{}" });
    expect((await get(other)).status).toBe(429);
    expect(await get(tokenOf("tom"))).toMatchObject({ status: 200, remaining: 3 });
    sandbox.changeSettings({ rateLimitBody: "message" });
    expect(JSON.parse((await get(other)).body ?? "")).toMatchObject({ title: "Too Many Requests" });
  });

  it("can be switched off, and still has its headers", async () => {
    await open({ callsPerMinute: null });
    for (let at = 0; at < 3; at += 1) {
      expect(await get(tokenOf("maya"))).toMatchObject({ limit: 500, remaining: 500, reset: 60 });
    }
  });

  it("has its headers on every answer: errors, consent, tokens, pages", async () => {
    await open();
    const paths = ["/users/me", "/nowhere-at-all", "/oauth/authorize", "/oauth/token", "/maya-okafor", "/groups/x/y"];
    for (const path of paths) {
      const { headers } = await fetch(sandbox.url + path);
      const names = ["limit", "remaining", "reset"].map((name) => headers.get(`x-ratelimit-${name}`));
      expect([path, ...names]).toEqual([path, "500", "500", "60"]);
    }
  });
});

describe("the limit of bookings", () => {
  it("is 10 a minute, of which each answer tells, on paid plans", async () => {
    await open({ callsPerMinute: null });
    const answers = [];
    for (let at = 0; at < 11; at += 1) answers.push(await book(0));
    expect(answers[0]).toMatchObject({ status: 201, limit: 10, remaining: 9 });
    expect(answers[9]).toMatchObject({ status: 201, limit: 10, remaining: 0 });
    expect(answers[10]).toMatchObject({ status: 429, limit: 10, remaining: 0 });
    // Other operations go on.
    expect((await get(tokenOf("maya"))).status).toBe(200);
  });

  it("is 5 a day on trial, and a day of the sandbox's clock ends it", async () => {
    await open({ callsPerMinute: null });
    sandbox.changePlan({ stage: "trial" });
    for (let at = 0; at < 5; at += 1) expect(await book(0)).toMatchObject({ status: 201, remaining: 4 - at, limit: 5 });
    const refused = await book(0);
    expect(refused).toMatchObject({ status: 429, limit: 5 });
    expect(refused.reset).toBeGreaterThan(23 * 3600);
    sandbox.setClock(sandbox.now() + 23 * hour);
    expect((await book(0)).status).toBe(429);
    sandbox.setClock(sandbox.now() + hour);
    expect((await book(0)).status).toBe(201);
    sandbox.setClock(sandbox.now() - 2 * day);
    expect((await book(0)).status).toBe(201);
  });

  it("is a setting on the free plan, none that a test meets on Enterprise, and can be switched off", async () => {
    await open({ callsPerMinute: null, freeBookingCallsPerDay: 1 });
    sandbox.changePlan({ stage: "free" });
    expect([(await book(0)).status, (await book(0)).status]).toEqual([201, 429]);
    sandbox.changePlan({ stage: "paid", plan: "enterprise" });
    expect(await book(0)).toMatchObject({ status: 201, limit: 500 });
    sandbox.changePlan({ stage: "free" });
    sandbox.changeSettings({ bookingCalls: null });
    expect((await book(0)).status).toBe(201);
  });
});
