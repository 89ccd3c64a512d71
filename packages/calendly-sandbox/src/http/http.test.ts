import { endpointList, endpoints, type Endpoint as Operation } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { apiEndpoints } from "../resources/endpoints.ts";
import type { Sandbox } from "../sandbox.ts";
import { startSandbox, tokenOf } from "../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ settings: { callsPerMinute: null, bookingCalls: null } });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const authorization = `Bearer ${tokenOf("maya")}`;

async function call(method: string, path: string, init: RequestInit = {}) {
  const response = await fetch(`${sandbox.url}${path}`, { method, ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}

const missing = "00000000-0000-4000-8000-000000000000";
const concrete = (path: string) => path.replace(/\{\w+\}/g, missing);

const operations: readonly Operation[] = apiEndpoints.map(({ operation }) => endpoints[operation]);

describe.each(operations.map(({ method, path }) => ({ method, path, name: `${method} ${path}` })))(
  "$name",
  ({ method, path }) => {
    it("asks for a token, in Calendly's words", async () => {
      for (const headers of [{}, { authorization: "Bearer nonsense" }, { authorization: "Basic eDp5" }]) {
        const { status, body, headers: answered } = await call(method, concrete(path), { headers });
        expect([status, body]).toEqual([401, { message: "The access token is invalid", title: "Unauthenticated" }]);
        expect(answered.get("x-ratelimit-limit")).not.toBeNull();
      }
    });

    it("answers nonsense with 400, 403 or 404, or not at all amiss when it reads, and never with a failure", async () => {
      const uri = `${sandbox.url}/users/${missing}`;
      const queries = [
        "",
        "?count=0&sort=x:y",
        `?user=${uri}&organization=${uri}&event_type=${uri}`,
        "?start_time=%00&&&",
        "?constructor[prototype][x]=1&toString[name]=2&__proto__[x]=3",
      ];
      const bodies = ["", "{", "[]", "null", '{"invitee":[],"events":{},"url":7}', `url=x&events[]=y&invitee[name]=z`];
      for (const query of queries) {
        for (const body of method === "GET" ? [null] : bodies) {
          const { status } = await call(method, `${concrete(path)}${query}`, { headers: { authorization }, body });
          expect(method === "GET" ? [200, 400, 403, 404] : [400, 403, 404]).toContain(status);
        }
      }
    });
  },
);

describe("the sandbox", () => {
  it("has each of the client's operations once", () => {
    expect(operations.map(({ id }) => id).toSorted()).toEqual(endpointList.map(({ id }) => id).toSorted());
  });
});

describe("every answer", () => {
  it("has alphabetical keys and six fractional digits", async () => {
    const { body } = await call("GET", "/users/me", { headers: { authorization } });
    expect(Object.keys(body.resource)).toEqual(Object.keys(body.resource).toSorted());
    expect(body.resource.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it("is Calendly's 404 for an unknown route of the API, with or without a token", async () => {
    const notFound = { message: "The server could not find the requested resource.", title: "Resource Not Found" };
    for (const [method, path, headers] of [
      ["GET", "/event_types/a/b/c", {}],
      ["DELETE", `/event_types/${missing}`, { authorization }],
      ["GET", "/nobody/nothing", { authorization }],
    ] as const) {
      const { status, body } = await call(method, path, { headers });
      expect([status, body]).toEqual([404, notFound]);
    }
  });

  it("understands URIs of any origin, unencoded, and forms as well as JSON", async () => {
    const { body } = await call("GET", "/users/me", { headers: { authorization } });
    const id = body.resource.uri.split("/").at(-1);
    for (const origin of ["https://api.calendly.com", "http://localhost:1", ""]) {
      const { status } = await call("GET", `/event_types?user=${origin}/users/${id}&&`, { headers: { authorization } });
      expect(status).toBe(200);
    }
    const wrong = await call("GET", `/event_types?user=${id}`, { headers: { authorization } });
    expect(wrong.body.details).toEqual([{ message: "is not a valid URI", parameter: "user" }]);
  });

  it("names resources by one origin, whichever of Calendly's hosts was called, and pages by another", async () => {
    for (const host of ["api.calendly.com", "auth.calendly.com", "calendly.com"]) {
      const front = { authorization, "x-forwarded-host": host, "x-forwarded-proto": "https" };
      const { body } = await call("GET", "/users/me", { headers: front });
      expect(body.resource.uri).toMatch(/^https:\/\/api\.calendly\.com\/users\//);
      expect(body.resource.scheduling_url).toBe("https://calendly.com/maya-okafor");
      const { body: credentials } = await call("GET", "/_sandbox/credentials", { headers: front });
      expect(credentials.organizationUri).toBe(body.resource.current_organization);
      expect(credentials.links[0].url).toMatch(/^https:\/\/calendly\.com\//);
    }
  });

  it("counts down the calls of a minute and refuses more", async () => {
    const limited = await startSandbox({ settings: { callsPerMinute: 2 } });
    try {
      const ask = () => fetch(`${limited.url}/users/me`, { headers: { authorization } });
      expect((await ask()).headers.get("x-ratelimit-remaining")).toBe("1");
      await ask();
      const refused = await ask();
      expect([refused.status, refused.headers.get("x-ratelimit-remaining"), await refused.text()]).toEqual([
        429,
        "0",
        "{}",
      ]);
      expect(Number(refused.headers.get("x-ratelimit-reset"))).toBeGreaterThan(0);
    } finally {
      await limited.close();
    }
  });
});

describe("controls", () => {
  it("make calls go wrong as often as asked, also after they took effect", async () => {
    const fault = (body: object) =>
      call("POST", "/_sandbox/faults", { body: JSON.stringify(body), headers: { "content-type": "application/json" } });
    await fault({ kind: "http", path: "/users/*", status: 503, count: 1, headers: { "retry-after": "7" } });
    const failed = await call("GET", "/users/me", { headers: { authorization } });
    expect([failed.status, failed.headers.get("retry-after")]).toEqual([503, "7"]);
    expect((await call("GET", "/users/me", { headers: { authorization } })).status).toBe(200);
    for (const afterCommit of [false, true]) {
      const headers = { "x-ratelimit-reset": "7" };
      await fault({ kind: "http", path: "/users/me", status: 429, count: 1, afterCommit, headers });
      const limited = await call("GET", "/users/me", { headers: { authorization } });
      expect(limited.body).toEqual({});
      expect(["limit", "remaining", "reset"].map((name) => limited.headers.get(`x-ratelimit-${name}`))).toEqual([
        expect.stringMatching(/^\d+$/),
        "0",
        "7",
      ]);
    }
    await fault({ kind: "http", path: "/users/me", body: "malformed", count: 1 });
    const broken = await fetch(`${sandbox.url}/users/me`, { headers: { authorization } });
    await expect(broken.json()).rejects.toThrow();
    expect((await fault({ kind: "http" })).status).toBe(400);
  });

  it("move the clock, and a reset puts everything back", async () => {
    const clock = (body: object) =>
      call("POST", "/_sandbox/clock", { body: JSON.stringify(body), headers: { "content-type": "application/json" } });
    const before = await call("GET", "/_sandbox/credentials");
    const frozen = await clock({ action: "freeze", at: "2027-01-01T00:00:00Z" });
    expect(frozen.body).toMatchObject({ now: "2027-01-01T00:00:00.000000Z", frozen: true });
    await clock({ action: "advance", seconds: 3600 });
    expect((await call("GET", "/_sandbox/clock")).body.now).toBe("2027-01-01T01:00:00.000000Z");
    const after = await call("POST", "/_sandbox/reset");
    expect(after.body).toEqual(before.body);
    expect((await call("GET", "/_sandbox/clock")).body.frozen).toBe(false);
    expect((await call("POST", "/_sandbox/reset", { body: '{"scenario":"moon"}' })).status).toBe(400);
    expect((await call("POST", "/_sandbox/reset", { body: '{"scenario":"solo"}' })).body.people[0].name).toBe(
      "Robin Vega",
    );
    await call("POST", "/_sandbox/reset", { body: '{"scenario":"coaching"}' });
  });
});
