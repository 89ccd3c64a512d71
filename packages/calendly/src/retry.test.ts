import fc from "fast-check";
import { describe, expect, it } from "vitest";
import invitee from "./fixtures/invitee.json" with { type: "json" };
import user from "./fixtures/user.json" with { type: "json" };
import { type CalendlyClientOptions, createCalendlyClient, endpoints, isCalendlyError } from "./index.ts";
import { retryAfterSecondsOf, retryDelayMs } from "./retry.ts";
import { type Answer, startServer } from "./testing/http-server.ts";

const now = Date.UTC(2026, 10, 21, 12);
const found = { body: { resource: user } };

/** A client on a server with planned answers; records what it waits instead of waiting. */
async function arrange(answers: readonly Answer[], options: Partial<CalendlyClientOptions> = {}) {
  const server = await startServer(...answers);
  const waits: number[] = [];
  const client = createCalendlyClient({
    accessToken: "token",
    apiUrl: server.url,
    now: () => now,
    random: () => 0.5,
    sleep: async (ms) => void waits.push(ms),
    ...options,
  });
  return {
    client,
    waits,
    seen: server.seen,
    getUser: () => client.request(endpoints.getUser, { params: { uuid: "A" } }),
    book: () =>
      client.request(endpoints.createInvitee, {
        body: {
          event_type: "https://api.calendly.com/event_types/A",
          start_time: "2026-12-01T15:00:00Z",
          invitee: { name: "Jordan Blake", email: "jordan@realty.example", timezone: "America/Chicago" },
        },
      }),
    unsubscribe: () => client.request(endpoints.deleteWebhookSubscription, { params: { uuid: "A" } }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

describe("a 429", () => {
  it.each<[string, Record<string, string>, number]>([
    ["Retry-After in seconds", { "retry-after": "7", "x-ratelimit-reset": "60" }, 7_500],
    ["Retry-After as a date", { "retry-after": new Date(now + 9_000).toUTCString() }, 9_500],
    ["Retry-After in the past", { "retry-after": new Date(now - 9_000).toUTCString() }, 500],
    ["X-RateLimit-Reset", { "x-ratelimit-reset": "60" }, 60_500],
    ["nothing", {}, 375],
    ["nonsense", { "retry-after": "-5", "x-ratelimit-reset": "soon" }, 375],
  ])("waits as long as the server asks for, by %s, plus some of a second", async (_, headers, wait) => {
    await using test = await arrange([{ status: 429, headers }, found]);
    await test.getUser();
    expect(test.waits).toEqual([wait]);
  });

  it("is sent again even for a booking: nothing was done", async () => {
    await using test = await arrange([
      { status: 429, body: {} },
      { status: 201, body: { resource: invitee } },
    ]);
    expect((await test.book()).resource.uri).toBe(invitee.uri);
    expect(test.seen).toHaveLength(2);
  });

  it("fails at once, saying how long, when the wait is longer than a caller should be held", async () => {
    await using test = await arrange([{ status: 429, headers: { "x-ratelimit-reset": "86400" } }]);
    await expect(test.book()).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: 86_400, attempts: 1 });
    expect(test.waits).toEqual([]);
  });

  it("gives up after three attempts by default", async () => {
    await using test = await arrange([{ status: 429 }]);
    await expect(test.getUser()).rejects.toMatchObject({ code: "rate_limited", attempts: 3 });
    expect(test.seen).toHaveLength(3);
  });
});

describe("an unknown outcome", () => {
  const faults: [string, Answer, string][] = [
    ["a 500", { status: 500 }, "server_error"],
    ["a 503", { status: 503 }, "server_error"],
    ["a connection that is hung up", { fault: "hang_up" }, "unreachable"],
    ["an answer that is cut off", { fault: "cut_off" }, "unreachable"],
    ["no answer in time", { fault: "hang" }, "timeout"],
  ];

  it.each(faults)("is repeated where twice is as good as once: %s", async (_, fault) => {
    await using test = await arrange([fault, found], { timeoutMs: 1_500 });
    expect((await test.getUser()).resource.uri).toBe(user.uri);
    expect(test.waits).toEqual([375]);
  });

  it.each(faults)("is never repeated for a booking: %s", async (_, fault, code) => {
    await using test = await arrange([fault, { status: 201, body: { resource: invitee } }], { timeoutMs: 1_500 });
    await expect(test.book()).rejects.toMatchObject({ code, attempts: 1 });
    expect(test.seen).toHaveLength(1);
  });

  it("backs off longer each time", async () => {
    await using test = await arrange([{ status: 500 }], { maxAttempts: 5 });
    await expect(test.getUser()).rejects.toMatchObject({ code: "server_error", attempts: 5 });
    expect(test.waits).toEqual([375, 750, 1500, 3000]);
  });

  it("of a deletion is settled by finding it gone", async () => {
    await using test = await arrange([{ fault: "hang_up" }, { status: 404 }]);
    expect(await test.unsubscribe()).toBeUndefined();
  });

  it("is not what a deletion refused at first had: then gone is a 404", async () => {
    await using first = await arrange([{ status: 404 }]);
    await expect(first.unsubscribe()).rejects.toMatchObject({ code: "not_found" });
    await using limited = await arrange([{ status: 429 }, { status: 404 }]);
    await expect(limited.unsubscribe()).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a refusal", () => {
  it.each([400, 401, 403, 404, 409, 424])("is never repeated: %d", async (status) => {
    await using test = await arrange([{ status }, found]);
    await expect(test.getUser()).rejects.toMatchObject({ status, attempts: 1 });
    expect(test.seen).toHaveLength(1);
  });
});

describe("a caller's signal", () => {
  it("ends a call that waits for its answer", async () => {
    const caller = new AbortController();
    await using test = await arrange([{ fault: "hang" }]);
    const call = test.client.request(endpoints.getCurrentUser, { signal: caller.signal });
    const failure = expect(call).rejects.toMatchObject({ code: "aborted", attempts: 1 });
    await expect.poll(() => test.seen.length).toBe(1);
    caller.abort();
    await failure;
  });

  it("ends a call that waits between attempts, with the client's own clock", async () => {
    const caller = new AbortController();
    await using server = await startServer({ status: 429, headers: { "x-ratelimit-reset": "60" } });
    const client = createCalendlyClient({
      accessToken: "token",
      apiUrl: server.url,
      onCall: () => queueMicrotask(() => caller.abort()),
    });
    const call = client.request(endpoints.getCurrentUser, { signal: caller.signal });
    await expect(call).rejects.toMatchObject({ code: "aborted" });
    expect(server.seen).toHaveLength(1);
  });

  it("that is aborted already sends nothing", async () => {
    await using test = await arrange([found]);
    const call = test.client.request(endpoints.getCurrentUser, { signal: AbortSignal.abort() });
    await expect(call).rejects.toSatisfy((error) => isCalendlyError(error, "aborted"));
    expect(test.seen).toEqual([]);
  });
});

describe("a timeout", () => {
  it("holds even when fetch ignores its signal", async () => {
    const client = createCalendlyClient({
      accessToken: "token",
      fetch: () => new Promise<Response>(() => undefined),
      timeoutMs: 20,
      maxAttempts: 1,
    });
    await expect(client.request(endpoints.getCurrentUser)).rejects.toMatchObject({ code: "timeout", status: null });
  });

  it("and the number of attempts may be set for one call", async () => {
    await using test = await arrange([{ fault: "hang" }]);
    const call = test.client.request(endpoints.getCurrentUser, { timeoutMs: 50, maxAttempts: 2 });
    await expect(call).rejects.toMatchObject({ code: "timeout", attempts: 2 });
  });
});

describe("the wait between attempts", () => {
  const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const attempts = fc.integer({ min: 1, max: 2_000 });

  it("is never shorter than the server asks for, and at most a second longer", () => {
    fc.assert(
      fc.property(attempts, fc.nat(100_000), randoms, (attempt, seconds, random) => {
        const wait = retryDelayMs(attempt, seconds, random);
        expect(wait).toBeGreaterThanOrEqual(seconds * 1000);
        expect(wait).toBeLessThan((seconds + 1) * 1000);
      }),
    );
  });

  it("grows without a word from the server, is never more than ten seconds, and differs between callers", () => {
    fc.assert(
      fc.property(attempts, randoms, randoms, (attempt, one, other) => {
        const wait = retryDelayMs(attempt, null, one);
        expect(wait).toBeGreaterThanOrEqual(250);
        expect(wait).toBeLessThanOrEqual(10_000);
        expect(retryDelayMs(attempt + 1, null, one)).toBeGreaterThanOrEqual(wait);
        if (Math.abs(one - other) > 0.01) expect(retryDelayMs(attempt, null, other)).not.toBe(wait);
      }),
    );
  });

  it("is a number of seconds that has not passed, whatever the headers say", () => {
    const value = fc.oneof(
      fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)), maxLength: 40 }),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      fc.nat().map(String),
    );
    fc.assert(
      fc.property(value, value, fc.constantFrom(429, 503), (after, reset, status) => {
        const headers = new Headers({ "retry-after": after, "x-ratelimit-reset": reset });
        const seconds = retryAfterSecondsOf(status, headers, now);
        if (seconds === null) return;
        expect(Number.isFinite(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
