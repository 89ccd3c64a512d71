import type { Coach } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { AuthorizedAdmin, AuthorizedRealtor } from "../access/index.ts";
import { toCoach } from "./get-coach.ts";
import { selectCoaches } from "./queries.ts";
import { decodeCoachCursor, encodeCoachCursor } from "./rules.ts";

export interface CoachFilter {
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export type ListCoachesOutcome =
  | { readonly kind: "listed"; readonly page: { readonly items: Coach[]; readonly nextCursor: string | null } }
  | { readonly kind: "cursor_unknown" };

/** Coaches by name. A realtor meets those who can be booked; an admin meets all, with the state of their links. */
export async function listCoaches(
  context: Context,
  viewer: AuthorizedRealtor | AuthorizedAdmin,
  filter: CoachFilter,
): Promise<ListCoachesOutcome> {
  const after = filter.cursor === undefined ? undefined : decodeCoachCursor(filter.cursor);
  if (after === null) return { kind: "cursor_unknown" };
  const rows = await selectCoaches(context.database, viewer, {
    now: context.clock.now(),
    search: filter.search,
    after,
    limit: filter.limit + 1,
  });
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return {
    kind: "listed",
    page: {
      items: page.map((row) => toCoach(row, viewer)),
      nextCursor: rows.length > filter.limit && last !== undefined ? encodeCoachCursor(last) : null,
    },
  };
}
