import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Loading, Skeleton } from "./skeleton.tsx";

const grid = "grid grid-cols-2 gap-x-6 border-t lg:grid-cols-4 lg:border-b";

/** The few numbers that a page rests on, in a row of four; two by two on a phone. */
export function Figures({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  return <dl className={classNames(grid, className)}>{children}</dl>;
}

/** One number: what it counts above it, and below it what it means. */
export function Figure(props: { readonly name: string; readonly value: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1 border-b py-5 lg:border-b-0 lg:py-6">
      <dt className="text-sm text-ink-soft">{props.name}</dt>
      <dd className="text-2xl font-semibold">{props.value}</dd>
      <dd className="text-sm text-ink-soft">{props.children}</dd>
    </div>
  );
}

/** Where four figures are about to stand. */
export function FiguresSkeleton({ className }: { readonly className?: string }) {
  return (
    <Loading label="Loading the numbers" className={classNames(grid, className)}>
      {["one", "two", "three", "four"].map((figure) => (
        <span key={figure} className="flex flex-col gap-2 border-b py-6 lg:border-b-0">
          <Skeleton className="h-4 w-28 max-w-full" />
          <Skeleton className="h-10 w-16" />
          <Skeleton className="h-4 w-32 max-w-full" />
        </span>
      ))}
    </Loading>
  );
}
