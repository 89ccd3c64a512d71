import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { recordAudit } from "../audit/index.ts";

/** Writes to the audit log that a person has one passkey more. */
export async function recordPasskey(
  context: Context,
  tx: Transaction,
  passkey: { readonly personId: string; readonly passkeyId: string },
): Promise<void> {
  await recordAudit(tx, {
    at: context.clock.now(),
    actor: passkey.personId,
    action: "passkey.added",
    subject: passkey.personId,
    detail: { passkeyId: passkey.passkeyId },
  });
}
