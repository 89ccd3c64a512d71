import { CalendlyError } from "./errors.ts";

/** A span of time as it is asked for: instants, ISO 8601 with `Z` or an offset, the end exclusive. */
export interface TimeWindow {
  readonly startTime: string;
  readonly endTime: string;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Calendly refuses what lies in the past when it arrives; a minute covers the way and the clocks. */
const marginMs = 60_000;

/** One call's part of a window, in milliseconds. */
export interface WindowPart {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Cuts the part of a window that lies in the future into pieces of at most `maxDays` (of 24 hours), in order. Empty for a
 * window that is over. `nowMs` is in milliseconds. Throws `invalid_argument` for what is no instant.
 */
export function splitWindow(
  endpoint: string,
  window: TimeWindow,
  maxDays: number,
  nowMs: number,
): readonly WindowPart[] {
  const endMs = millisecondsOf(endpoint, window.endTime, "endTime");
  const parts: WindowPart[] = [];
  let fromMs = Math.max(millisecondsOf(endpoint, window.startTime, "startTime"), nowMs + marginMs);
  while (fromMs < endMs) {
    const untilMs = Math.min(endMs, fromMs + maxDays * dayMs);
    parts.push({ fromMs, untilMs });
    fromMs = untilMs;
  }
  return parts;
}

export function wireInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function millisecondsOf(endpoint: string, instant: string, name: string): number {
  const milliseconds = Date.parse(instant);
  if (!Number.isNaN(milliseconds)) return milliseconds;
  throw new CalendlyError({
    code: "invalid_argument",
    message: `${endpoint}: ${name} is not an instant`,
    endpoint,
    title: "Invalid Argument",
  });
}
