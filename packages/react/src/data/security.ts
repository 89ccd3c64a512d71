import type { SecurityWindow } from "@punctual/contract";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

/** Refusals come all the time and nobody is told of each, so an open page asks again. */
const askAgainMs: Readonly<Record<SecurityWindow, number>> = { day: 30_000, week: 120_000 };

/** Admins: what was refused, and whether it is too much. While the window changes, the former figures stay. */
export function useSecurity(window: SecurityWindow) {
  const api = useApi();
  return useQuery({
    queryKey: ["security", window],
    queryFn: ({ signal }) => api.getSecurity({ query: { window } }, { signal }),
    placeholderData: (previous) => previous,
    refetchInterval: askAgainMs[window],
  });
}
