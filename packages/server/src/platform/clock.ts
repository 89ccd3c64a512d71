import { Temporal } from "temporal-polyfill";

/** The only source of 'now'. Rules take an instant as an argument; use cases read it here. */
export interface Clock {
  now(): Temporal.Instant;
}

export const systemClock: Clock = { now: () => Temporal.Now.instant() };
