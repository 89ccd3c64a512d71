import type { RouteDefinition, RouteOutput } from "@punctual/contract";
import type * as z from "zod";
import type { Reply } from "../../platform/http/reply.ts";
import type { Viewer, ViewerOf } from "./types.ts";

type Parsed<R, Part extends string> = R extends { readonly [P in Part]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** One request that passed the gate: parsed by the contract, its viewer of a role that the route allows. */
export interface Call<R extends RouteDefinition> {
  readonly viewer: ViewerOf<R["access"]>;
  readonly params: Parsed<R, "params">;
  readonly query: Parsed<R, "query">;
  readonly body: Parsed<R, "body">;
  readonly requestId: string;
  /** The request itself; its body is unread only on `signed` routes. */
  readonly request: Request;
}

/** A route of the contract with the function that answers it. */
export interface HandledRoute {
  readonly route: RouteDefinition;
  readonly run: (call: ErasedCall) => Promise<Reply<unknown>>;
}

export interface ErasedCall {
  readonly viewer: Viewer | null;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly requestId: string;
  readonly request: Request;
}

/** Ties a handler to a route of the contract: the compiler checks what goes in and what comes out. */
export function handle<const R extends RouteDefinition>(
  route: R,
  run: (call: Call<R>) => Promise<Reply<RouteOutput<R>>>,
): HandledRoute {
  // The gate has parsed each part by the same route and checked the viewer's role, so the types hold.
  return { route, run: (call) => run(call as Call<R>) };
}
