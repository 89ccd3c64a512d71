import type { QueryClient } from "@tanstack/react-query";
import { createRouter as createTanStackRouter, type RouterHistory } from "@tanstack/react-router";
import { NotFoundPage } from "../shell/NotFoundPage.tsx";
import { PagePending } from "../shell/PagePending.tsx";
import { RouteError } from "../shell/RouteError.tsx";
import { routeTree } from "./routes.tsx";
import { parseAddress, writeAddress } from "./search.ts";

/** The app's router. `history` is for tests; the browser's own otherwise. */
export function createRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createTanStackRouter({
    routeTree,
    context: { queryClient },
    parseSearch: parseAddress,
    stringifySearch: writeAddress,
    scrollRestoration: true,
    defaultPreload: "intent",
    // Freshness is the query cache's matter: the router would otherwise ask a second time.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 200,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFoundPage,
    ...(history === undefined ? {} : { history }),
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createRouter>;
  }
}
