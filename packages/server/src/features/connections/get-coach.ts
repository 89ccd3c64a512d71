import type { Coach } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { AuthorizedAdmin, AuthorizedRealtor } from "../access/index.ts";
import { toCapabilities, toWebhookStatus } from "./get-connection.ts";
import { type CoachRow, selectCoaches } from "./queries.ts";

/** One coach; undefined when there is none, or none that the viewer may meet. */
export async function getCoach(
  context: Context,
  viewer: AuthorizedRealtor | AuthorizedAdmin,
  coachId: string,
): Promise<Coach | undefined> {
  const [row] = await selectCoaches(context.database, viewer, { now: context.clock.now(), coachId, limit: 1 });
  return row === undefined ? undefined : toCoach(row, viewer);
}

/** A coach as this viewer may see them: what is wrong with a link, and the address, are the admin's business. */
export function toCoach(row: CoachRow, viewer: AuthorizedRealtor | AuthorizedAdmin): Coach {
  const isAdmin = viewer.role === "admin";
  const account = row.state === "disconnected" ? null : row.account;
  return {
    id: row.id,
    name: row.name,
    timeZone: account?.timeZone ?? null,
    avatarUrl: account?.avatarUrl ?? null,
    schedulingUrl: account?.schedulingUrl ?? null,
    offeredEventTypes: row.offeredEventTypes,
    durations: row.durations,
    connection: {
      state: row.state ?? "none",
      trouble: isAdmin ? row.trouble : null,
      connectedAt: row.connectedAt?.toString() ?? null,
      details: isAdmin ? toDetails(row) : null,
    },
    email: isAdmin ? row.email : null,
    upcomingSessions: isAdmin ? row.upcomingSessions : null,
  };
}

/** How the link fares; the columns are null together where there is none. */
function toDetails(row: CoachRow): Coach["connection"]["details"] {
  const { webhookState } = row;
  if (webhookState === null || row.state === "disconnected") return null;
  const standing = { ...row, webhookState };
  return { webhook: toWebhookStatus(standing), capabilities: toCapabilities(standing) };
}
