import type { Me } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { recordAudit } from "../audit/index.ts";
import { updatePerson } from "./queries.ts";
import type { Viewer } from "./types.ts";

/** Changes the viewer's own name or time zone; what is not named stays. */
export async function updateMe(
  context: Context,
  viewer: Viewer,
  wanted: { readonly name?: string | undefined; readonly timeZone?: string | null | undefined },
  requestId: string,
): Promise<Me> {
  const change = {
    ...(wanted.name === undefined ? {} : { name: wanted.name }),
    ...(wanted.timeZone === undefined ? {} : { timeZone: wanted.timeZone }),
  };
  if (Object.keys(change).length === 0) return meOf(viewer);
  const at = context.clock.now();
  const row = await context.database.transaction(async (tx) => {
    const updated = await updatePerson(tx, viewer.personId, change, at);
    await recordAudit(tx, {
      at,
      actor: viewer.personId,
      action: "person.changed",
      subject: viewer.personId,
      detail: { nameChanged: wanted.name !== undefined && wanted.name !== viewer.name },
      before: { timeZone: viewer.timeZone },
      after: { timeZone: wanted.timeZone === undefined ? viewer.timeZone : wanted.timeZone },
      requestId,
    });
    await context.live.publish(tx, { topic: "coaches", id: viewer.personId, audience: [viewer.personId] });
    return updated;
  });
  return { ...meOf(viewer), name: row?.name ?? viewer.name, timeZone: row?.timeZone ?? null };
}

/** The viewer, as told to themself. */
export function meOf(viewer: Viewer): Me {
  return {
    id: viewer.personId,
    name: viewer.name,
    email: viewer.email,
    emailVerified: viewer.emailVerified,
    role: viewer.role,
    timeZone: viewer.timeZone,
  };
}
