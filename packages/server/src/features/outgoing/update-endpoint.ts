import type { OutgoingEndpoint, OutgoingKind } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { whyNotPostable } from "../../platform/outside/public-address.ts";
import { type AuthorizedAdmin, actorOf } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { toEndpoint } from "./list-endpoints.ts";
import { failWaiting, lockEndpoint, updateEndpointRow } from "./queries.ts";

export type UpdatedEndpoint =
  | { readonly kind: "updated"; readonly endpoint: OutgoingEndpoint }
  | { readonly kind: "not_found" }
  | { readonly kind: "url_refused"; readonly why: string };

interface Change {
  readonly url?: string | undefined;
  readonly description?: string | undefined;
  readonly kinds?: readonly OutgoingKind[] | undefined;
  readonly enabled?: boolean | undefined;
}

/** Changes what is named. Switched off, an endpoint gets nothing more of what waits; switched on, it begins without a past. */
export async function updateEndpoint(
  context: Context,
  admin: AuthorizedAdmin,
  wanted: Change & { readonly endpointId: string; readonly requestId: string },
): Promise<UpdatedEndpoint> {
  const { url, description, kinds, enabled, endpointId, requestId } = wanted;
  const why = url === undefined ? null : whyNotPostable(new URL(url), context.config.outgoingPrivateHosts);
  if (why !== null) return { kind: "url_refused", why };
  const now = context.clock.now();
  return context.database.transaction(async (tx) => {
    const old = await lockEndpoint(tx, endpointId);
    if (old === null) return { kind: "not_found" };
    const changed = await updateEndpointRow(tx, endpointId, {
      // What is named, and one thing at least: the row as it was is no change.
      url: url ?? old.url,
      description: description ?? old.description,
      kinds: kinds === undefined ? old.kinds : [...kinds],
      enabled: enabled ?? old.enabled,
      ...(enabled !== undefined || url !== undefined ? { failingSince: null, trouble: null } : {}),
    });
    if (changed === null) return { kind: "not_found" };
    if (old.enabled && !changed.enabled) await failWaiting(tx, endpointId, now);
    const told = (row: typeof old) => ({ host: new URL(row.url).host, kinds: row.kinds, enabled: row.enabled });
    await recordAudit(tx, {
      at: now,
      ...actorOf(admin),
      action: "outgoing_endpoint.changed",
      subject: endpointId,
      before: told(old),
      after: told(changed),
      requestId,
    });
    return { kind: "updated", endpoint: toEndpoint(changed, now) };
  });
}
