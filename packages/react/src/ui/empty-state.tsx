import type { ReactNode } from "react";

/** Nothing here, and what to do about it. */
export function EmptyState(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-4 py-12 text-center">
      <span aria-hidden="true" className="mb-4 text-ink-soft [&_svg]:size-6 [&_svg]:stroke-[1.5]">
        {props.icon ?? <QuietDot />}
      </span>
      <p className="text-base font-medium text-ink">{props.title}</p>
      {props.children === undefined ? null : (
        <div className="mt-1 max-w-prose text-sm text-ink-soft">{props.children}</div>
      )}
      {props.action === undefined ? null : <div className="mt-5">{props.action}</div>}
    </div>
  );
}

function QuietDot() {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <circle cx="12" cy="12" r="10" stroke="currentColor" strokeDasharray="2 4" strokeLinecap="round" />
      <circle cx="12" cy="12" r="2.5" fill="currentColor" />
    </svg>
  );
}
