import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useDebounced } from "../ui/debounced.ts";
import { useApi } from "./provider.tsx";

/** A window of dates in a zone; `to` is not part of it. At most 42 days. */
export interface AvailabilityWindow {
  readonly eventTypeId: string;
  /** `2026-11-21` */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** Leafing through weeks asks only for the one where the person stops. */
const settleMs = 180;
/** Openings younger than this are shown without asking again. */
const freshMs = 45_000;

/**
 * Openings of an event type. Known ones are shown at once and renewed behind; the window to be looked at next
 * is fetched ahead, once this one is there.
 */
export function useAvailability(
  window: AvailabilityWindow,
  options: { readonly enabled?: boolean; readonly next?: AvailabilityWindow } = {},
) {
  const api = useApi();
  const queryClient = useQueryClient();
  const key = keyOf(window);
  const settled = useDebounced(key.join("|"), settleMs) === key.join("|");
  const enabled = (options.enabled ?? true) && (settled || isKnown(queryClient, key));

  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.getAvailability({ query: window }, { signal }),
    enabled,
    staleTime: freshMs,
    gcTime: 15 * 60_000,
  });

  const ahead = useRef(options.next);
  ahead.current = options.next;
  const aheadKey = options.next === undefined ? null : keyOf(options.next).join("|");
  const arrived = query.isSuccess && enabled;
  useEffect(() => {
    const next = ahead.current;
    if (!arrived || aheadKey === null || next === undefined) return;
    void queryClient.prefetchQuery({
      queryKey: keyOf(next),
      queryFn: ({ signal }) => api.getAvailability({ query: next }, { signal }),
      staleTime: freshMs,
    });
  }, [arrived, aheadKey, api, queryClient]);

  return query;
}

function keyOf(window: AvailabilityWindow): readonly string[] {
  return ["availability", window.eventTypeId, window.from, window.to, window.timeZone];
}

function isKnown(queryClient: QueryClient, key: readonly string[]): boolean {
  return queryClient.getQueryData(key) !== undefined;
}
