import type { ApiKey } from "@punctual/contract";
import { eq } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { apiKeys } from "../../platform/database/schema.ts";
import { recordAudit } from "../audit/index.ts";
import { toApiKey } from "./list-api-keys.ts";
import { lockKeyRecord } from "./read-api-keys.ts";
import type { AuthorizedAdmin } from "./types.ts";

/** Ends a key; the gate reads it anew for each request, so the next one is refused. Null when there is none of this id. */
export async function revokeApiKey(
  context: Context,
  admin: AuthorizedAdmin,
  { keyId, requestId }: { readonly keyId: string; readonly requestId: string },
): Promise<ApiKey | null> {
  const now = context.clock.now();
  return context.database.transaction(async (tx) => {
    const record = await lockKeyRecord(tx, admin, keyId);
    if (record === null) return null;
    if (record.key.revokedAt !== null) return toApiKey(record, now);
    await tx.update(apiKeys).set({ revokedAt: now }).where(eq(apiKeys.id, keyId));
    await recordAudit(tx, {
      at: now,
      actor: admin.personId,
      action: "api_key.revoked",
      subject: keyId,
      detail: { name: record.key.name },
      requestId,
    });
    return toApiKey({ ...record, key: { ...record.key, revokedAt: now } }, now);
  });
}
