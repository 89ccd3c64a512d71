import { Loading, Skeleton } from "@punctual/react";

/** The shape of any page while its code is on the way. */
export function PagePending() {
  return (
    <Loading label="Loading the page">
      <Skeleton className="h-8 w-52" />
      <Skeleton className="mt-3 mb-10 h-4 w-72 max-w-full" />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-11 w-full" />
        <Skeleton className="h-11 w-full" />
        <Skeleton className="h-11 w-4/5" />
      </div>
    </Loading>
  );
}
