import type { EventType } from "@punctual/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

interface EventTypeQuery {
  /** Absent: the signed-in coach's own. */
  readonly coachId?: string;
  readonly search?: string;
}

/** Event types by name. */
export function useEventTypes(query: EventTypeQuery = {}, options: { readonly enabled?: boolean } = {}) {
  const api = useApi();
  return useQuery({
    queryKey: ["event-types", "list", query],
    queryFn: ({ signal }) => api.listEventTypes({ query }, { signal }),
    enabled: options.enabled ?? true,
  });
}

/** Offers an event type to realtors, or stops offering it. The list shows it at once, and takes it back if refused. */
export function useOfferEventType() {
  const api = useApi();
  const queryClient = useQueryClient();
  const lists = { queryKey: ["event-types", "list"] };
  const replace = (changed: Pick<EventType, "id" | "offered">) =>
    queryClient.setQueriesData<{ items: EventType[] }>(lists, (list) =>
      list === undefined
        ? list
        : { items: list.items.map((item) => (item.id === changed.id ? { ...item, ...changed } : item)) },
    );
  return useMutation({
    mutationFn: (change: { readonly eventTypeId: string; readonly offered: boolean }) =>
      api.updateEventType({ params: { eventTypeId: change.eventTypeId }, body: { offered: change.offered } }),
    onMutate: async (change) => {
      await queryClient.cancelQueries(lists);
      replace({ id: change.eventTypeId, offered: change.offered });
    },
    onError: (_error, change) => replace({ id: change.eventTypeId, offered: !change.offered }),
    onSettled: () => queryClient.invalidateQueries(lists),
  });
}

/** Reads the signed-in coach's event types from Calendly again. */
export function useRefreshEventTypes() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.refreshEventTypes(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["event-types"] }),
  });
}
