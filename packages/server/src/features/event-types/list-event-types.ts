import type { EventType } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { Viewer } from "../access/index.ts";
import { isCoach, selectEventTypes } from "./queries.ts";
import { toEventType } from "./rules.ts";

export type ListEventTypesOutcome =
  | { readonly kind: "listed"; readonly items: EventType[] }
  /** Realtors and admins have to say whose they want. */
  | { readonly kind: "coach_unnamed" }
  | { readonly kind: "not_found" };

/** Event types by name: a coach's own, or, of a named coach, those that the viewer may see. */
export async function listEventTypes(
  context: Context,
  viewer: Viewer,
  filter: { readonly coachId?: string | undefined; readonly search?: string | undefined },
): Promise<ListEventTypesOutcome> {
  const coachId = filter.coachId ?? (viewer.role === "coach" ? viewer.personId : undefined);
  if (coachId === undefined) return { kind: "coach_unnamed" };
  if (viewer.role === "coach" && coachId !== viewer.personId) return { kind: "not_found" };
  const rows = await selectEventTypes(context.database, viewer, { coachId, search: filter.search });
  if (rows.length === 0 && !(await mayMeet(context, viewer, coachId))) return { kind: "not_found" };
  return { kind: "listed", items: rows.map(toEventType) };
}

/** A coach who offers a realtor nothing does not exist for them. */
async function mayMeet(context: Context, viewer: Viewer, coachId: string): Promise<boolean> {
  switch (viewer.role) {
    case "coach":
      return true;
    case "admin":
      return isCoach(context.database, coachId);
    case "realtor":
      return (await selectEventTypes(context.database, viewer, { coachId })).length > 0;
  }
}
