import { Loading, Skeleton } from "../ui/skeleton.tsx";

/** Rows in the shape of what is coming. */
export function SessionListSkeleton({ rows = 4 }: { readonly rows?: number }) {
  return (
    <Loading label="Loading sessions">
      <Skeleton className="mb-3 h-4 w-40" />
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
        <span
          key={row}
          className="grid grid-cols-[5.75rem_1fr] items-center gap-x-4 border-b py-4 sm:grid-cols-[6.5rem_1fr_6rem] sm:gap-x-6"
        >
          <Skeleton className="h-6 w-16" />
          <span className="flex flex-col gap-2">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-3 w-56 max-w-full" />
          </span>
          <Skeleton className="hidden h-6 w-24 sm:block" />
        </span>
      ))}
    </Loading>
  );
}
