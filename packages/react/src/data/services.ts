import type { OutgoingState, RouteInput, Routes } from "@punctual/contract";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useChange } from "./change.ts";
import { useApi } from "./provider.tsx";

/** Milliseconds between looks at messages: while one waits, and otherwise. */
const waitingEvery = 2_000;
const quietEvery = 30_000;

/** Admins: the keys by which other services call, newest first, page by page. */
export function useApiKeys() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["services", "keys"],
    queryFn: ({ pageParam, signal }) =>
      api.listApiKeys({ query: pageParam === null ? {} : { cursor: pageParam } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Admins: the addresses of other systems that are told what happens. */
export function useOutgoingEndpoints() {
  const api = useApi();
  return useQuery({
    queryKey: ["services", "endpoints"],
    queryFn: ({ signal }) => api.listOutgoingEndpoints({}, { signal }),
    refetchInterval: quietEvery,
  });
}

/** Admins: the messages to one of them, newest first, page by page. */
export function useOutgoingMessages(endpointId: string, state: OutgoingState | undefined) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["services", "messages", endpointId, state ?? "all"],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        limit: 20,
        ...(state === undefined ? {} : { state }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return api.listOutgoingMessages({ params: { endpointId }, query }, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
    refetchInterval: ({ state: { data } }) =>
      data?.pages[0]?.items.some((message) => message.state === "waiting") ? waitingEvery : quietEvery,
  });
}

const touched = ["services"] as const;

/** Admins: makes a key; the answer holds its secret, this once. */
export function useCreateApiKey() {
  return useChange(touched, (api, body: RouteInput<Routes["createApiKey"]>["body"]) => api.createApiKey({ body }));
}

/** Admins: replaces a key by a new one. */
export function useRotateApiKey() {
  return useChange(
    touched,
    (api, { keyId, ...body }: RouteInput<Routes["rotateApiKey"]>["body"] & { readonly keyId: string }) =>
      api.rotateApiKey({ params: { keyId }, body }),
  );
}

/** Admins: ends a key, effective with its next request. */
export function useRevokeApiKey() {
  return useChange(touched, (api, keyId: string) => api.revokeApiKey({ params: { keyId } }));
}

/** Admins: adds an endpoint; the answer holds its secret, this once. */
export function useCreateEndpoint() {
  return useChange(touched, (api, body: RouteInput<Routes["createOutgoingEndpoint"]>["body"]) =>
    api.createOutgoingEndpoint({ body }),
  );
}

/** Admins: changes what is given of an endpoint; `enabled` switches it on or off. */
export function useUpdateEndpoint() {
  return useChange(
    touched,
    (
      api,
      { endpointId, ...body }: RouteInput<Routes["updateOutgoingEndpoint"]>["body"] & { readonly endpointId: string },
    ) => api.updateOutgoingEndpoint({ params: { endpointId }, body }),
  );
}

/** Admins: removes an endpoint, with its secret and its messages. */
export function useRemoveEndpoint() {
  return useChange(touched, (api, endpointId: string) => api.removeOutgoingEndpoint({ params: { endpointId } }));
}

/** Admins: gives an endpoint a new secret; the former one signs along for a day. */
export function useRotateSecret() {
  return useChange(touched, (api, endpointId: string) => api.rotateOutgoingSecret({ params: { endpointId } }));
}

/** Admins: sends a message of the type `test`. */
export function useTestEndpoint() {
  return useChange(touched, (api, endpointId: string) => api.testOutgoingEndpoint({ params: { endpointId } }));
}

/** Admins: sends a message again, with the same id. */
export function useSendMessage() {
  return useChange(touched, (api, messageId: string) => api.sendOutgoingMessage({ params: { messageId } }));
}
