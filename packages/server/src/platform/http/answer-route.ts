import { csrfHeader, type ProblemCode, type RouteDefinition } from "@punctual/contract";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import type { Limits, Taken } from "../limits/limits.ts";
import type { LimitClass } from "../limits/settings.ts";
import type { SecurityCounts } from "../security/count-events.ts";
import { callerOf } from "../security/network.ts";
import { attemptOf } from "./attempts.ts";
import type { CsrfTokens } from "./csrf.ts";
import { onceByKey } from "./idempotency.ts";
import { tooMany, withLimit } from "./limit-answers.ts";
import { parseRequest } from "./parse-request.ts";
import { problemResponse } from "./problem-response.ts";
import { kindOfRefusal } from "./refusals.ts";
import type { Reply } from "./reply.ts";
import type { AdmissionOf, Gate, Proof, ServedRoute } from "./served-route.ts";
import { toResponse } from "./to-response.ts";

export interface AnswerScope<Viewer extends { readonly personId: string }> {
  readonly database: Database;
  readonly clock: Clock;
  readonly gate: Gate<Viewer>;
  readonly limits: Limits;
  readonly security: SecurityCounts;
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

/** An answer, and why it is none that the caller wanted. */
interface Outcome extends Answered {
  readonly code: ProblemCode | null;
  /** What a refusal was about, where it is neither the person nor the route. */
  readonly about?: string;
  /** True when it was the use case that refused. */
  readonly attempted?: true;
}

/** One request to one route: limit, gate, parse, carry out, answer; refusals are counted. */
export async function answerRoute<Viewer extends { readonly personId: string }>(
  scope: AnswerScope<Viewer>,
  served: ServedRoute<Viewer>,
  call: IncomingCall,
): Promise<Answered> {
  const { route } = served;
  const { request, address } = call;
  const outcome =
    route.access === "signed" ? await answerSigned(scope, served, call) : await answer(scope, served, call);
  if (outcome.code !== null) {
    const kind = kindOfRefusal(outcome.code, {
      route,
      request,
      known: outcome.personId !== null,
      attempted: outcome.attempted === true,
    });
    const subject = outcome.about ?? outcome.personId ?? route.id;
    if (kind !== null) scope.security.count(kind, { source: address, subject });
  }
  return outcome;
}

async function answer<Viewer extends { readonly personId: string }>(
  scope: AnswerScope<Viewer>,
  served: ServedRoute<Viewer>,
  call: IncomingCall,
): Promise<Outcome> {
  const { route } = served;
  const { request, requestId, address } = call;
  // Before anything is looked up: what is asked without a login session, or with a made-up one, must not cost much.
  const atAddress = await scope.limits.take("perAddress", callerOf(address));
  if (atAddress.exceeded) return exceeded(atAddress, null, requestId);

  const admission = await scope.gate(route, request);
  if (admission.kind === "refused") {
    const response = withLimit(toResponse(route, admission.reply, requestId), atAddress);
    const { about } = admission;
    return { response, personId: null, code: codeOf(admission.reply), ...(about === undefined ? {} : { about }) };
  }
  const outcome = await answerAdmitted(scope, served, call, admission, atAddress);
  // Whoever holds the cookie may know the token; a page of another site cannot read the answer.
  if (admission.proof?.by === "cookie")
    outcome.response.headers.set(csrfHeader, scope.csrf.tokenOf(admission.proof.id));
  return outcome;
}

async function answerAdmitted<Viewer extends { readonly personId: string }>(
  scope: AnswerScope<Viewer>,
  served: ServedRoute<Viewer>,
  { request, requestId, pathParams, address }: IncomingCall,
  { viewer, proof }: Extract<AdmissionOf<Viewer>, { kind: "admitted" }>,
  atAddress: Taken,
): Promise<Outcome> {
  const { route } = served;
  const personId = viewer?.personId ?? null;
  const limit =
    personId === null ? atAddress : await scope.limits.take(limitClassOf(route), serviceOf(proof) ?? personId);
  if (limit.exceeded) return exceeded(limit, personId, requestId);
  if (!scope.csrf.admits(request, proof)) {
    return { response: withLimit(foreignPage(requestId), limit), personId, code: "csrf_token_invalid" };
  }

  const parsing = await parseRequest(route, request, pathParams, {
    bodyIsSigned: proof?.by === "signature",
  });
  if (parsing.kind === "refused") {
    const { problem } = parsing;
    const response = withLimit(toResponse(route, { kind: "problem", ...problem }, requestId), limit);
    return { response, personId, code: problem.code };
  }
  const attempt = attemptOf(route, { body: parsing.parts.body, personId, address });
  const attempts = attempt === null ? null : await scope.limits.takeAll(attempt.limited);
  if (attempts?.exceeded) return exceeded(attempts, personId, requestId);

  const run = async () => {
    try {
      return await served.run({ viewer, ...parsing.parts, requestId, request });
    } catch (error) {
      // What breaks on our side is nobody's failed attempt.
      if (attempt !== null) await scope.limits.giveBack(attempt.failures);
      throw error;
    }
  };
  const key = route.method === "GET" || !route.reachesCalendly ? null : request.headers.get("idempotency-key");
  const { reply, replayed } =
    key === null || personId === null
      ? { reply: await run(), replayed: false }
      : await onceByKey({ ...scope, personId, key, route, parts: parsing.parts }, run);
  const code = codeOf(reply);
  if (attempt !== null && code === null) await scope.limits.giveBack(attempt.failures);
  const response = toResponse(route, reply, requestId);
  if (replayed) response.headers.set("idempotency-replayed", "true");
  return { response: withLimit(response, limit), personId, code, attempted: true };
}

/** Each key has limits of its own: a service that asks too often does not stop its admin, nor another service. */
function serviceOf(proof: Proof | null): string | null {
  return proof?.by === "key" || proof?.by === "signature" ? proof.id : null;
}

function foreignPage(requestId: string): Response {
  const detail = "This page does not know your login session. Reload it and do it again.";
  return problemResponse({ code: "csrf_token_invalid", detail }, requestId);
}

function exceeded(limit: Taken, personId: string | null, requestId: string): Outcome {
  return { response: tooMany(limit, requestId), personId, code: "rate_limited", about: limit.name };
}

const codeOf = (reply: Reply<unknown>): ProblemCode | null => (reply.kind === "problem" ? reply.code : null);

/** Good deliveries are never limited; an address that sends bad ones is, before its body is read. */
async function answerSigned<Viewer extends { readonly personId: string }>(
  { limits }: AnswerScope<Viewer>,
  { route, run }: ServedRoute<Viewer>,
  { request, requestId, address }: IncomingCall,
): Promise<Outcome> {
  const caller = callerOf(address);
  const before = await limits.look("badSignatures", caller);
  if (before.exceeded) return exceeded({ ...before, name: "badSignatures" }, null, requestId);
  const reply: Reply<unknown> = await run({
    viewer: null,
    params: undefined,
    query: undefined,
    body: undefined,
    requestId,
    request,
  });
  const code = codeOf(reply);
  if (code !== null) await limits.take("badSignatures", caller);
  return { response: toResponse(route, reply, requestId), personId: null, code };
}

function limitClassOf(route: RouteDefinition): LimitClass {
  if (route.reachesCalendly) return "upstream";
  return route.method === "GET" ? "reads" : "writes";
}
