import type { Certificate, SweepDepth } from "@punctual/contract";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useChange } from "./change.ts";
import { useApi } from "./provider.tsx";

export type DriftShow = "all" | "attention";

/** While something is compared, its numbers are asked for this often: not every page of it is told. */
const whileRunningMs = 2_000;

/** Admins: the programme's certificate, and each coach's by name, page by page. */
export function useDrift(show: DriftShow) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["sweeps", "drift", show],
    queryFn: ({ pageParam, signal }) =>
      api.getDrift({ query: { show, ...(pageParam === null ? {} : { cursor: pageParam }) } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
    refetchInterval: ({ state: { data } }) => ((data?.pages[0]?.fleet.running ?? 0) > 0 ? whileRunningMs : false),
  });
}

/** Admins: compares one coach's mirror with Calendly now, or with null every coach's. */
export function useStartSweeps() {
  return useChange(["sweeps"], (api, wish: { readonly coachId: string | null; readonly depth: SweepDepth }) =>
    api.startSweeps({ body: wish }),
  );
}

/** Whether the signed-in coach's sessions are the same here as at Calendly. */
export function useOwnDrift(options: { readonly enabled?: boolean } = {}) {
  const api = useApi();
  return useQuery({
    queryKey: ["sweeps", "mine"],
    queryFn: ({ signal }) => api.getOwnDrift({}, { signal }),
    enabled: options.enabled ?? true,
    refetchInterval: ({ state: { data } }) => (data?.running ? whileRunningMs : false),
  });
}

/** Compares the signed-in coach's sessions with Calendly now. */
export function useStartOwnSweep() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (depth: SweepDepth) => api.startOwnSweep({ body: { depth } }),
    onSuccess: (certificate: Certificate) => queryClient.setQueryData(["sweeps", "mine"], certificate),
  });
}

/** Copies the account's sessions again, from so many days ago on. */
export function useStartBackfill() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (days?: number) => api.startBackfill({ body: days === undefined ? {} : { days } }),
    onSuccess: (connection) => queryClient.setQueryData(["connection", "mine"], connection),
    onError: () => queryClient.invalidateQueries({ queryKey: ["connection", "mine"] }),
  });
}
