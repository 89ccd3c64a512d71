import type { SecurityKindState, SecurityWindow } from "@punctual/contract";
import { formatDate, formatTime, useNow, useTimeView } from "@punctual/react";
import { number } from "../plain-words.ts";
import { highestOf, TimeBars } from "../TimeBars.tsx";
import { partWords } from "../windows.ts";
import { kindNames } from "./security-words.ts";

/** How many of a kind came over the window; red while there are too many. */
export function KindChart({ state, window }: { readonly state: SecurityKindState; readonly window: SecurityWindow }) {
  const view = useTimeView();
  const now = useNow(60_000);
  const peak = highestOf(state.timeline);
  const say = (at: string) => `${formatDate(at, view, now)}, ${formatTime(at, view)}`;
  return (
    <TimeBars
      label={
        peak === undefined
          ? `${kindNames[state.kind]} over time: none`
          : `${kindNames[state.kind]} over time: at most ${number(peak.count)} in ${partWords[window]}, ${say(peak.at)}`
      }
      bars={state.timeline.map(({ at, count }) => ({
        at,
        count,
        bad: state.alertSince === null ? 0 : count,
        says: `${say(at)}: ${number(count)}`,
      }))}
      className="h-10"
    />
  );
}
