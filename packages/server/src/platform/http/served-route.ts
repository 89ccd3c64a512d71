import type { RouteDefinition } from "@punctual/contract";
import type { Reply } from "./reply.ts";

/** A route with the function that answers it, as the HTTP layer sees it: the viewer is opaque here. */
export interface ServedRoute<Viewer> {
  readonly route: RouteDefinition;
  readonly run: (call: {
    readonly viewer: Viewer | null;
    readonly params: unknown;
    readonly query: unknown;
    readonly body: unknown;
    readonly requestId: string;
    readonly request: Request;
  }) => Promise<Reply<unknown>>;
}

export type AdmissionOf<Viewer> =
  | { readonly kind: "admitted"; readonly viewer: Viewer | null }
  | { readonly kind: "refused"; readonly reply: Reply<never> };

/** Decides who may call a route, as whom. */
export type Gate<Viewer> = (route: RouteDefinition, headers: Headers) => Promise<AdmissionOf<Viewer>>;

/** The paths `/api/x/{id}` as Hono writes them. */
export function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}
