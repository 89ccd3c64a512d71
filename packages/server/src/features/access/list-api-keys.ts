import { type ApiKey, type ApiKeyState, apiScopeSchema, instantSchema } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { readCursor, writeCursor } from "../../platform/cursor.ts";
import { type ApiKeyRecord, type KeyPosition, listKeyRecords } from "./read-api-keys.ts";
import type { AuthorizedAdmin } from "./types.ts";

export type ApiKeyPage =
  | { readonly kind: "page"; readonly items: ApiKey[]; readonly nextCursor: string | null }
  | { readonly kind: "cursor_unknown" };

/** One page of the programme's keys, newest first. */
export async function listApiKeys(
  context: Context,
  admin: AuthorizedAdmin,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<ApiKeyPage> {
  const after = query.cursor === undefined ? null : readCursor(placeSchema, query.cursor);
  if (query.cursor !== undefined && after === null) return { kind: "cursor_unknown" };
  const records = await listKeyRecords(context.database, admin, { after, limit: query.limit + 1 });
  const shown = records.slice(0, query.limit);
  const last = shown.at(-1)?.key;
  const now = context.clock.now();
  return {
    kind: "page",
    items: shown.map((record) => toApiKey(record, now)),
    nextCursor:
      records.length > query.limit && last !== undefined ? writeCursor([last.createdAt.toString(), last.id]) : null,
  };
}

/** Whether a key is accepted now, and if not, why. */
export function stateOfKey({ key, person, barred }: ApiKeyRecord, now: Temporal.Instant): ApiKeyState {
  if (key.revokedAt !== null) return "revoked";
  if (Temporal.Instant.compare(key.expiresAt, now) <= 0) return "expired";
  if (person.role !== "admin" || person.suspendedAt !== null || barred === true) return "orphaned";
  return "active";
}

export function toApiKey(record: ApiKeyRecord, now: Temporal.Instant): ApiKey {
  const { key, person } = record;
  return {
    id: key.id,
    name: key.name,
    kind: key.publicKey === null ? "secret" : "signature",
    prefix: key.prefix,
    scopes: scopesOf(record),
    state: stateOfKey(record, now),
    person: { id: person.id, name: person.name },
    createdAt: key.createdAt.toString(),
    expiresAt: key.expiresAt.toString(),
    lastUsedAt: key.lastUsedAt?.toString() ?? null,
    revokedAt: key.revokedAt?.toString() ?? null,
    rotatedFrom: key.rotatedFrom,
  };
}

/** Its scopes; one that this version does not know any more allows nothing. */
export function scopesOf({ key }: ApiKeyRecord) {
  return key.scopes.flatMap((scope) => {
    const parsed = apiScopeSchema.safeParse(scope);
    return parsed.success ? [parsed.data] : [];
  });
}

const placeSchema = z
  .tuple([instantSchema, z.string().regex(/^key_\w{1,40}$/)])
  .transform(([createdAt, id]): KeyPosition => ({ createdAt: Temporal.Instant.from(createdAt), id }));
