import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

/** Messages in the embedded mailbox, newest first. */
export function useMailbox(options: { readonly enabled?: boolean } = {}) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["mailbox", "list"],
    queryFn: ({ pageParam, signal }) =>
      api.listMailbox({ query: pageParam === null ? {} : { cursor: pageParam } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: options.enabled ?? true,
  });
}

export function useMailboxMessage(messageId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["mailbox", "one", messageId],
    queryFn: ({ signal }) => api.getMailboxMessage({ params: { messageId } }, { signal }),
  });
}
