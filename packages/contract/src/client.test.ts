import { describe, expect, expectTypeOf, it } from "vitest";
import { type ApiClient, ApiProblem, ApiUnreachable, createApiClient } from "./client.ts";

/** A client whose server answers so, and the calls that reached it. */
function clientOf(answer: (request: Request) => Response | Promise<Response>) {
  const seen: Request[] = [];
  const client = createApiClient({
    baseUrl: "http://punctual.test",
    fetch: async (input, init) => {
      const request = new Request(input, init);
      seen.push(request);
      return answer(request);
    },
  });
  return { client, seen };
}

const problem = {
  type: "about:blank",
  title: "Not found",
  status: 404,
  code: "not_found",
  detail: "There is no such session.",
  requestId: "req_1",
};

describe("a call", () => {
  it("encodes every part of the address and leaves out what is not asked for", async () => {
    const { client, seen } = clientOf(() => Response.json({ items: [], nextCursor: null }));
    await client.listSessions({ query: { search: "a&b", status: undefined, limit: 5 } });
    await client.getSession({ params: { uuid: "../me?x" } });
    expect(seen.map(({ url }) => url)).toEqual([
      "http://punctual.test/api/calendly/scheduled_events?search=a%26b&limit=5",
      "http://punctual.test/api/calendly/sessions/..%2Fme%3Fx",
    ]);
  });

  it("carries the idempotency key and a JSON body", async () => {
    const { client, seen } = clientOf(() => Response.json({}));
    const input = { params: { uuid: "ses_1" }, body: { reason: "I am ill" } };
    await client.cancelSession(input, { idempotencyKey: "once" });
    expect(seen[0]?.headers.get("idempotency-key")).toBe("once");
    expect(await seen[0]?.json()).toEqual(input.body);
  });
});

describe("an answer", () => {
  it("that refuses is an ApiProblem, with how long to wait", async () => {
    const { client } = clientOf(() => Response.json(problem, { status: 404, headers: { "retry-after": "30" } }));
    const refusal = await client.getMe().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiProblem);
    expect(refusal).toMatchObject({ message: problem.detail, problem, retryAfterSeconds: 30 });
  });

  it("that is missing or not ours is ApiUnreachable", async () => {
    const answers = [
      () => Promise.reject(new TypeError("fetch failed")),
      () => new Response("<h1>Bad gateway</h1>", { status: 502 }),
      () => new Response("<h1>Sign in to the hotel's network</h1>"),
      () => Response.json({ code: "no code of ours", detail: "x" }, { status: 400 }),
    ];
    for (const answer of answers) await expect(clientOf(answer).client.getMe()).rejects.toBeInstanceOf(ApiUnreachable);
  });

  it("that the caller gave up, before it came or half way, is the caller's own reason", async () => {
    for (const partial of [false, true]) {
      const stop = new AbortController();
      const reason = new DOMException("The page was left.", "AbortError");
      const { client } = clientOf(() => {
        if (!partial) {
          stop.abort(reason);
          throw reason;
        }
        const body = new ReadableStream({
          pull(controller) {
            stop.abort(reason);
            controller.error(reason);
          },
        });
        return new Response(body);
      });
      await expect(client.getMe({}, { signal: stop.signal })).rejects.toBe(reason);
    }
  });
});

describe("the types", () => {
  it("ask for a query exactly where something in it is required", () => {
    expectTypeOf<[]>().toExtend<Parameters<ApiClient["listSessions"]>>();
    expectTypeOf<[{ query: { limit: number } }]>().toExtend<Parameters<ApiClient["listSessions"]>>();
    expectTypeOf<[]>().not.toExtend<Parameters<ApiClient["getAvailability"]>>();
    expectTypeOf<[Record<never, never>]>().not.toExtend<Parameters<ApiClient["getAvailability"]>>();
  });
});

describe("a change by a page that is signed in", () => {
  const refused = { ...problem, status: 403, code: "csrf_token_invalid" };
  const withToken = (token: string, body: unknown, status = 200) =>
    Response.json(body, { status, headers: { "x-csrf-token": token } });

  it("carries the token that the newest answer brought; a reading carries none", async () => {
    const tokens = ["first", "second", "third"];
    const { client, seen } = clientOf(() => withToken(tokens.shift() ?? "", {}));
    await client.getMe();
    await client.updateMe({ body: {} });
    await client.updateMe({ body: {} });
    await client.getMe();
    expect(seen.map(({ headers }) => headers.get("x-csrf-token"))).toEqual([null, "first", "second", null]);
  });

  it("is sent once more with the token of the refusal, and not again when that is refused too", async () => {
    const { client, seen } = clientOf((request) =>
      request.headers.get("x-csrf-token") === "new" ? withToken("new", {}) : withToken("new", refused, 403),
    );
    await client.updateMe({ body: { name: "Maya" } });
    expect(seen.map(({ headers }) => headers.get("x-csrf-token"))).toEqual([null, "new"]);
    expect(await seen[1]?.json()).toEqual({ name: "Maya" });

    const stubborn = clientOf(() => withToken(crypto.randomUUID(), refused, 403));
    await expect(stubborn.client.updateMe({ body: {} })).rejects.toMatchObject({ problem: refused });
    expect(stubborn.seen).toHaveLength(2);
  });
});
