import { createPublicKey } from "node:crypto";
import type { ApiScope, NewApiKey } from "@punctual/contract";
import type { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { hashOfApiSecret, newApiSecret, shownOfApiSecret } from "../../platform/crypto/api-secret.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { apiKeys } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { toApiKey } from "./list-api-keys.ts";
import { findKeyRecord } from "./read-api-keys.ts";
import type { AuthorizedAdmin } from "./types.ts";

export type CreatedKey =
  | ({ readonly kind: "created" } & NewApiKey)
  /** Not the public key of an Ed25519 pair. */
  | { readonly kind: "public_key_unusable" };

/** Makes a key in the admin's own name: with a secret, or with the public key by which its requests are verified. */
export async function createApiKey(
  context: Context,
  admin: AuthorizedAdmin,
  wanted: {
    readonly name: string;
    readonly scopes: readonly ApiScope[];
    readonly expiresInDays: number;
    readonly publicKey?: string | undefined;
    readonly requestId: string;
  },
): Promise<CreatedKey> {
  const publicKey = wanted.publicKey === undefined ? null : readPublicKey(wanted.publicKey);
  if (publicKey === "unusable") return { kind: "public_key_unusable" };
  const now = context.clock.now();
  const { name, scopes, requestId } = wanted;
  return context.database.transaction(async (tx) => {
    const made = await insertKey(context, tx, admin, {
      name,
      scopes,
      publicKey,
      expiresAt: now.add({ hours: wanted.expiresInDays * 24 }),
      rotatedFrom: null,
    });
    await recordAudit(tx, {
      at: now,
      actor: admin.personId,
      action: "api_key.created",
      subject: made.key.id,
      detail: { name, scopes, kind: made.key.kind, expiresAt: made.key.expiresAt },
      requestId,
    });
    return { kind: "created", ...made };
  });
}

/** Inserts a key; what is answered is the only copy of its secret. */
export async function insertKey(
  context: Context,
  tx: Transaction,
  admin: AuthorizedAdmin,
  key: {
    readonly name: string;
    readonly scopes: readonly string[];
    readonly publicKey: string | null;
    readonly expiresAt: Temporal.Instant;
    readonly rotatedFrom: string | null;
  },
): Promise<NewApiKey> {
  const secret = key.publicKey === null ? newApiSecret() : null;
  const now = context.clock.now();
  const id = newId("key");
  await tx.insert(apiKeys).values({
    ...key,
    id,
    scopes: [...key.scopes],
    prefix: secret === null ? null : shownOfApiSecret(secret),
    secretHash: secret === null ? null : hashOfApiSecret(secret),
    personId: admin.personId,
    createdAt: now,
  });
  const record = await findKeyRecord(tx, admin, id);
  if (record === null) throw new Error(`The key ${id} is not there though it was just made.`);
  return { key: toApiKey(record, now), secret };
}

/** The key in its plain PEM form; other kinds of keys, and private ones, are not usable. */
export function readPublicKey(pem: string): string | "unusable" {
  if (!pem.startsWith("-----BEGIN PUBLIC KEY-----")) return "unusable";
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key.export({ type: "spki", format: "pem" }).toString() : "unusable";
  } catch {
    return "unusable";
  }
}
