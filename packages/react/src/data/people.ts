import type { Me } from "@punctual/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

/** The signed-in person; the error is an `ApiProblem` with code `unauthenticated` when nobody is. */
export function useMe() {
  const api = useApi();
  return useQuery({
    queryKey: ["me"],
    queryFn: ({ signal }) => api.getMe({}, { signal }),
    staleTime: 5 * 60_000,
  });
}

/** Changes the signed-in person's own name or zone. */
export function useUpdateMe() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { name?: string; timeZone?: string | null }) => api.updateMe({ body }),
    onSuccess: (me: Me) => queryClient.setQueryData(["me"], me),
  });
}

/** Public configuration of this deployment: does not change while a page is open. */
export function useAppConfig() {
  const api = useApi();
  return useQuery({
    queryKey: ["config"],
    queryFn: ({ signal }) => api.getAppConfig({}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Admins: the counts that tell whether the programme is healthy. */
export function useOverview() {
  const api = useApi();
  return useQuery({ queryKey: ["overview"], queryFn: ({ signal }) => api.getOverview({}, { signal }) });
}
