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

/** By what a request proved who sends it. A browser sends a cookie by itself, even from another site's page; the rest it does not. */
export interface Proof {
  readonly by: "cookie" | "bearer" | "key" | "signature";
  /** Id of the login session or of the API key. */
  readonly id: string;
}

export type AdmissionOf<Viewer> =
  /** `proof` is null on routes that need nobody signed in. */
  | { readonly kind: "admitted"; readonly viewer: Viewer | null; readonly proof: Proof | null }
  | {
      readonly kind: "refused";
      readonly reply: Reply<never>;
      /** What was refused, by an id of ours, where it is no person: an API key. */
      readonly about?: string;
    };

/** Decides who may call a route, as whom. Does not read the body. */
export type Gate<Viewer> = (route: RouteDefinition, request: Request) => Promise<AdmissionOf<Viewer>>;

/** The paths `/api/x/{id}` as Hono writes them. */
export function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}
