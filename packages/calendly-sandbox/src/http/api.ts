import { Hono } from "hono";
import { opens, readBearer } from "../oauth/grant.ts";
import { availabilityEndpoints } from "../resources/availability/endpoints.ts";
import { eventTypeEndpoints } from "../resources/event-types/endpoints.ts";
import { inviteeEndpoints } from "../resources/invitees/endpoints.ts";
import { noShowEndpoints } from "../resources/no-shows/endpoints.ts";
import { organizationEndpoints } from "../resources/organizations/endpoints.ts";
import { scheduledEventEndpoints } from "../resources/scheduled-events/endpoints.ts";
import { schedulingLinkEndpoints } from "../resources/scheduling-links/endpoints.ts";
import { userEndpoints } from "../resources/users/endpoints.ts";
import { webhookSubscriptionEndpoints } from "../resources/webhook-subscriptions/endpoints.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import type { World } from "../world/types.ts";
import { type Answer, insufficientScope, invalid, notFound, unauthenticated } from "./answer.ts";
import type { Endpoint } from "./endpoint.ts";
import { parseForm, readBody } from "./input.ts";
import { sortKeys } from "./json.ts";
import type { Origins } from "./origin.ts";
import type { RateLimiter } from "./rate-limit.ts";

/** Every operation that the sandbox has; the README's table and the coverage test walk it. */
export const apiEndpoints: readonly Endpoint[] = [
  ...userEndpoints,
  ...organizationEndpoints,
  ...eventTypeEndpoints,
  ...availabilityEndpoints,
  ...scheduledEventEndpoints,
  ...inviteeEndpoints,
  ...noShowEndpoints,
  ...schedulingLinkEndpoints,
  ...webhookSubscriptionEndpoints,
];

/** First path segments that belong to the API and can never be somebody's booking page. */
export const apiRoots: readonly string[] = [
  "activity_log_entries",
  "contact_lists",
  "contacts",
  "data_compliance",
  "event_type_availability_schedules",
  "event_type_available_times",
  "event_type_memberships",
  "event_types",
  "group_relationships",
  "groups",
  "invitee_no_shows",
  "invitees",
  "locations",
  "meeting_recaps",
  "notes",
  "one_off_event_types",
  "organization_memberships",
  "organizations",
  "outgoing_communications",
  "routing_form_submissions",
  "routing_forms",
  "sample_webhook_data",
  "scheduled_events",
  "scheduling_links",
  "shares",
  "teams",
  "user_availability_schedules",
  "user_busy_times",
  "user_meeting_limits",
  "users",
  "webhook_subscriptions",
];

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
  return new Response(JSON.stringify(sortKeys(answer.body)), {
    status: answer.status,
    headers: { ...headers, "content-type": "application/json; charset=utf-8" },
  });
}

async function handle(
  parts: ApiParts,
  endpoint: Endpoint,
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<Response> {
  const { state, limiter } = parts;
  const bearer = readBearer(state, request.headers.get("authorization"));
  const caller = bearer.kind === "accepted" ? state.store.users.get(bearer.token.userId) : null;
  if (bearer.kind === "refused" || caller === null) {
    const message = bearer.kind === "refused" ? bearer.message : "The access token is invalid";
    return toResponse(unauthenticated(message), limiter.idle());
  }
  const verdict = limiter.count(caller);
  if (!verdict.allowed) return toResponse({ status: 429, body: {} }, verdict.headers);
  if (!opens(bearer.token, endpoint.scopes)) {
    return toResponse(insufficientScope(endpoint.scopes.slice(0, 1)), verdict.headers);
  }
  const url = new URL(request.url);
  // A DELETE may come with a body, which means nothing.
  const reads = endpoint.method === "POST" || endpoint.method === "PATCH";
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
    routes.on(endpoint.method, endpoint.path, (c) => handle(parts, endpoint, c.req.raw, c.req.param()));
  }
  for (const root of apiRoots) {
    const refuse = () => toResponse(notFound, parts.limiter.idle());
    routes.all(`/${root}`, refuse);
    routes.all(`/${root}/*`, refuse);
  }
  return routes;
}
