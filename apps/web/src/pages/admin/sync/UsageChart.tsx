import type { Usage } from "@punctual/contract";
import { formatDate, formatTime, useNow, useTimeView } from "@punctual/react";
import { number } from "./usage-words.ts";

const height = 96;
const step = 12;
const gap = 2;

/** Calls over the window, a bar for each part of it; what failed is the lower, red part of its bar. */
export function UsageChart({ usage }: { readonly usage: Usage }) {
  const view = useTimeView();
  const now = useNow(60_000);
  const { timeline, window } = usage;
  const most = Math.max(1, ...timeline.map(({ calls }) => calls));
  const peak = timeline.find(({ calls }) => calls === most);
  const say = (at: string) =>
    window === "hour" ? formatTime(at, view) : `${formatDate(at, view, now)}, ${formatTime(at, view)}`;
  const partWords = { hour: "a minute", day: "half an hour", week: "three hours" }[window];
  const first = timeline[0];
  return (
    <figure>
      <svg
        viewBox={`0 0 ${timeline.length * step} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={
          peak === undefined
            ? "No calls"
            : `Calls over time: at most ${number(most)} in ${partWords}, at ${say(peak.at)}; ${number(usage.failed)} failed.`
        }
        className="h-24 w-full border-b"
      >
        {timeline.map(({ at, calls, failed }, index) => {
          const tall = (calls / most) * height;
          const bad = (failed / most) * height;
          return (
            <g key={at}>
              <title>{`${say(at)}: ${number(calls)} calls, ${number(failed)} failed`}</title>
              {/* The whole column answers the pointer, not the bar alone. */}
              <rect x={index * step} y={0} width={step} height={height} fill="transparent" />
              <rect x={index * step} y={height - tall} width={step - gap} height={tall} className="fill-waiting/60" />
              <rect x={index * step} y={height - bad} width={step - gap} height={bad} className="fill-canceled" />
            </g>
          );
        })}
      </svg>
      <figcaption className="mt-2 flex flex-wrap justify-between gap-x-4 text-xs text-ink-soft">
        <span>{first === undefined ? null : say(first.at)}</span>
        <span>
          at most {number(most)} in {partWords}
          {usage.failed === 0 ? null : <span className="text-canceled"> · {number(usage.failed)} failed (red)</span>}
        </span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}
