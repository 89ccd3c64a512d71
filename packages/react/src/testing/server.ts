import {
  createApiClient,
  type Problem,
  type ProblemCode,
  problemStatus,
  type RouteDefinition,
  type RouteId,
  routes,
} from "@punctual/contract";

/** One call as it left the client. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly headers: Headers;
}

type Answer = (call: Call) => unknown;

/** An answer that refuses. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  constructor(code: ProblemCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** A server at the end of `fetch`: the real client on one side, these answers on the other, checked by the contract. */
export function createTestServer(answers: Partial<Record<RouteId, Answer>>) {
  const current = { ...answers };
  const calls: (Call & { readonly route: RouteId })[] = [];
  const fetchTest: typeof fetch = async (input, init) => {
    const url = new URL(String(input), "https://punctual.example");
    const found = match(url.pathname, init?.method ?? "GET");
    if (found === null) throw new TypeError(`No route for ${init?.method ?? "GET"} ${url.pathname}`);
    const call: Call = {
      params: found.params,
      query: url.searchParams,
      body: typeof init?.body === "string" ? JSON.parse(init.body) : undefined,
      headers: new Headers(init?.headers),
    };
    calls.push({ ...call, route: found.id });
    const answer = current[found.id];
    if (answer === undefined) throw new TypeError(`The test has no answer for ${found.id}.`);
    try {
      const body = await answer(call);
      const route: RouteDefinition = routes[found.id];
      return route.response === undefined
        ? new Response(null, { status: 204 })
        : Response.json(route.response.parse(body), { status: route.status });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return Response.json(problemOf(error), { status: problemStatus[error.code] });
    }
  };
  return {
    client: createApiClient({ fetch: fetchTest }),
    calls,
    callsOf: (id: RouteId) => calls.filter((call) => call.route === id),
    answer: (id: RouteId, with_: Answer) => {
      current[id] = with_;
    },
  };
}

function problemOf(refusal: Refusal): Problem {
  return {
    type: `https://punctual.example/problems/${refusal.code}`,
    title: refusal.code,
    status: problemStatus[refusal.code],
    code: refusal.code,
    detail: refusal.message,
    requestId: "req_test",
  };
}

function match(path: string, method: string): { readonly id: RouteId; readonly params: Record<string, string> } | null {
  for (const [id, route] of Object.entries(routes)) {
    if (route.method !== method) continue;
    const pattern = new RegExp(`^${route.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
    const params = pattern.exec(path)?.groups;
    if (pattern.test(path) && isRouteId(id)) return { id, params: { ...params } };
  }
  return null;
}

function isRouteId(id: string): id is RouteId {
  return id in routes;
}
