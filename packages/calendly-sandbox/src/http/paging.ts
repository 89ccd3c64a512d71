import { createHash } from "node:crypto";
import type { Cell, Order, Position, Query, Table } from "../store/table.ts";
import type { Pagination } from "./answer.ts";
import type { Call } from "./endpoint.ts";
import type { Reader } from "./reader.ts";

/** Where a page begins: behind this row, in the query's order or against it. */
interface Cursor extends Position {
  readonly backwards: boolean;
  /** Fingerprint of the query: a token belongs to the query that made it. */
  readonly of: string;
}

function encode({ values, key, backwards, of }: Cursor): string {
  return Buffer.from(JSON.stringify([values, key, backwards ? 1 : 0, of])).toString("base64url");
}

const isCell = (value: unknown): value is Cell =>
  typeof value === "string" || typeof value === "number" || value === null;

function decode(token: string): Cursor | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (!Array.isArray(parts) || parts.length !== 4) return null;
    const [values, key, backwards, of]: unknown[] = parts;
    if (!Array.isArray(values) || !values.every(isCell) || typeof key !== "string" || typeof of !== "string")
      return null;
    return { values, key, backwards: backwards === 1, of };
  } catch {
    return null;
  }
}

/** `field:asc` or `field:desc`, comma separated, for the fields that may be sorted by; the fallback when it was left out. */
export function readSort(reader: Reader, fields: Readonly<Record<string, string>>, fallback: Order): readonly Order[] {
  const sort = reader.strings("sort");
  if (sort === undefined) return [fallback];
  const orders = sort.flatMap((part): Order[] => {
    const [field = "", direction = "asc", ...rest] = part.split(":");
    const by = Object.hasOwn(fields, field) ? fields[field] : undefined;
    const isKnown = by !== undefined && rest.length === 0 && (direction === "asc" || direction === "desc");
    return isKnown ? [{ by, direction }] : [];
  });
  if (orders.length === sort.length && orders.length > 0) return orders;
  reader.details.push({ parameter: "sort", message: "is invalid" });
  return [fallback];
}

/**
 * Of the query as it was asked, and not of the rows it selects now: a booking that is made between two pages must not
 * end the walk.
 */
function fingerprint(call: Call): string {
  const asked = Object.entries(call.query).filter(([name]) => name !== "count" && name !== "page_token");
  const sorted = asked.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([call.path, sorted]))
    .digest("base64url")
    .slice(0, 8);
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly pagination: Pagination;
}

/**
 * One page of a table. `count` is 1 to 100, or `most` (20 when left out); `page_token` continues the query that gave it.
 * Adds to the reader's details, and answers an empty page, when either is invalid.
 */
export function readPage<Row>(
  call: Call,
  reader: Reader,
  table: Table<Row>,
  query: { readonly where: NonNullable<Query["where"]>; readonly order: readonly Order[]; readonly most?: number },
): Page<Row> {
  const empty = { count: 0, next_page: null, previous_page: null, next_page_token: null, previous_page_token: null };
  const count = reader.integer("count", { least: 1, most: query.most ?? 100 }) ?? 20;
  const token = reader.string("page_token");
  const of = fingerprint(call);
  const cursor = token === undefined ? null : decode(token);
  if (token !== undefined && (cursor?.of !== of || cursor.values.length !== query.order.length)) {
    reader.details.push({ parameter: "page_token", message: "is invalid" });
  }
  if (reader.details.length > 0) return { rows: [], pagination: empty };

  const backwards = cursor?.backwards === true;
  const opposite = query.order.map(
    ({ by, direction }): Order => ({ by, direction: direction === "asc" ? "desc" : "asc" }),
  );
  const found = table.list({
    where: query.where,
    order: backwards ? opposite : query.order,
    ...(cursor === null ? {} : { after: cursor }),
    limit: count + 1,
  });
  const more = found.length > count;
  const rows = found.slice(0, count);
  if (backwards) rows.reverse();
  const first = rows[0];
  const last = rows.at(-1);
  const hasNext = backwards || more;
  const hasPrevious = backwards ? more : cursor !== null;
  const tokenAt = (row: Row, against: boolean) =>
    encode({ ...table.positionOf(row, query.order), backwards: against, of });
  const next = hasNext && last !== undefined ? tokenAt(last, false) : null;
  const previous = hasPrevious && first !== undefined ? tokenAt(first, true) : null;
  const address = (pageToken: string | null) => {
    if (pageToken === null) return null;
    const search = new URLSearchParams(call.search);
    search.set("count", String(count));
    search.set("page_token", pageToken);
    return `${call.origins.api}${call.path}?${search}`;
  };
  return {
    rows,
    pagination: {
      count: rows.length,
      next_page: address(next),
      previous_page: address(previous),
      next_page_token: next,
      previous_page_token: previous,
    },
  };
}
