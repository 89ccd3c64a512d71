import { eq } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { outgoingEndpoints } from "../../platform/database/schema.ts";
import { type AuthorizedAdmin, actorOf } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { lockEndpoint } from "./queries.ts";

/** Removes an endpoint with its secrets and messages. False when there is none of this id. */
export async function removeEndpoint(
  context: Context,
  admin: AuthorizedAdmin,
  { endpointId, requestId }: { readonly endpointId: string; readonly requestId: string },
): Promise<boolean> {
  return context.database.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, endpointId);
    if (endpoint === null) return false;
    await tx.delete(outgoingEndpoints).where(eq(outgoingEndpoints.id, endpointId));
    await recordAudit(tx, {
      at: context.clock.now(),
      ...actorOf(admin),
      action: "outgoing_endpoint.removed",
      subject: endpointId,
      detail: { host: new URL(endpoint.url).host },
      requestId,
    });
    return true;
  });
}
