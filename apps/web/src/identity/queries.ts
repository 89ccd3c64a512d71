import { type AppConfig, createApiClient, type Me } from "@punctual/contract";
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { bearerHeaders } from "./outside-login.ts";

/** The one API client of the page: same origin, by the login session's cookie, or by a provider's token when there is one. */
export const api = createApiClient({ headers: bearerHeaders });

/*
 * The keys are those of `useMe` and `useAppConfig`: what a guard has loaded, every component finds.
 */

/** The signed-in person. Fails with the problem `unauthenticated` or `login_session_expired` when nobody is. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api.getMe({}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** How this deployment is set up; does not change while the page is open. */
export const configQuery = queryOptions({
  queryKey: ["config"],
  queryFn: ({ signal }) => api.getAppConfig({}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The person for whom the page is drawn. Only under the signed-in routes, whose guard has loaded it. */
export function useViewer(): Me {
  return useSuspenseQuery(meQuery).data;
}

export function useConfig(): AppConfig {
  return useSuspenseQuery(configQuery).data;
}
