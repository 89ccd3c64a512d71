import type { EndpointId } from "@punctual/calendly";
import type { Token } from "../oauth/types.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import type { User, World } from "../world/types.ts";
import type { Answer } from "./answer.ts";
import type { Parameters } from "./input.ts";
import type { Origins } from "./origin.ts";

/** One authenticated call of an endpoint. */
export interface Call {
  readonly state: State;
  readonly world: World;
  readonly announce: Announce;
  readonly caller: User;
  readonly token: Token;
  readonly origins: Origins;
  /** Path as it was called, and its query string without the question mark. */
  readonly path: string;
  readonly search: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Parameters;
  /** Body, with the query's parameters where the body has none; empty for GET. */
  readonly body: Parameters;
}

/**
 * One operation of the API. Method, path, scope and plan are those of the client's table, so that the two can never
 * speak of different things.
 */
export interface Endpoint {
  readonly operation: EndpointId;
  readonly handle: (call: Call) => Answer;
}

/** Whether the caller administers the organization. */
export function isAdmin(user: User): boolean {
  return user.role === "owner" || user.role === "admin";
}

/** Whether the caller may act for the user: themself, or an admin of the same organization. */
export function mayActFor(caller: User, user: User): boolean {
  return caller.id === user.id || (isAdmin(caller) && caller.organizationId === user.organizationId);
}
