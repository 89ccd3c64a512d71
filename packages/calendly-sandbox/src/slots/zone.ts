import { Temporal } from "temporal-polyfill";

/** A stretch of time during which a zone keeps one offset from UTC; all three in milliseconds, `to` exclusive. */
export interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/**
 * The offsets of one time zone. The rules come from Temporal, asked once for each change of offset and then kept:
 * finding slots does plain arithmetic on spans.
 */
export interface Zone {
  readonly timeZone: string;
  /** The spans that meet `[from, to]`, ascending and without a gap. */
  spans(from: number, to: number): readonly OffsetSpan[];
  offsetAt(at: number): number;
}

const day = 86_400_000;
const year = 365 * day;
const zones = new Map<string, Zone>();

function createZone(timeZone: string): Zone {
  const start = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  let spans: OffsetSpan[] = [];
  // Asked for its own sake: an unknown name is told here, before anything is found through it.
  start(0);

  /** Covers at least `[from, to]`; grows by years, so that neighbouring questions are answered from what is kept. */
  function cover(from: number, to: number): void {
    const first = spans[0];
    const last = spans.at(-1);
    if (first !== undefined && last !== undefined && first.from <= from && last.to > to) return;
    const low = Math.min(from, first?.from ?? from) - year;
    const high = Math.max(to, last?.to ?? to) + year;
    const found: OffsetSpan[] = [];
    let at = start(low);
    while (at.epochMilliseconds <= high) {
      const next = at.getTimeZoneTransition("next");
      const end = Math.min(next?.epochMilliseconds ?? Number.POSITIVE_INFINITY, high + 1);
      found.push({ from: at.epochMilliseconds, to: end, offset: at.offsetNanoseconds / 1_000_000 });
      if (next === null || next.epochMilliseconds > high) break;
      at = next;
    }
    spans = found;
  }

  return {
    timeZone,
    spans(from, to) {
      cover(from, to);
      return spans.filter((span) => span.to > from && span.from <= to);
    },
    offsetAt(at) {
      cover(at, at);
      let low = 0;
      let high = spans.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        const span = spans[middle];
        if (span !== undefined && span.from <= at) low = middle;
        else high = middle - 1;
      }
      return spans[low]?.offset ?? 0;
    },
  };
}

/** The zone of an IANA name. Throws a `RangeError` for a name that is none. */
export function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known !== undefined) return known;
  const zone = createZone(timeZone);
  zones.set(timeZone, zone);
  return zone;
}

/** The first instant (milliseconds) of a date, given as days since 1970-01-01; of the next one for a date that a zone skips. */
export function startOfDay(zone: Zone, dayNumber: number): number {
  const midnight = dayNumber * day;
  for (const { from, to, offset } of zone.spans(midnight - 2 * day, midnight + 2 * day)) {
    const at = Math.max(from, midnight - offset);
    if (at < to && at + offset >= midnight) return at;
  }
  return midnight;
}

/** Whether `name` is an IANA zone that this runtime knows. Bare offsets such as `+02:00` are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
