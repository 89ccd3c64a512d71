import type { Connection } from "@punctual/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

/** The signed-in coach's link to Calendly. While sessions are being copied, it is asked for again every 2 s. */
export function useConnection(options: { readonly enabled?: boolean } = {}) {
  const api = useApi();
  return useQuery({
    queryKey: ["connection", "mine"],
    queryFn: ({ signal }) => api.getConnection({}, { signal }),
    enabled: options.enabled ?? true,
    refetchInterval: ({ state: { data } }) =>
      data?.backfill.state === "running" || data?.webhook.state === "pending" ? 2_000 : false,
  });
}

/** Begins the OAuth flow; answers where to send the browser. */
export function useStartConnection() {
  const api = useApi();
  return useMutation({ mutationFn: () => api.startConnection() });
}

/** Whose Calendly account a consent was for, before it is saved. */
export function usePendingConnection(attemptId: string | null) {
  const api = useApi();
  return useQuery({
    // Not under 'connection': news of the saved connection must not ask again for a consent that is used up.
    queryKey: ["consent", attemptId],
    queryFn: ({ signal }) => api.getPendingConnection({ params: { attemptId: attemptId ?? "" } }, { signal }),
    enabled: attemptId !== null,
    retry: false,
  });
}

function useConnectionChange() {
  const queryClient = useQueryClient();
  return {
    set: (connection: Connection) => queryClient.setQueryData(["connection", "mine"], connection),
    settle: () => {
      void queryClient.invalidateQueries({ queryKey: ["connection", "mine"] });
      void queryClient.invalidateQueries({ queryKey: ["event-types"] });
    },
  };
}

/** 'Yes, that is my account': saves the connection. */
export function useConfirmConnection() {
  const api = useApi();
  const change = useConnectionChange();
  return useMutation({
    mutationFn: (attemptId: string) => api.confirmConnection({ params: { attemptId } }),
    onSuccess: change.set,
    onSettled: change.settle,
  });
}

/** 'Not my account': forgets the consent and revokes its tokens. */
export function useDiscardConnection() {
  const api = useApi();
  const change = useConnectionChange();
  return useMutation({
    mutationFn: (attemptId: string) => api.discardConnection({ params: { attemptId } }),
    onSettled: change.settle,
  });
}

/** Takes the link away, at Calendly and here. */
export function useDisconnect() {
  const api = useApi();
  const change = useConnectionChange();
  return useMutation({ mutationFn: () => api.disconnect(), onSuccess: change.set, onSettled: change.settle });
}
