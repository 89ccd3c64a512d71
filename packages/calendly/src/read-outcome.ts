import type { Endpoint } from "./endpoint.ts";
import { CalendlyError, errorOfAnswer } from "./errors.ts";
import { type HttpOutcome, parseJson, requestIdOf } from "./http.ts";
import { retryAfterSecondsOf } from "./retry.ts";
import { type Drift, readTolerantly } from "./tolerant.ts";

/** What came of one attempt, and how the answer differs from the documentation. */
export type Result =
  | { readonly ok: true; readonly value: unknown; readonly drift: readonly Drift[] }
  | { readonly ok: false; readonly error: CalendlyError; readonly drift: readonly Drift[] };

/** `attempts` counts this one; `now` is in milliseconds. */
export function readOutcome(endpoint: Endpoint, outcome: HttpOutcome, attempts: number, now: number): Result {
  if (outcome.kind === "failed") {
    return { ok: false, error: failureOf(endpoint, outcome.reason, attempts, outcome.cause), drift: [] };
  }
  const { status, headers, text } = outcome;
  const requestId = requestIdOf(headers);
  if (status < 200 || status > 299) {
    const error = errorOfAnswer({
      endpoint: endpoint.id,
      status,
      body: parseJson(text),
      retryAfterSeconds: retryAfterSecondsOf(status, headers, now),
      requestId,
      attempts,
    });
    return { ok: false, error, drift: [] };
  }
  if (endpoint.status === 204) return { ok: true, value: undefined, drift: [] };
  // "Accepted" is all there is to say; whether an empty object comes with it is nobody's concern.
  const json = endpoint.status === 202 && text.trim() === "" ? {} : parseJson(text);
  const { value, drift, broken } = readTolerantly(endpoint.response, json);
  if (broken === null) return { ok: true, value, drift };
  const what = `${broken.path} should be ${broken.expected} and is ${json === undefined ? "no JSON" : broken.found}`;
  const error = new CalendlyError({
    code: "unexpected_response",
    message: `${endpoint.id}: the answer cannot be used; ${what}`,
    endpoint: endpoint.id,
    status,
    details: [{ parameter: broken.path, message: what }],
    requestId,
    attempts,
  });
  return { ok: false, error, drift };
}

const failureTexts = {
  unreachable: "could not be reached",
  timeout: "did not answer in time",
  aborted: "was given up by the caller",
} as const;

/** The error of a call that got no answer. */
export function failureOf(
  endpoint: Endpoint,
  code: keyof typeof failureTexts,
  attempts: number,
  cause: unknown,
): CalendlyError {
  return new CalendlyError({
    code,
    message: `${endpoint.id}: Calendly ${failureTexts[code]}`,
    endpoint: endpoint.id,
    attempts,
    cause,
  });
}
