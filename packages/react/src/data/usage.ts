import type { UsageWindow } from "@punctual/contract";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

/** Calls change all the time and nobody is told of each: an open page asks again. */
const askAgainMs = 15_000;

/** Admins: how Calendly's API is used. While the window changes, the former figures stay. */
export function useUsage(window: UsageWindow) {
  const api = useApi();
  return useQuery({
    queryKey: ["usage", window],
    queryFn: ({ signal }) => api.getUsage({ query: { window } }, { signal }),
    placeholderData: (previous) => previous,
    refetchInterval: askAgainMs,
  });
}
