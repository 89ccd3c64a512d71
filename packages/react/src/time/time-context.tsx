import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { TimeView } from "./format.ts";
import { presentZoneName } from "./zone-names.ts";

interface TimeSource extends TimeView {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const TimeContext = createContext<TimeSource | null>(null);

/** The zone that the browser is set to. */
export function browserTimeZone(): string {
  return presentZoneName(new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** Sets the viewer's zone, language and clock for everything inside. */
export function TimeProvider(props: {
  /** The viewer's IANA zone; the browser's when absent or null. */
  readonly timeZone?: string | null;
  readonly locale?: string;
  /** The clock in milliseconds; `Date.now` when absent. */
  readonly now?: () => number;
  readonly children: ReactNode;
}) {
  const { timeZone, locale, now } = props;
  const source = useMemo<TimeSource>(
    () => ({ timeZone: timeZone ?? browserTimeZone(), locale, now: now ?? Date.now }),
    [timeZone, locale, now],
  );
  return <TimeContext value={source}>{props.children}</TimeContext>;
}

const outside: TimeSource = { timeZone: browserTimeZone(), locale: undefined, now: Date.now };

/** The viewer's zone and language. */
export function useTimeView(): TimeSource {
  return useContext(TimeContext) ?? outside;
}

/** The present moment in milliseconds, renewed every `everyMs`. */
export function useNow(everyMs = 15_000): number {
  const { now } = useTimeView();
  const [value, setValue] = useState(now);
  useEffect(() => {
    setValue(now());
    const timer = setInterval(() => setValue(now()), everyMs);
    return () => clearInterval(timer);
  }, [now, everyMs]);
  return value;
}
