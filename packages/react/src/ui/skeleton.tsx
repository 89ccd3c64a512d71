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

/** Where a few lines of text are about to stand. */
export function LoadingLines({ label, className }: { readonly label: string; readonly className?: string }) {
  return (
    <Loading label={label} className={classNames("flex flex-col gap-3", className)}>
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-2/3" />
    </Loading>
  );
}

/** Where rows are about to stand that have a name, a line below it, and a badge at their end. */
export function LoadingRows({ label, rows = 3 }: { readonly label: string; readonly rows?: number }) {
  return (
    <Loading label={label} className="border-t">
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row) => (
        <span key={row} className="flex items-center justify-between gap-4 border-b py-4">
          <span className="flex flex-col gap-2">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-3 w-56 max-w-full" />
          </span>
          <Skeleton className="h-6 w-20" />
        </span>
      ))}
    </Loading>
  );
}
