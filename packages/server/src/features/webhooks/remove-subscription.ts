import { isCalendlyError } from "@punctual/calendly";
import type { Context } from "../../platform/context.ts";
import { calendlyFor } from "../connections/index.ts";
import { forgetSubscription } from "./record-subscription.ts";
import { deleteSubscription, listOurs, type Ready } from "./settle-subscription.ts";

/**
 * Stops the deliveries, while the tokens still work: every subscription of ours for this connection goes, the one that
 * is remembered and any that an earlier attempt left behind.
 */
export async function removeSubscription(context: Context, coachId: string): Promise<void> {
  const access = await calendlyFor(context, coachId, { purpose: "person" });
  if (access.kind !== "ready") return;
  const { client, connection } = access;
  const ours = await listOurs(context, access, "user");
  const known = connection.webhookSubscriptionUri;
  const uris = new Set([...ours.map(({ uri }) => uri), ...(known === null ? [] : [known])]);
  for (const uri of uris) await deleteSubscription(client, uri);
  if (connection.webhookScope === "organization") await removeOrganizations(context, access);
  await context.database.transaction((tx) => forgetSubscription(tx, connection.id, context.clock.now()));
}

/** Who is no longer an admin can no longer remove what they set up for the organization. */
async function removeOrganizations(context: Context, access: Ready): Promise<void> {
  try {
    for (const { uri } of await listOurs(context, access, "organization")) await deleteSubscription(access.client, uri);
  } catch (error) {
    if (!isCalendlyError(error, "permission_denied", "insufficient_scope")) throw error;
    context.log.warn({ connectionId: access.connection.id }, "an organization's webhook subscription stays behind");
  }
}
