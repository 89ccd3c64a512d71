import { setTimeout as sleep } from "node:timers/promises";
import type { MiddlewareHandler } from "hono";
import { type HttpEffect, takeHttpFault } from "../scenario/faults.ts";
import type { State } from "../state.ts";
import { type Answer, alreadyExists, denied, invalid, notFound, serverError, unauthenticated } from "./answer.ts";
import { toResponse } from "./api.ts";

function answerFor(status: number): Answer {
  switch (status) {
    case 400:
      return invalid([]);
    case 401:
      return unauthenticated("The access token is invalid");
    case 403:
      return denied();
    case 404:
      return notFound;
    case 409:
      return alreadyExists();
    case 424:
      return {
        status,
        body: { title: "External Calendar Error", message: "There is a problem accessing your calendar." },
      };
    case 429:
      return { status, body: {} };
    default:
      return { status, body: serverError.body };
  }
}

function falseAnswer(effect: HttpEffect): Response {
  const status = effect.status ?? 200;
  const effectHeaders = { ...(status === 429 ? { "x-ratelimit-remaining": "0" } : {}), ...effect.headers };
  if (effect.body === "malformed") {
    const headers = { ...effectHeaders, "content-type": "application/json; charset=utf-8" };
    return new Response('{"resource": {"uri": "https://api.cal', { status, headers });
  }
  if (effect.body === "empty") return new Response(null, { status, headers: effectHeaders });
  return toResponse(answerFor(status), effectHeaders);
}

/**
 * Makes calls go wrong as the fault rules say. The controls themselves never do. A call that is being held back when
 * the sandbox closes ends there: its state is gone by the time it would go on.
 */
export function faultyMiddleware(state: State, closing: AbortSignal): MiddlewareHandler {
  return async (c, next) => {
    const path = new URL(c.req.url).pathname;
    const effect = path.startsWith("/_sandbox") ? null : takeHttpFault(state, c.req.method, path);
    if (effect === null) return next();
    if (effect.latency > 0) {
      await sleep(effect.latency, undefined, { signal: closing }).catch(() => undefined);
      if (closing.aborted) return toResponse(serverError);
    }
    const isFalse = effect.status !== null || effect.body !== "calendly";
    if (!isFalse) return next();
    if (effect.afterCommit) await next();
    // Emptied first: Hono copies the headers of the answer that stands over those of the one that replaces it.
    c.res = undefined;
    c.res = falseAnswer(effect);
    return undefined;
  };
}
