import type { Usage } from "@punctual/contract";
import { formatDate, formatTime, useNow, useTimeView } from "@punctual/react";
import { number } from "../plain-words.ts";
import { highestOf, TimeBars } from "../TimeBars.tsx";
import { partWords } from "../windows.ts";

/** Calls over the window, a bar for each part of it; what failed is the lower, red part of its bar. */
export function UsageChart({ usage }: { readonly usage: Usage }) {
  const view = useTimeView();
  const now = useNow(60_000);
  const { timeline, window } = usage;
  const say = (at: string) =>
    window === "hour" ? formatTime(at, view) : `${formatDate(at, view, now)}, ${formatTime(at, view)}`;
  const bars = timeline.map(({ at, calls, failed }) => ({
    at,
    count: calls,
    bad: failed,
    says: `${say(at)}: ${number(calls)} calls, ${number(failed)} failed`,
  }));
  const peak = highestOf(bars);
  const most = number(peak?.count ?? 0);
  const first = timeline[0];
  return (
    <figure>
      <TimeBars
        label={
          peak === undefined
            ? "No calls"
            : `Calls over time: at most ${most} in ${partWords[window]}, at ${say(peak.at)}; ${number(usage.failed)} failed.`
        }
        bars={bars}
        className="h-24"
      />
      <figcaption className="mt-2 flex flex-wrap justify-between gap-x-4 text-xs text-ink-soft">
        <span>{first === undefined ? null : say(first.at)}</span>
        <span>
          at most {most} in {partWords[window]}
          {usage.failed === 0 ? null : <span className="text-canceled"> · {number(usage.failed)} failed (red)</span>}
        </span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}
