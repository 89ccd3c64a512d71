import type { SecurityKindState, SecurityWindow } from "@punctual/contract";
import { formatDate, formatTime, useNow, useTimeView } from "@punctual/react";
import { kindNames, number, partWords } from "./security-words.ts";

const height = 40;
const step = 12;
const gap = 2;

/** How many of a kind came over the window, a bar for each part of it. */
export function KindChart({ state, window }: { readonly state: SecurityKindState; readonly window: SecurityWindow }) {
  const view = useTimeView();
  const now = useNow(60_000);
  const most = Math.max(1, ...state.timeline.map(({ count }) => count));
  const peak = state.timeline.find(({ count }) => count === most);
  const say = (at: string) => `${formatDate(at, view, now)}, ${formatTime(at, view)}`;
  return (
    <svg
      viewBox={`0 0 ${state.timeline.length * step} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={
        peak === undefined
          ? `${kindNames[state.kind]} over time: none`
          : `${kindNames[state.kind]} over time: at most ${number(most)} in ${partWords[window]}, ${say(peak.at)}`
      }
      className="h-10 w-full border-b"
    >
      {state.timeline.map(({ at, count }, index) => {
        const tall = (count / most) * height;
        return (
          <g key={at}>
            <title>{`${say(at)}: ${number(count)}`}</title>
            <rect x={index * step} y={0} width={step} height={height} fill="transparent" />
            <rect
              x={index * step}
              y={height - tall}
              width={step - gap}
              height={tall}
              className={state.alertSince === null ? "fill-waiting/60" : "fill-canceled"}
            />
          </g>
        );
      })}
    </svg>
  );
}
