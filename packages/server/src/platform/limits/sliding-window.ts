import type { LimitWindow } from "./settings.ts";

/** What was counted in the slice of time that runs, and in the one before it. A slice is as long as the window. */
export interface Counted {
  /** Number of the slice that runs: whole windows since 1970. */
  readonly slice: number;
  readonly points: number;
  readonly previous: number;
}

export interface LimitState {
  readonly limit: number;
  /** Of the window, in seconds. */
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Seconds until there is more: until one more is let through when it is exceeded. */
  readonly resetSeconds: number;
  readonly exceeded: boolean;
}

export const sliceOf = (nowMs: number, { seconds }: LimitWindow): number => Math.floor(nowMs / (seconds * 1000));

/** What a count has become by the time of `slice`. */
export function roll(counted: Counted | undefined, slice: number): Counted {
  if (counted === undefined || counted.slice < slice - 1) return { slice, points: 0, previous: 0 };
  if (counted.slice === slice - 1) return { slice, points: 0, previous: counted.points };
  // A clock that is behind counts in the slice that others are in already.
  return counted;
}

/**
 * How full a sliding window is: what was counted in the running slice, and of the one before the part that still lies
 * within the window, as if that had come evenly. Nobody gets twice the limit by waiting for a full minute.
 */
export function measure(counted: Counted, window: LimitWindow, nowMs: number): LimitState {
  const length = window.seconds * 1000;
  const passed = Math.min(1, Math.max(0, (nowMs - counted.slice * length) / length));
  const used = counted.points + counted.previous * (1 - passed);
  const exceeded = used > window.most;
  const wait = exceeded ? untilRoom(counted, window.most, passed) : 1 - passed;
  return {
    limit: window.most,
    windowSeconds: window.seconds,
    remaining: Math.max(0, Math.floor(window.most - used)),
    resetSeconds: Math.max(1, Math.ceil(wait * window.seconds)),
    exceeded,
  };
}

/** Parts of the window until one more fits. `points` has the one that was too many. */
function untilRoom({ points, previous }: Counted, most: number, passed: number): number {
  if (most < 1) return 2 - passed;
  // What is refused is not counted: more than the limit is others who are being refused at this moment.
  const before = Math.min(points - 1, most);
  // Within this slice, as what came in the one before it leaves the window.
  if (before < most) return Math.max(0, 1 - (most - before - 1) / previous - passed);
  return 1 - passed + Math.max(0, 1 - (most - 1) / before);
}

/** The one that matters: the one that is exceeded for longest, or has the least left. */
export function strictest(states: readonly LimitState[]): LimitState {
  const [first, ...rest] = states;
  if (first === undefined) throw new Error("A limit without a window.");
  return rest.reduce((worst, state) => {
    if (state.exceeded !== worst.exceeded) return state.exceeded ? state : worst;
    if (state.exceeded) return state.resetSeconds > worst.resetSeconds ? state : worst;
    return state.remaining < worst.remaining ? state : worst;
  }, first);
}
