import type { Delivery } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { SealBroken } from "../../platform/crypto/sealer.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { toDelivery } from "./list-deliveries.ts";
import { findDelivery } from "./queries.ts";
import { findDeliveryRecord } from "./read-inbox.ts";
import { bodyBinding, bodyOfText, isOpaque } from "./rules.ts";
import type { InboxKeeper } from "./types.ts";

/** What is known of a delivery; null when there is none. */
export async function getDelivery(context: Context, keeper: InboxKeeper, id: string): Promise<Delivery | null> {
  const record = await findDeliveryRecord(context.database, keeper, id);
  return record === null ? null : toDelivery(record);
}

export type OpenedDelivery =
  | { readonly kind: "opened"; readonly encoding: "text" | "base64"; readonly body: string }
  | { readonly kind: "not_found" }
  | { readonly kind: "erased" }
  /** `why` is a sentence. */
  | { readonly kind: "sealed"; readonly why: string };

/** What a delivery carried. It holds personal data, so the audit log says who looked, before they see it. */
export async function openDelivery(
  context: Context,
  admin: AuthorizedAdmin,
  { deliveryId, requestId }: { readonly deliveryId: string; readonly requestId: string },
): Promise<OpenedDelivery> {
  const delivery = await findDelivery(context.database, deliveryId);
  if (delivery === null) return { kind: "not_found" };
  if (delivery.bodySealed === "") return { kind: "erased" };
  let text: string;
  try {
    text = await context.sealer.open(delivery.bodySealed, bodyBinding(deliveryId));
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    return { kind: "sealed", why: error.message };
  }
  await context.database.transaction((tx) =>
    recordAudit(tx, {
      at: context.clock.now(),
      actor: admin.personId,
      action: "delivery.opened",
      subject: deliveryId,
      requestId,
    }),
  );
  return isOpaque(text)
    ? { kind: "opened", encoding: "base64", body: Buffer.from(bodyOfText(text)).toString("base64") }
    : { kind: "opened", encoding: "text", body: text };
}
