import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, eventTypeOf, firstOpening, hour, monday, startSandbox, tokenOf } from "../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ settings: { callsPerMinute: null } });
});
beforeEach(() => {
  sandbox.reset();
  sandbox.history.clear();
});
afterAll(() => sandbox.close());

const call = (who: "ada" | "maya", path = "/users/me", signal: AbortSignal | null = null) =>
  fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${tokenOf(who)}` }, signal });
const statusOf = async (who: "ada" | "maya", path?: string) => (await call(who, path)).status;

it("a rule strikes one caller, one operation, and lets the first calls through", async () => {
  sandbox.addFault({
    kind: "http",
    caller: "maya@northside.example",
    operation: "getCurrentUser",
    skip: 1,
    status: 500,
  });
  expect([await statusOf("maya"), await statusOf("ada"), await statusOf("maya", "/teams/none")]).toEqual([
    200, 200, 404,
  ]);
  expect([await statusOf("maya"), await statusOf("ada"), await statusOf("maya")]).toEqual([500, 200, 500]);
  expect(sandbox.listFaults()).toMatchObject([{ struck: 2, met: 3 }]);
});

it("a rule of chance strikes the same calls for the same seed, about as often as asked", async () => {
  const run = async (seed: number) => {
    sandbox.clearFaults();
    sandbox.addFault({ kind: "http", path: "/users/*", probability: 0.3, seed, status: 503 });
    const statuses: number[] = [];
    for (let at = 0; at < 60; at += 1) statuses.push(await statusOf("maya"));
    return statuses;
  };
  const first = await run(7);
  const struck = first.filter((status) => status === 503).length;
  expect(struck).toBeGreaterThan(8);
  expect(struck).toBeLessThan(30);
  expect(await run(7)).toEqual(first);
  expect(await run(8)).not.toEqual(first);
});

it("an outage begins and ends on the sandbox's clock", async () => {
  sandbox.freeze(monday);
  sandbox.addFault({ kind: "http", status: 503, from: monday + hour, to: monday + 2 * hour });
  const statuses: number[] = [];
  for (let at = 0; at < 3; at += 1) {
    statuses.push(await statusOf("maya"));
    await sandbox.advance(hour);
  }
  expect(statuses).toEqual([200, 503, 200]);
});

it("a rule that is used up is listed as spent, with how often it struck", async () => {
  sandbox.addFault({ kind: "http", path: "*/me", status: 503, count: 2 });
  expect([await statusOf("maya"), await statusOf("maya"), await statusOf("maya")]).toEqual([503, 503, 200]);
  expect(sandbox.listFaults()).toEqual([]);
  expect(sandbox.listSpentFaults()).toMatchObject([{ struck: 2, remaining: 0 }]);
});

it("bodies can be a page, half of the answer, or nothing", async () => {
  sandbox.addFault({ kind: "http", body: "html", count: 1 });
  const page = await call("maya");
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  sandbox.addFault({ kind: "http", body: "truncated", count: 1 });
  const half = await call("maya");
  expect(half.status).toBe(200);
  await expect(half.text()).rejects.toThrow();
  sandbox.addFault({ kind: "http", status: 204, count: 1 });
  expect(await (await call("maya")).text()).toBe("");
  sandbox.addFault({ kind: "http", headers: { "x-ratelimit-remaining": "3" }, count: 1 });
  const warned = await call("maya");
  expect([warned.status, warned.headers.get("x-ratelimit-remaining")]).toEqual([200, "3"]);
  expect(await statusOf("maya")).toBe(200);
});

it("a 429 has the body that the setting says", async () => {
  const limited = async () => {
    sandbox.addFault({ kind: "http", status: 429, count: 1 });
    const answer = await call("maya");
    return [answer.status, answer.headers.get("x-ratelimit-remaining"), await answer.json()];
  };
  expect(await limited()).toEqual([429, "0", {}]);
  sandbox.changeSettings({ rateLimitBody: "message" });
  expect(await limited()).toEqual([429, "0", { title: "Too Many Requests", message: expect.any(String) }]);
});

it("a connection is cut before or after the call took effect", async () => {
  const client = clientOf(sandbox, tokenOf("maya"));
  const { uri: event_type } = await eventTypeOf(client, "30-minute-check-in");
  const start_time = await firstOpening(sandbox, client, event_type);
  const book = () =>
    client.request(endpoints.createInvitee, {
      body: {
        event_type,
        start_time,
        invitee: { name: "Lee Tanaka", email: "lee@cut.example", timezone: "Asia/Tokyo" },
        location: { kind: "outbound_call", location: "+81 3-5550-0100" },
      },
    });
  const booked = () => sandbox.listRecords("invitees", { search: "lee@cut.example" }).length;
  sandbox.addFault({ kind: "http", operation: "createInvitee", connection: "cut", count: 1 });
  await expect(book()).rejects.toMatchObject({ code: "unreachable" });
  expect(booked()).toBe(0);
  sandbox.addFault({ kind: "http", operation: "createInvitee", connection: "cut", afterCommit: true, count: 1 });
  await expect(book()).rejects.toMatchObject({ code: "unreachable" });
  expect(booked()).toBe(1);
  expect(sandbox.history.requests({ status: "none" })).toMatchObject([{ ending: "cut" }, { ending: "cut" }]);
});

it("a call that is never answered ends with its caller, or with the sandbox", async () => {
  sandbox.addFault({ kind: "http", connection: "hang" });
  await expect(call("maya", "/users/me", AbortSignal.timeout(50))).rejects.toThrow();
  await expect
    .poll(() => sandbox.history.requests({ status: "none" }))
    .toMatchObject([{ ending: "hung", status: null }]);
  const other = await startSandbox();
  other.addFault({ kind: "http", connection: "hang", count: 1 });
  const hanging = fetch(`${other.url}/users/me`).then(
    () => "answered",
    () => "ended",
  );
  await expect.poll(() => other.listFaults().length).toBe(0);
  await other.close();
  expect(await hanging).toBe("ended");
});
