import type { SecurityKind } from "@punctual/contract";
import type { Temporal } from "temporal-polyfill";

/** How many of a kind are too many. */
export interface Threshold {
  readonly count: number;
  /** True when they must have come upon one subject: many accounts with a few failures each are something else. */
  readonly perSubject: boolean;
}

/** The time that a page shows, cut into equal parts. */
export interface Span {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly partSeconds: number;
  readonly parts: number;
}

export interface OpenAlert {
  readonly id: string;
  readonly kind: SecurityKind;
  readonly count: number;
}

/** What becomes of a kind's alert at one look. */
export type Turn =
  | { readonly kind: "open" }
  | { readonly kind: "raise"; readonly count: number }
  | { readonly kind: "close" }
  | { readonly kind: "keep" };

export interface Explanation {
  /** What many of them are called in a sentence: 'many failed sign-ins'. */
  readonly many: string;
  readonly meaning: string;
  readonly advice: string;
}
