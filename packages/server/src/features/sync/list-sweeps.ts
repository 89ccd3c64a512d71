import type { Sweep } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { toSweep } from "./get-drift.ts";
import { selectSweeps } from "./read-drift.ts";

export type ListSweepsOutcome =
  | { readonly kind: "listed"; readonly page: { readonly items: Sweep[]; readonly nextCursor: string | null } }
  | { readonly kind: "cursor_unknown" };

/** Comparisons with Calendly, newest first. */
export async function listSweeps(
  context: Context,
  admin: AuthorizedAdmin,
  filter: {
    readonly coachId?: string | undefined;
    readonly attention: boolean;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<ListSweepsOutcome> {
  const after = filter.cursor === undefined ? null : readCursor(filter.cursor);
  if (after === undefined) return { kind: "cursor_unknown" };
  const { coachId, attention, limit } = filter;
  const rows = await selectSweeps(context.database, admin, { coachId, attention, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1)?.sweep;
  return {
    kind: "listed",
    page: {
      items: page.map(({ sweep, coachName }) => toSweep(sweep, { id: sweep.coachId, name: coachName })),
      nextCursor: rows.length > limit && last !== undefined ? writeCursor(last) : null,
    },
  };
}

const cursorSchema = z.tuple([z.string(), z.string().regex(/^\w*$/)]);

function writeCursor({ startedAt, id }: { readonly startedAt: Temporal.Instant; readonly id: string }): string {
  return Buffer.from(JSON.stringify([startedAt.toString(), id])).toString("base64url");
}

/** Undefined for anything that this list did not hand out. */
function readCursor(cursor: string): { readonly startedAt: Temporal.Instant; readonly id: string } | undefined {
  try {
    const [startedAt, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { startedAt: Temporal.Instant.from(startedAt), id };
  } catch {
    return undefined;
  }
}
