import type { RouteInput, Routes } from "@punctual/contract";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

/** Filters of the audit log, as the API takes them. */
export type AuditQuery = Omit<NonNullable<RouteInput<Routes["listAudit"]>["query"]>, "cursor" | "limit">;

/** Milliseconds. */
const everyMs = 30_000;

/** The audit log, newest first, page by page. While a filter changes, the former rows stay. */
export function useAudit(query: AuditQuery = {}) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["audit", "list", query],
    queryFn: ({ pageParam, signal }) =>
      api.listAudit({ query: { ...query, ...(pageParam === null ? {} : { cursor: pageParam }) } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
    refetchInterval: everyMs,
  });
}

/** One entry; it never changes. */
export function useAuditEntry(seq: number) {
  const api = useApi();
  return useQuery({
    queryKey: ["audit", "one", seq],
    queryFn: ({ signal }) => api.getAuditEntry({ params: { seq } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** How far the log is sealed, and whether its newest entries are as they were recorded. */
export function useAuditState() {
  const api = useApi();
  return useQuery({
    queryKey: ["audit", "state"],
    queryFn: ({ signal }) => api.getAuditState({}, { signal }),
    refetchInterval: everyMs,
  });
}
