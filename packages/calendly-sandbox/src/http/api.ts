import { endpointList, endpoints, type Endpoint as Operation } from "@punctual/calendly";
import { Hono } from "hono";
import { opens, readBearer } from "../oauth/bearer.ts";
import { apiEndpoints } from "../resources/endpoints.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import type { World } from "../world/types.ts";
import { type Answer, denied, insufficientScope, invalid, notFound, unauthenticated } from "./answer.ts";
import type { Endpoint } from "./endpoint.ts";
import { parseForm, readBody } from "./input.ts";
import { sortKeys } from "./json.ts";
import type { Origins } from "./origin.ts";
import { missingPlan } from "./plan.ts";
import { type RateLimiter, tooManyCalls } from "./rate-limit.ts";
import { keepText, traceOf } from "./trace.ts";

/** First path segments that belong to the API and can never be somebody's booking page. */
const apiRoots: readonly string[] = [...new Set(endpointList.map(({ path }) => path.split("/")[1] ?? ""))];

/** Scopes of which any one opens an operation: its page asks for one, the page of scopes may file it under another. */
function scopesOf(operation: Operation): readonly string[] {
  return operation === endpoints.listEventTypeAvailableTimes
    ? [...operation.scopes, "event_types:read"]
    : operation.scopes;
}

export interface ApiParts {
  readonly state: State;
  readonly world: World;
  readonly announce: Announce;
  readonly limiter: RateLimiter;
  readonly originsOf: (request: Request) => Origins;
}

/** An answer as it goes out: alphabetical keys, compact, and no body at all where there is none. */
export function toResponse(answer: Answer, headers: Readonly<Record<string, string>> = {}): Response {
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
  const text = JSON.stringify(sortKeys(answer.body));
  const type = { "content-type": "application/json; charset=utf-8" };
  return keepText(new Response(text, { status: answer.status, headers: { ...headers, ...type } }), text);
}

async function handle(
  parts: ApiParts,
  endpoint: Endpoint,
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<Response> {
  const { state, limiter } = parts;
  const operation: Operation = endpoints[endpoint.operation];
  const bearer = readBearer(state, request.headers.get("authorization"));
  const caller = bearer.kind === "accepted" ? state.store.users.get(bearer.token.userId) : null;
  if (bearer.kind === "refused" || caller === null) {
    const message = bearer.kind === "refused" ? bearer.message : "The access token is invalid";
    return toResponse(unauthenticated(message), limiter.idle());
  }
  traceOf(request).caller = caller;
  const organization = state.store.organizations.get(caller.organizationId);
  const verdict = limiter.count({ userId: caller.id, organization, operation: endpoint.operation });
  if (!verdict.allowed) return toResponse(tooManyCalls(state), verdict.headers);
  if (!opens(bearer.token, scopesOf(operation))) {
    return toResponse(insufficientScope(operation.scopes), verdict.headers);
  }
  const upgrade =
    organization === null ? null : missingPlan(organization, endpoint.operation, state.settings.planRules);
  if (upgrade !== null) return toResponse(denied(upgrade), verdict.headers);
  const url = new URL(request.url);
  // A DELETE may come with a body, which means nothing.
  const reads = operation.method === "POST" || operation.method === "PATCH";
  const body = reads ? await readBody(request) : ({ kind: "read", parameters: {} } as const);
  if (body.kind === "unreadable") return toResponse(invalid([{ message: body.message }]), verdict.headers);
  const answer = endpoint.handle({
    state,
    world: parts.world,
    announce: parts.announce,
    caller,
    token: bearer.token,
    origins: parts.originsOf(request),
    path: url.pathname,
    search: url.search.replace(/^\?/, ""),
    params,
    query: parseForm(url.search),
    body: body.parameters,
  });
  return toResponse(answer, verdict.headers);
}

/** The REST API, with Calendly's 404 for everything else below its roots. */
export function apiRoutes(parts: ApiParts): Hono {
  const routes = new Hono();
  for (const endpoint of apiEndpoints) {
    const { method, path } = endpoints[endpoint.operation];
    routes.on(method, path.replaceAll(/\{(\w+)\}/g, ":$1"), (c) => handle(parts, endpoint, c.req.raw, c.req.param()));
  }
  for (const root of apiRoots) {
    const refuse = () => toResponse(notFound, parts.limiter.idle());
    routes.all(`/${root}`, refuse);
    routes.all(`/${root}/*`, refuse);
  }
  return routes;
}
