import type { RouteInput, Routes } from "@punctual/contract";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useChange } from "./change.ts";
import { useApi } from "./provider.tsx";

/** Filters of the list of deliveries, as the API takes them. */
export type DeliveryQuery = Omit<NonNullable<RouteInput<Routes["listDeliveries"]>["query"]>, "cursor">;

/** News comes at most once a second; while something waits, the numbers are looked at by themselves. Milliseconds. */
const waitingEvery = 2_000;
const quietEvery = 30_000;

/** The inbox of Calendly's webhooks in numbers. */
export function useInbox() {
  const api = useApi();
  return useQuery({
    queryKey: ["deliveries", "inbox"],
    queryFn: ({ signal }) => api.getInbox({}, { signal }),
    refetchInterval: ({ state }) => ((state.data?.counts.received ?? 0) > 0 ? waitingEvery : quietEvery),
  });
}

/** Deliveries, newest first, page by page. While a filter changes, the former rows stay. */
export function useDeliveries(query: DeliveryQuery = {}, options: { readonly waiting?: boolean } = {}) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["deliveries", "list", query],
    queryFn: ({ pageParam, signal }) =>
      api.listDeliveries({ query: { ...query, ...(pageParam === null ? {} : { cursor: pageParam }) } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
    refetchInterval: options.waiting ? waitingEvery : quietEvery,
  });
}

export function useDelivery(deliveryId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["deliveries", "one", deliveryId],
    queryFn: ({ signal }) => api.getDelivery({ params: { deliveryId } }, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === "received" ? waitingEvery : quietEvery),
  });
}

/** Reads what a delivery carried. Not a query: it is written to the audit log, so it happens when somebody asks. */
export function useOpenDelivery() {
  const api = useApi();
  return useMutation({ mutationFn: (deliveryId: string) => api.openDelivery({ params: { deliveryId } }) });
}

/** Has one delivery applied again. */
export function useReplayDelivery() {
  return useChange(["deliveries"], (api, deliveryId: string) => api.replayDelivery({ params: { deliveryId } }));
}

/** Has several applied again. */
export function useReplayDeliveries() {
  return useChange(["deliveries"], (api, which: RouteInput<Routes["replayDeliveries"]>["body"]) =>
    api.replayDeliveries({ body: which }),
  );
}
