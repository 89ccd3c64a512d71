import { Loading, Skeleton } from "@punctual/react";

export function NextSessionSkeleton() {
  return (
    <Loading label="Loading your next session" className="flex flex-col gap-6">
      <div>
        <Skeleton className="h-11 w-64 max-w-full" />
        <Skeleton className="mt-2 h-5 w-72 max-w-full" />
      </div>
      <div>
        <Skeleton className="h-6 w-80 max-w-full" />
        <Skeleton className="mt-2 h-5 w-32" />
      </div>
      <Skeleton className="h-10 w-48" />
    </Loading>
  );
}
