import type { Passkey } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { recordAudit } from "../audit/index.ts";
import { deletePasskey, selectPasskeys } from "./queries.ts";
import type { Viewer } from "./types.ts";

/** The viewer's passkeys, the oldest first. */
export async function listPasskeys(context: Context, viewer: Viewer): Promise<Passkey[]> {
  const rows = await selectPasskeys(context.database, viewer.personId);
  return rows.map(({ id, name, createdAt, backedUp }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    synced: backedUp,
  }));
}

/** Removes one of the viewer's own passkeys; false when it is none of theirs. */
export function removePasskey(
  context: Context,
  viewer: Viewer,
  asked: { readonly passkeyId: string; readonly requestId: string },
): Promise<boolean> {
  return context.database.transaction(async (tx) => {
    if (!(await deletePasskey(tx, viewer.personId, asked.passkeyId))) return false;
    await recordAudit(tx, {
      at: context.clock.now(),
      actor: viewer.personId,
      action: "passkey.removed",
      subject: viewer.personId,
      detail: { passkeyId: asked.passkeyId },
      requestId: asked.requestId,
    });
    return true;
  });
}
