import type { UsageWindow } from "@punctual/contract";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

/**
 * Calls change all the time and nobody is told of each, so an open page asks again; rarely where counting takes long and
 * one more call shows least.
 */
const askAgainMs: Readonly<Record<UsageWindow, number>> = { hour: 15_000, day: 60_000, week: 300_000 };

/** Admins: how Calendly's API is used. While the window changes, the former figures stay. */
export function useUsage(window: UsageWindow) {
  const api = useApi();
  return useQuery({
    queryKey: ["usage", window],
    queryFn: ({ signal }) => api.getUsage({ query: { window } }, { signal }),
    placeholderData: (previous) => previous,
    refetchInterval: askAgainMs[window],
  });
}
