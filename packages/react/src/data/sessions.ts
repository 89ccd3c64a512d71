import type { RouteInput, Routes } from "@punctual/contract";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

/** Filters of the session list, as the API takes them. */
export type SessionQuery = Omit<NonNullable<RouteInput<Routes["listSessions"]>["query"]>, "cursor">;

/** Sessions that the caller may see, page by page. While a filter changes, the former rows stay. */
export function useSessions(query: SessionQuery = {}, options: { readonly enabled?: boolean } = {}) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["sessions", "list", query],
    queryFn: ({ pageParam, signal }) =>
      api.listSessions({ query: { ...query, ...(pageParam === null ? {} : { cursor: pageParam }) } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
    enabled: options.enabled ?? true,
  });
}

/** One session by our id, or by the last part of its Calendly URI. */
export function useSession(sessionId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["sessions", "one", sessionId],
    queryFn: ({ signal }) => api.getSession({ params: { uuid: sessionId } }, { signal }),
  });
}

/** The invitees of a session. */
export function useInvitees(sessionId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["sessions", "invitees", sessionId],
    queryFn: ({ signal }) => api.listInvitees({ params: { uuid: sessionId } }, { signal }),
  });
}

/** Cancels at Calendly. The same `idempotencyKey` with the same reason is carried out once, however often it is sent. */
export function useCancelSession() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (call: { readonly sessionId: string; readonly reason: string; readonly idempotencyKey: string }) =>
      api.cancelSession(
        { params: { uuid: call.sessionId }, body: { reason: call.reason } },
        { idempotencyKey: call.idempotencyKey },
      ),
    onSuccess: (session, call) => {
      queryClient.setQueryData(["sessions", "one", call.sessionId], session);
    },
    // Also after a refusal: 'already canceled' means that what we show is old.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["sessions"] }),
  });
}

/** A fresh key for one intended write; keep it while the person tries the same write again. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
