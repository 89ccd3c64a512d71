import type * as z from "zod";
import type { ProblemCode } from "./problem-codes.ts";
import type { Role } from "./resources/people.ts";
import type { ApiScope } from "./scopes.ts";

/**
 * Who may call a route at all. Ownership is decided after this, per resource:
 * what the caller may not read answers exactly like what does not exist.
 *
 * - `public`: nobody needs to be signed in.
 * - `signed`: no login session; the request proves itself by a signature (webhooks).
 * - a list of roles: a login session of one of these roles.
 */
export type Access = "public" | "signed" | readonly Role[];

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** One route of our HTTP API, as data. The server, the browser client and the OpenAPI document all read it. */
export interface RouteDefinition {
  /** The operation's name, camelCase, unique: `listSessions`. */
  readonly id: string;
  readonly method: Method;
  /** Path with `{name}` parameters. */
  readonly path: string;
  readonly access: Access;
  /** What an API key must be allowed to do to call this. Without it no key may, whatever its scopes. */
  readonly scope?: ApiScope;
  /** One sentence for the reference page. */
  readonly summary: string;
  readonly tag: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly status: 200 | 201 | 202 | 204 | 302;
  /** The success body; absent for 204, redirects and streams. */
  readonly response?: z.ZodType;
  /** Media type of the success body, when it is not JSON. */
  readonly mediaType?: string;
  /** Media types of the files that a query can ask for instead. */
  readonly fileTypes?: readonly string[];
  /** Problem codes beyond those that every route of this access can answer. */
  readonly problems: readonly ProblemCode[];
  /** For routes that a browser is sent to: the page that a refusal goes to, with `problem=<code>`, instead of a document. */
  readonly refusalPage?: string;
  /** True when the handler reads or writes at Calendly before it answers. */
  readonly reachesCalendly?: boolean;
  /**
   * For routes on which somebody could guess, or make us send mail, over and over.
   *
   * - `signIn`: the call proves who somebody is, by a password or a link's secret. Failures are limited more and more.
   * - `mail`: it sends a mail to the caller or, where nobody is signed in, to `email` of its body, whomever that belongs to.
   */
  readonly limit?: "signIn" | "mail";
}

/** Keeps the literal types of a route, so that the client's arguments and answers can be inferred. */
export function defineRoute<const R extends RouteDefinition>(route: R): R {
  return route;
}

type Input<S> = S extends z.ZodType ? z.input<S> : undefined;
type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a caller passes to a route: only the parts that the route declares. A query may be left out where nothing in it is required. */
export type RouteInput<R extends RouteDefinition> = (R extends { params: infer P extends z.ZodType }
  ? { params: Input<P> }
  : unknown) &
  (R extends { query: infer Q extends z.ZodType }
    ? Record<never, never> extends Input<Q>
      ? { query?: Input<Q> }
      : { query: Input<Q> }
    : unknown) &
  (R extends { body: infer B extends z.ZodType } ? { body: Input<B> } : unknown);

/** What a route answers when it succeeds. `undefined` for an empty body. */
export type RouteOutput<R extends RouteDefinition> = R extends { response: infer S extends z.ZodType }
  ? Output<S>
  : undefined;
