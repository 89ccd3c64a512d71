import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { MiddlewareHandler } from "hono";
import type { HttpEffect } from "../controls/fault-rules.ts";
import { takeHttpFault } from "../controls/strike-faults.ts";
import type { State } from "../state.ts";
import {
  type Answer,
  alreadyExists,
  denied,
  externalCalendarError,
  invalid,
  notFound,
  serverError,
  unauthenticated,
} from "./answer.ts";
import { toResponse } from "./api.ts";
import { isControl } from "./controls-path.ts";
import { tooManyCalls } from "./rate-limit.ts";
import { keepText, traceOf } from "./trace.ts";

/** What Calendly itself would say with a status. */
function answerFor(state: State, status: number): Answer {
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
      return externalCalendarError;
    case 429:
      return tooManyCalls(state);
    default:
      return { status, body: serverError.body };
  }
}

/** Statuses that HTTP allows no body with. */
const bodiless = new Set([204, 205, 304]);

function falseAnswer(state: State, effect: HttpEffect): Response {
  const status = effect.status ?? 200;
  const headers = { ...(status === 429 ? { "x-ratelimit-remaining": "0" } : {}), ...effect.headers };
  const text = (body: string, type: string) =>
    keepText(new Response(body, { status, headers: { "content-type": type, ...headers } }), body);
  if (effect.body === "empty" || bodiless.has(status)) return new Response(null, { status, headers });
  if (effect.body === "malformed")
    return text('{"resource": {"uri": "https://api.cal', "application/json; charset=utf-8");
  if (effect.body === "html") {
    const page = "<!doctype html><title>Just a moment</title><h1>We will be back in a moment</h1>";
    return text(page, "text/html; charset=utf-8");
  }
  return toResponse(answerFor(state, status), headers);
}

/** Tells Hono's server that the answer is no longer its business. */
const alreadySent = () => new Response(null, { headers: { "x-hono-already-sent": "true" } });

/** Announces the whole of an answer and sends the half of it. */
async function truncate(outgoing: ServerResponse, answer: Response): Promise<void> {
  const whole = Buffer.from(await answer.arrayBuffer());
  const headers = Object.fromEntries(answer.headers);
  outgoing.writeHead(answer.status, { ...headers, "content-length": String(Math.max(2, whole.byteLength)) });
  const half = whole.subarray(0, Math.floor(whole.byteLength / 2));
  await new Promise<void>((done) => outgoing.write(half, () => done()));
  outgoing.destroy();
}

/** Resolves when the sandbox closes or the caller has gone. */
function untilGone(closing: AbortSignal, outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      closing.removeEventListener("abort", done);
      outgoing.removeListener("close", done);
      resolve();
    };
    if (closing.aborted || outgoing.destroyed) return resolve();
    closing.addEventListener("abort", done);
    outgoing.once("close", done);
  });
}

/**
 * Makes calls go wrong as the fault rules say. The controls and the inspector never do. A call that is being held back
 * when the sandbox closes ends there: its state is gone by the time it would go on.
 */
export function faultyMiddleware(
  state: State,
  closing: AbortSignal,
): MiddlewareHandler<{ Bindings: { outgoing: ServerResponse } }> {
  return async (c, next) => {
    const { pathname: path } = new URL(c.req.url);
    if (isControl(path)) return next();
    const authorization = c.req.header("authorization") ?? null;
    const fault = takeHttpFault(state, { method: c.req.method, path, authorization });
    if (fault === null) return next();
    const { effect } = fault;
    const trace = traceOf(c.req.raw);
    trace.faultId = fault.id;
    if (effect.latency > 0) {
      await sleep(effect.latency, undefined, { signal: closing }).catch(() => undefined);
      if (closing.aborted) return toResponse(serverError);
    }
    const isFalse = effect.status !== null || (effect.body !== "calendly" && effect.body !== "truncated");
    if (effect.afterCommit || (!isFalse && effect.connection === "keep")) await next();
    if (effect.connection !== "keep") {
      trace.ending = effect.connection === "hang" ? "hung" : "cut";
      if (effect.connection === "hang") await untilGone(closing, c.env.outgoing);
      c.env.outgoing.destroy();
      c.res = undefined;
      c.res = alreadySent();
      return undefined;
    }
    if (isFalse) {
      // Emptied first: Hono copies the headers of the answer that stands over those of the one that replaces it.
      c.res = undefined;
      c.res = falseAnswer(state, effect);
    } else {
      for (const [name, value] of Object.entries(effect.headers)) c.res.headers.set(name, value);
    }
    if (effect.body === "truncated") {
      trace.ending = "truncated";
      await truncate(c.env.outgoing, c.res);
      c.res = undefined;
      c.res = alreadySent();
    }
    return undefined;
  };
}
