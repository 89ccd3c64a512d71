import type { ReactNode } from "react";

/** In the place of the next session when there is none: said as large, with the one thing to do. */
export function NothingNext(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly action: ReactNode;
}) {
  return (
    <div>
      <p className="text-2xl font-semibold text-balance">{props.title}</p>
      <p className="mt-2 text-base text-ink-soft">{props.children}</p>
      <div className="mt-6">{props.action}</div>
    </div>
  );
}
