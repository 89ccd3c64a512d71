/** Retrying by meaning: what may be sent again, and when. Pure; randomness and time are arguments. */

/** The rate limit as the headers of an answer say it. Shared by all of a user's tokens and apps. */
export interface RateLimit {
  /** Calls per window; null when the header is missing. */
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Seconds until the window starts anew (not a timestamp). */
  readonly resetSeconds: number | null;
}

/** Source: https://developer.calendly.com/api-docs/overview/rate-limits */
export function rateLimitOf(headers: Headers): RateLimit | null {
  const limit = nonNegative(headers.get("x-ratelimit-limit"));
  const remaining = nonNegative(headers.get("x-ratelimit-remaining"));
  const resetSeconds = nonNegative(headers.get("x-ratelimit-reset"));
  return limit === null && remaining === null && resetSeconds === null ? null : { limit, remaining, resetSeconds };
}

/**
 * Seconds to wait as the server asks for it: `Retry-After` (seconds or an HTTP date, RFC 9110 section 10.2.3), on a 429
 * else `X-RateLimit-Reset`. Null when it does not say. `now` is in milliseconds.
 */
export function retryAfterSecondsOf(status: number, headers: Headers, now: number): number | null {
  const retryAfter = headers.get("retry-after");
  if (retryAfter !== null) {
    const seconds = nonNegative(retryAfter);
    if (seconds !== null) return seconds;
    // Only what has the letters of an HTTP date: Date.parse reads a year into a bare "-5".
    const date = /[a-z]{3}/i.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
    if (!Number.isNaN(date)) return Math.max(0, Math.ceil((date - now) / 1000));
  }
  return status === 429 ? nonNegative(headers.get("x-ratelimit-reset")) : null;
}

const firstDelayMs = 500;
const longestBackoffMs = 10_000;
const serverJitterMs = 1_000;

/**
 * Milliseconds to wait before attempt `attempt + 1`. What the server asks for is a lower bound, with up to a second on
 * top so that waiting callers do not return together; otherwise exponential back-off, half of it random.
 * `random` is in [0, 1).
 */
export function retryDelayMs(attempt: number, retryAfterSeconds: number | null, random: number): number {
  if (retryAfterSeconds !== null) return retryAfterSeconds * 1000 + Math.floor(random * serverJitterMs);
  const ceiling = Math.min(longestBackoffMs, firstDelayMs * 2 ** (attempt - 1));
  return Math.floor(ceiling / 2 + (random * ceiling) / 2);
}

function nonNegative(value: string | null): number | null {
  if (value === null || !/^\s*\d+(\.\d+)?\s*$/.test(value)) return null;
  return Number(value);
}
