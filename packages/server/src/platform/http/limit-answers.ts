import type { LimitState } from "../limits/sliding-window.ts";
import { problemResponse } from "./problem-response.ts";

/** The refusal of whoever asks too often. */
export function tooMany(limit: LimitState, requestId: string): Response {
  const seconds = Math.max(1, limit.resetSeconds);
  const response = problemResponse(
    {
      code: "rate_limited",
      detail: `That was too often. Try again in ${inWords(seconds)}.`,
      retryAfterSeconds: seconds,
    },
    requestId,
  );
  return withLimit(response, limit);
}

function inWords(seconds: number): string {
  const said = (count: number, unit: string) => `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (seconds < 120) return said(seconds, "second");
  return seconds < 7_200 ? said(Math.ceil(seconds / 60), "minute") : said(Math.ceil(seconds / 3_600), "hour");
}

/**
 * How much is left: `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10), and the three fields of
 * earlier drafts, which more clients know.
 */
export function withLimit(response: Response, { limit, windowSeconds, remaining, resetSeconds }: LimitState): Response {
  response.headers.set("ratelimit-policy", `"default";q=${limit};w=${windowSeconds}`);
  response.headers.set("ratelimit", `"default";r=${remaining};t=${resetSeconds}`);
  response.headers.set("ratelimit-limit", String(limit));
  response.headers.set("ratelimit-remaining", String(remaining));
  response.headers.set("ratelimit-reset", String(resetSeconds));
  return response;
}
