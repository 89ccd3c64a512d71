import type { EndpointWithSecret } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { sealedColumns } from "../../platform/crypto/sealed-columns.ts";
import { type AuthorizedAdmin, actorOf } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { toEndpoint } from "./list-endpoints.ts";
import { lockEndpoint, updateEndpointRow } from "./queries.ts";
import { newEndpointSecret } from "./rules.ts";

/** How long messages are signed by the former secret as well. */
const overlap = { hours: 24 };

/** Gives an endpoint a new secret; the former one, of whatever age, signs along for a day. Null when there is no such endpoint. */
export async function rotateSecret(
  context: Context,
  admin: AuthorizedAdmin,
  { endpointId, requestId }: { readonly endpointId: string; readonly requestId: string },
): Promise<EndpointWithSecret | null> {
  const { endpointSecret, endpointPreviousSecret } = sealedColumns;
  const now = context.clock.now();
  const secret = newEndpointSecret();
  return context.database.transaction(async (tx) => {
    const old = await lockEndpoint(tx, endpointId);
    if (old === null) return null;
    // Sealed anew, because a sealed value opens in its own column alone.
    const previous = await context.sealer.open(old.secretSealed, endpointSecret.boundTo(endpointId));
    const changed = await updateEndpointRow(tx, endpointId, {
      secretSealed: await context.sealer.seal(secret, endpointSecret.boundTo(endpointId)),
      previousSecretSealed: await context.sealer.seal(previous, endpointPreviousSecret.boundTo(endpointId)),
      previousUntil: now.add(overlap),
    });
    if (changed === null) return null;
    await recordAudit(tx, {
      at: now,
      ...actorOf(admin),
      action: "outgoing_endpoint.secret_rotated",
      subject: endpointId,
      requestId,
    });
    return { endpoint: toEndpoint(changed, now), secret };
  });
}
