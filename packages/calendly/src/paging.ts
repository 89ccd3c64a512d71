import type * as z from "zod";
import type { CallArguments, Endpoint, ResponseOf } from "./endpoint.ts";
import { CalendlyError } from "./errors.ts";
import type { Call, Caller } from "./request.ts";
import type { Pagination } from "./schemas/wire.ts";

/** The body of a paged list. */
interface PageBody {
  collection: unknown[];
  pagination: Pagination;
}

/** An endpoint that answers page by page. */
export type PagedEndpoint = Endpoint & { readonly query: z.ZodObject; readonly response: z.ZodType<PageBody> };

/** The type of one item of a list endpoint. */
export type ItemOf<E extends Endpoint> = ResponseOf<E> extends { collection: (infer Item)[] } ? Item : never;

export interface Page<E extends Endpoint> {
  readonly items: ItemOf<E>[];
  /** Null on the last page. */
  readonly nextPageToken: string | null;
}

/** Where to begin: a `nextPageToken` of an earlier walk of the same query. */
export interface PagePosition {
  readonly pageToken?: string | null | undefined;
}

export type PagesArguments<E extends Endpoint> =
  CallArguments<E> extends [infer Options]
    ? [options: Options, position?: PagePosition]
    : [options?: CallArguments<E>[0], position?: PagePosition];

/**
 * Keyset paging by `next_page_token`. The `next_page` address is not followed: it could name another host, and the
 * bearer token would go there.
 */
export async function* walkPages<E extends PagedEndpoint>(
  call: Caller,
  endpoint: E,
  given: Call,
  pageToken: string | null,
): AsyncGenerator<Page<E>, void, void> {
  const seen = new Set<string>();
  let token = pageToken;
  while (true) {
    const query = token === null ? given.query : { ...(given.query ?? {}), page_token: token };
    const body = (await call(endpoint, { ...given, query })) as {
      collection: ItemOf<E>[];
      pagination: Pagination;
    };
    const next = body.pagination.next_page_token;
    yield { items: body.collection, nextPageToken: next };
    if (next === null) return;
    if (seen.has(next)) throw endlessPages(endpoint);
    seen.add(next);
    token = next;
  }
}

/** The same walk, item by item. */
export async function* walkItems<E extends PagedEndpoint>(
  call: Caller,
  endpoint: E,
  given: Call,
  pageToken: string | null,
): AsyncGenerator<ItemOf<E>, void, void> {
  for await (const { items } of walkPages(call, endpoint, given, pageToken)) yield* items;
}

function endlessPages(endpoint: Endpoint): CalendlyError {
  return new CalendlyError({
    code: "unexpected_response",
    message: `${endpoint.id}: the same page token came twice, the list would never end`,
    endpoint: endpoint.id,
    status: 200,
  });
}
