import type { Connection, DisconnectData } from "@punctual/contract";
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
      data?.backfill.state === "running" || data?.webhook.state === "pending" || data?.erasing ? 2_000 : false,
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

/** 'Yes, that is my account': saves the connection. `replacing` names the account that it takes the place of. */
export function useConfirmConnection() {
  const api = useApi();
  const change = useConnectionChange();
  return useMutation({
    mutationFn: ({ attemptId, replacing }: { readonly attemptId: string; readonly replacing: string | null }) =>
      api.confirmConnection({ params: { attemptId }, query: replacing === null ? {} : { replacing } }),
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

/** Takes the link away, at Calendly and here, and erases what was copied if that is wanted. */
export function useDisconnect() {
  const api = useApi();
  const change = useConnectionChange();
  return useMutation({
    mutationFn: (data: DisconnectData) => api.disconnect({ query: { data } }),
    onSuccess: change.set,
    onSettled: change.settle,
  });
}

/** Finds out anew what the account allows. */
export function useCheckCapabilities() {
  const api = useApi();
  const change = useConnectionChange();
  return useMutation({ mutationFn: () => api.checkCapabilities(), onSuccess: change.set, onSettled: change.settle });
}
