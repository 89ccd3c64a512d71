import { setTimeout } from "node:timers/promises";

/** Waits for so many milliseconds; rejects as soon as the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

export const realSleep: Sleep = (ms, signal) => setTimeout(ms, undefined, signal === undefined ? {} : { signal });
