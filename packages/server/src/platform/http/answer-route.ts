import { csrfHeader, type RouteDefinition } from "@punctual/contract";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import type { CsrfTokens } from "./csrf.ts";
import { onceByKey } from "./idempotency.ts";
import type { LimitClass, LimitState, Limits } from "./limits.ts";
import { parseRequest } from "./parse-request.ts";
import { problemResponse } from "./problem-response.ts";
import type { Reply } from "./reply.ts";
import type { AdmissionOf, Gate, Proof, ServedRoute } from "./served-route.ts";
import { toResponse } from "./to-response.ts";

export interface AnswerScope<Viewer extends { readonly personId: string }> {
  readonly database: Database;
  readonly clock: Clock;
  readonly gate: Gate<Viewer>;
  readonly limits: Limits;
  readonly csrf: CsrfTokens;
}

export interface IncomingCall {
  readonly request: Request;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** Address of the caller. */
  readonly address: string;
}

export interface Answered {
  readonly response: Response;
  readonly personId: string | null;
}

/** One request to one route: gate, limit, parse, carry out, answer. */
export async function answerRoute<Viewer extends { readonly personId: string }>(
  scope: AnswerScope<Viewer>,
  served: ServedRoute<Viewer>,
  call: IncomingCall,
): Promise<Answered> {
  const { route } = served;
  const { request, requestId } = call;
  if (route.access === "signed") return answerSigned(scope, served, call);

  const admission = await scope.gate(route, request);
  if (admission.kind === "refused") {
    return { response: toResponse(route, admission.reply, requestId), personId: null };
  }
  const answered = await answerAdmitted(scope, served, call, admission);
  // Whoever holds the cookie may know the token; a page of another site cannot read the answer.
  if (admission.proof?.by === "cookie")
    answered.response.headers.set(csrfHeader, scope.csrf.tokenOf(admission.proof.id));
  return answered;
}

async function answerAdmitted<Viewer extends { readonly personId: string }>(
  scope: AnswerScope<Viewer>,
  served: ServedRoute<Viewer>,
  { request, requestId, pathParams, address }: IncomingCall,
  { viewer, proof }: Extract<AdmissionOf<Viewer>, { kind: "admitted" }>,
): Promise<Answered> {
  const { route } = served;
  const personId = viewer?.personId ?? null;
  const limit = await scope.limits.take(limitClassOf(route, personId), serviceOf(proof) ?? personId ?? address);
  if (limit.exceeded) return { response: tooMany(limit, requestId), personId };
  if (!scope.csrf.admits(request, proof)) return { response: withLimit(foreignPage(requestId), limit), personId };

  const parsing = await parseRequest(route, request, pathParams, {
    bodyIsSigned: proof?.by === "signature",
  });
  if (parsing.kind === "refused") {
    return {
      response: withLimit(toResponse(route, { kind: "problem", ...parsing.problem }, requestId), limit),
      personId,
    };
  }
  const run = () => served.run({ viewer, ...parsing.parts, requestId, request });
  const key = route.method === "GET" || !route.reachesCalendly ? null : request.headers.get("idempotency-key");
  const { reply, replayed } =
    key === null || personId === null
      ? { reply: await run(), replayed: false }
      : await onceByKey({ ...scope, personId, key, route, parts: parsing.parts }, run);
  const response = toResponse(route, reply, requestId);
  if (replayed) response.headers.set("idempotency-replayed", "true");
  return { response: withLimit(response, limit), personId };
}

/** Each key has limits of its own: a service that asks too often does not stop its admin, nor another service. */
function serviceOf(proof: Proof | null): string | null {
  return proof?.by === "key" || proof?.by === "signature" ? proof.id : null;
}

function foreignPage(requestId: string): Response {
  const detail = "This page does not know your login session. Reload it and do it again.";
  return problemResponse({ code: "csrf_token_invalid", detail }, requestId);
}

/** Good deliveries are never limited; an address that sends bad ones is, before its body is read. */
async function answerSigned<Viewer extends { readonly personId: string }>(
  { limits }: AnswerScope<Viewer>,
  { route, run }: ServedRoute<Viewer>,
  { request, requestId, address }: IncomingCall,
): Promise<Answered> {
  const before = await limits.look("badSignatures", address);
  if (before.exceeded) return { response: tooMany(before, requestId), personId: null };
  const reply: Reply<unknown> = await run({
    viewer: null,
    params: undefined,
    query: undefined,
    body: undefined,
    requestId,
    request,
  });
  if (reply.kind === "problem") await limits.take("badSignatures", address);
  return { response: toResponse(route, reply, requestId), personId: null };
}

function limitClassOf(route: RouteDefinition, personId: string | null): LimitClass {
  if (personId === null) return "perAddress";
  if (route.reachesCalendly) return "upstream";
  return route.method === "GET" ? "reads" : "writes";
}

/** The refusal of whoever asks too often. */
export function tooMany(limit: LimitState, requestId: string): Response {
  const seconds = Math.max(1, limit.resetSeconds);
  const response = problemResponse(
    {
      code: "rate_limited",
      detail: `That was too often. Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`,
      retryAfterSeconds: seconds,
    },
    requestId,
  );
  return withLimit(response, limit);
}

/** How much is left, as `RateLimit-*` (draft-ietf-httpapi-ratelimit-headers). */
function withLimit(response: Response, limit: LimitState): Response {
  response.headers.set("ratelimit-limit", String(limit.limit));
  response.headers.set("ratelimit-remaining", String(limit.remaining));
  response.headers.set("ratelimit-reset", String(limit.resetSeconds));
  return response;
}
