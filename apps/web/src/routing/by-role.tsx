import type { Role } from "@punctual/contract";
import type { AsyncRouteComponent } from "@tanstack/react-router";
import { useViewer } from "../identity/queries.ts";
import { NotFoundPage } from "../shell/NotFoundPage.tsx";

/**
 * The same address answers a different question for each role. For a role without a page the address looks exactly
 * like one that does not exist.
 */
export type PagesByRole = { readonly [R in Role]?: AsyncRouteComponent<Record<never, never>> };

/** A route's component and loader: each role downloads only its own page. */
export function pagesByRole(pages: PagesByRole) {
  return {
    component: () => <PageOfRole pages={pages} />,
    loader: async ({ context }: { readonly context: { readonly viewer: { readonly role: Role } } }): Promise<void> => {
      await pages[context.viewer.role]?.preload?.();
    },
  };
}

function PageOfRole({ pages }: { readonly pages: PagesByRole }) {
  const Page = pages[useViewer().role];
  return Page === undefined ? <NotFoundPage /> : <Page />;
}
