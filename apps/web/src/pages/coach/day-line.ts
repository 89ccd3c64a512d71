import { hourIn } from "@punctual/react";

/** One session on the line, as fractions of the line's length. */
export interface LineBlock<S> {
  readonly session: S;
  readonly start: number;
  readonly length: number;
}

export interface DayLine<S> {
  /** Hours of the clock that are written under the line, with their place (0 to 1). */
  readonly hours: readonly { readonly hour: number; readonly at: number }[];
  readonly blocks: readonly LineBlock<S>[];
  /** Where the present moment is; null when it is beyond the line. */
  readonly now: number | null;
}

interface Timed {
  readonly startAt: string;
  readonly endAt: string;
}

const hourMs = 3_600_000;

/**
 * Lays a day out on a line: from 8 to 18 o'clock in the zone, longer where sessions need it. `dayStart` is the
 * instant at which the day begins there; `now` in milliseconds.
 */
export function layOutDay<S extends Timed>(
  sessions: readonly S[],
  dayStart: number,
  timeZone: string,
  now: number,
): DayLine<S> {
  const starts = sessions.map((session) => Date.parse(session.startAt));
  const ends = sessions.map((session) => Date.parse(session.endAt));
  const from = Math.min(
    dayStart + 8 * hourMs,
    ...starts.map((start) => dayStart + Math.floor((start - dayStart) / hourMs) * hourMs),
  );
  const to = Math.max(
    dayStart + 18 * hourMs,
    ...ends.map((end) => dayStart + Math.ceil((end - dayStart) / hourMs) * hourMs),
  );
  const span = to - from;
  const place = (instant: number): number => (instant - from) / span;
  const hours: { hour: number; at: number }[] = [];
  for (let instant = from; instant <= to; instant += hourMs) {
    hours.push({ hour: hourIn(instant, timeZone), at: place(instant) });
  }
  return {
    hours,
    blocks: sessions.map((session) => {
      const start = Date.parse(session.startAt);
      return { session, start: place(start), length: (Date.parse(session.endAt) - start) / span };
    }),
    now: now < from || now > to ? null : place(now),
  };
}
