import type { ReactNode } from "react";

/** The motif, large: a ring that fills while a session comes nearer, and what is left in its middle. */
export function CountdownRing(props: { readonly progress: number; readonly children: ReactNode }) {
  const circumference = 2 * Math.PI * 44;
  return (
    <div className="relative size-24 shrink-0 sm:size-28">
      <svg viewBox="0 0 96 96" aria-hidden="true" className="size-full text-accent" fill="none" stroke="currentColor">
        <circle cx="48" cy="48" r="44" strokeOpacity="0.15" strokeWidth="3" />
        <circle
          cx="48"
          cy="48"
          r="44"
          strokeWidth="3"
          strokeLinecap="round"
          strokeDasharray={`${props.progress * circumference} ${circumference}`}
          transform="rotate(-90 48 48)"
        />
      </svg>
      <span className="absolute inset-0 flex items-center justify-center text-lg font-semibold text-ink">
        {props.children}
      </span>
    </div>
  );
}
