import type * as z from "zod";
import type { CallPriority } from "./call-budget.ts";
import type { Scope } from "./scopes.ts";

/**
 * What the account's organization needs: `any` plan, a `paid` one (or a trial of one), or `enterprise`. Calendly moved
 * these lines twice in November 2026, so treat it as a hint and `permission_denied` as the truth.
 */
export type PlanNeeded = "any" | "paid" | "enterprise";

/**
 * One Calendly operation as data: the client walks it to make a call, a server can walk the same table to answer it.
 */
export interface Endpoint {
  readonly id: string;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Path template below the API's address; `{name}` takes an id or a whole URI (its last segment is used). */
  readonly path: `/${string}`;
  /** Scopes the token needs, all of them. */
  readonly scopes: readonly Scope[];
  readonly plan: PlanNeeded;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** The parsed body of a success, envelope included. */
  readonly response: z.ZodType;
  /** HTTP status of a success. 202: accepted, done later. */
  readonly status: 200 | 201 | 202 | 204;
  /**
   * Whether sending it twice does what sending it once does: only then is an unknown outcome retried. Reads, deletions
   * and changes to absolute values are; what creates a record is not, nor what answers the second time differently.
   */
  readonly idempotent: boolean;
  /** The page of Calendly's reference. */
  readonly source: `https://developer.calendly.com/${string}`;
}

/** Checks an endpoint and keeps its precise types. */
export function defineEndpoint<const E extends Endpoint>(endpoint: E): E {
  return endpoint;
}

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/** The path parameters of an endpoint: each an id or a whole URI. */
export type ParamsOf<E extends Endpoint> = { readonly [Name in ParamNames<E["path"]>]: string };

/** The query of an endpoint, in JavaScript types; arrays are sent comma separated. */
export type QueryOf<E extends Endpoint> = E extends { query: infer Query extends z.ZodType } ? z.input<Query> : never;

/** The body of an endpoint. */
export type BodyOf<E extends Endpoint> = E extends { body: infer Body extends z.ZodType } ? z.input<Body> : never;

/** The parsed body of a success, envelope included; undefined for a 204. */
export type ResponseOf<E extends Endpoint> = z.output<E["response"]>;

/** Whether a value has no required key. */
type AllOptional<T> = Record<never, never> extends T ? true : false;

/** How one call is limited. */
export interface CallLimits {
  /** Ends the call at once with `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Overrides the client's attempts for this call. */
  readonly maxAttempts?: number | undefined;
  /** Overrides the client's limit for one attempt, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** For the client's budget. Default `normal`. */
  readonly priority?: CallPriority | undefined;
}

type ParamsPart<E extends Endpoint> = [ParamNames<E["path"]>] extends [never]
  ? { readonly params?: undefined }
  : { readonly params: ParamsOf<E> };

type QueryPart<E extends Endpoint> = [QueryOf<E>] extends [never]
  ? { readonly query?: undefined }
  : AllOptional<QueryOf<E>> extends true
    ? { readonly query?: QueryOf<E> | undefined }
    : { readonly query: QueryOf<E> };

type BodyPart<E extends Endpoint> = [BodyOf<E>] extends [never]
  ? { readonly body?: undefined }
  : AllOptional<BodyOf<E>> extends true
    ? { readonly body?: BodyOf<E> | undefined }
    : { readonly body: BodyOf<E> };

/** What a call of an endpoint takes; `params`, `query` and `body` are required exactly where the endpoint needs them. */
export type CallOptions<E extends Endpoint> = ParamsPart<E> & QueryPart<E> & BodyPart<E> & CallLimits;

/** The arguments after the endpoint: left out entirely where nothing is required. */
export type CallArguments<E extends Endpoint> =
  AllOptional<CallOptions<E>> extends true ? [options?: CallOptions<E>] : [options: CallOptions<E>];
