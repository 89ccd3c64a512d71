import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

/** One grey bar in the place of what is coming. Give it the size of the real thing, so that nothing jumps. */
export function Skeleton({ className = "h-4 w-full" }: { readonly className?: string }) {
  return <span aria-hidden="true" className={classNames("block animate-pulse rounded-sm bg-line", className)} />;
}

/** Wraps a group of skeletons and says once, for screen readers, what is being loaded. */
export function Loading(props: { readonly label: string; readonly className?: string; readonly children: ReactNode }) {
  return (
    <div role="status" aria-busy="true" className={props.className}>
      <span className="sr-only">{props.label}</span>
      {props.children}
    </div>
  );
}
