import { classNames } from "./class-names.ts";

/** `live`: in step; `working`: the ring turns; `waiting`: not in step; `done`: the ring is full; `off`: nothing. */
export type RingState = "live" | "working" | "waiting" | "done" | "off";

const colours: Record<RingState, string> = {
  live: "text-confirmed",
  working: "text-accent",
  waiting: "text-attention",
  done: "text-confirmed",
  off: "text-ink-soft",
};

/**
 * The motif: a dot, and a ring that fills around it. `progress` (0 to 1) fills the ring; without it
 * the state decides. Decorative: put the word beside it.
 */
export function LiveRing(props: {
  readonly state: RingState;
  readonly progress?: number;
  readonly className?: string;
}) {
  const { state, progress } = props;
  const circumference = 2 * Math.PI * 8;
  const filled = progress ?? (state === "live" || state === "done" ? 1 : state === "working" ? 0.3 : 0);
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className={classNames(props.className ?? "size-4", colours[state])}>
      <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" strokeOpacity="0.22" strokeWidth="1.75" />
      <g transform="rotate(-90 10 10)">
        <circle
          cx="10"
          cy="10"
          r="8"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
          strokeDasharray={`${filled * circumference} ${circumference}`}
          opacity={filled === 0 ? 0 : 1}
          className={classNames(
            "origin-center [transform-box:fill-box] transition-[stroke-dasharray]",
            state === "working" && progress === undefined && "animate-turn",
          )}
        />
      </g>
      {state === "live" ? (
        <circle
          cx="10"
          cy="10"
          r="8"
          className="origin-center animate-ring [transform-box:fill-box]"
          fill="currentColor"
          opacity="0"
        />
      ) : null}
      <circle cx="10" cy="10" r="3.5" fill="currentColor" opacity={state === "off" ? 0.5 : 1} />
    </svg>
  );
}
