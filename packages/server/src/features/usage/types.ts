import type { CalendlyErrorCode, OAuthErrorCode } from "@punctual/calendly";
import type { Temporal } from "temporal-polyfill";
import type { unsentCodes } from "../../platform/calendly/upstream.ts";

/** The span that is looked at, cut into equal parts. */
export interface Span {
  readonly from: Temporal.Instant;
  /** The end of the part that runs now. */
  readonly until: Temporal.Instant;
  readonly partSeconds: number;
  readonly parts: number;
}

/** Every code that a record of a call may have. */
export type CallCode = CalendlyErrorCode | OAuthErrorCode | (typeof unsentCodes)[number];

/** What a kind of failure means, and the way out. */
export interface Explanation {
  readonly meaning: string;
  readonly advice: string;
}

/** Calls that have all of this in common. */
export interface CallGroup {
  /** Of the span, from 0. */
  readonly part: number;
  readonly endpoint: string;
  readonly purpose: string;
  readonly code: string | null;
  readonly status: number | null;
  readonly calls: number;
  readonly firstAt: Temporal.Instant | null;
  readonly lastAt: Temporal.Instant | null;
}

/** Calls to one endpoint that were answered after so many milliseconds. */
export interface LatencyGroup {
  readonly endpoint: string;
  readonly latencyMs: number;
  readonly calls: number;
}
