import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

/** Coaches by name, page by page. */
export function useCoaches(query: { readonly search?: string; readonly limit?: number } = {}) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["coaches", "list", query],
    queryFn: ({ pageParam, signal }) =>
      api.listCoaches({ query: { ...query, ...(pageParam === null ? {} : { cursor: pageParam }) } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  });
}

export function useCoach(coachId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["coaches", "one", coachId],
    queryFn: ({ signal }) => api.getCoach({ params: { coachId } }, { signal }),
  });
}
