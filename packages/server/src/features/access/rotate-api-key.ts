import type { NewApiKey } from "@punctual/contract";
import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { apiKeys } from "../../platform/database/schema.ts";
import { recordAudit } from "../audit/index.ts";
import { insertKey, readPublicKey } from "./create-api-key.ts";
import { stateOfKey } from "./list-api-keys.ts";
import { lockKeyRecord } from "./read-api-keys.ts";
import type { AuthorizedAdmin } from "./types.ts";

export type RotatedKey =
  | ({ readonly kind: "rotated" } & NewApiKey)
  | { readonly kind: "not_found" }
  /** Only what is accepted can be replaced: what is over stays over. */
  | { readonly kind: "over" }
  /** A key that signs needs its new public key; a key with a secret takes none. */
  | { readonly kind: "public_key_missing" }
  | { readonly kind: "public_key_unusable" }
  | { readonly kind: "public_key_unwanted" };

/**
 * Replaces a key by a new one of the same name, scopes and lifetime, which acts in the name of the admin who does this:
 * nobody gets hold of a key that acts for another. The old one goes on for the overlap, if it would live that long.
 */
export async function rotateApiKey(
  context: Context,
  admin: AuthorizedAdmin,
  wanted: {
    readonly keyId: string;
    readonly overlapHours: number;
    readonly publicKey?: string | undefined;
    readonly requestId: string;
  },
): Promise<RotatedKey> {
  const publicKey = wanted.publicKey === undefined ? null : readPublicKey(wanted.publicKey);
  if (publicKey === "unusable") return { kind: "public_key_unusable" };
  const now = context.clock.now();
  return context.database.transaction(async (tx) => {
    const record = await lockKeyRecord(tx, admin, wanted.keyId);
    if (record === null) return { kind: "not_found" };
    const { key: old } = record;
    const state = stateOfKey(record, now);
    if (state !== "active" && state !== "orphaned") return { kind: "over" };
    if (old.publicKey !== null && publicKey === null) return { kind: "public_key_missing" };
    if (old.publicKey === null && publicKey !== null) return { kind: "public_key_unwanted" };

    const overlapEnds = now.add({ hours: wanted.overlapHours });
    const oldEnds = Temporal.Instant.compare(old.expiresAt, overlapEnds) < 0 ? old.expiresAt : overlapEnds;
    await tx.update(apiKeys).set({ expiresAt: oldEnds }).where(eq(apiKeys.id, old.id));
    const made = await insertKey(context, tx, admin, {
      name: old.name,
      scopes: old.scopes,
      publicKey,
      expiresAt: now.add({ milliseconds: old.expiresAt.since(old.createdAt).total("milliseconds") }),
      rotatedFrom: old.id,
    });
    await recordAudit(tx, {
      at: now,
      actor: admin.personId,
      action: "api_key.rotated",
      subject: old.id,
      detail: { name: old.name, successor: made.key.id, oldUntil: oldEnds.toString() },
      requestId: wanted.requestId,
    });
    return { kind: "rotated", ...made };
  });
}
