import { type ApiKey, type ApiKeyState, apiScopeSchema, instantSchema } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
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
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  if (query.cursor !== undefined && after === null) return { kind: "cursor_unknown" };
  const records = await listKeyRecords(context.database, admin, { after, limit: query.limit + 1 });
  const shown = records.slice(0, query.limit);
  const last = shown.at(-1)?.key;
  const now = context.clock.now();
  return {
    kind: "page",
    items: shown.map((record) => toApiKey(record, now)),
    nextCursor: records.length > query.limit && last !== undefined ? writeCursor(last) : null,
  };
}

/** Whether a key is accepted now, and if not, why. */
export function stateOfKey({ key, person }: ApiKeyRecord, now: Temporal.Instant): ApiKeyState {
  if (key.revokedAt !== null) return "revoked";
  if (Temporal.Instant.compare(key.expiresAt, now) <= 0) return "expired";
  if (person.role !== "admin" || person.suspendedAt !== null) return "orphaned";
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

/** Only what Postgres can compare with: a cursor comes back from outside. */
const cursorSchema = z.tuple([instantSchema, z.string().regex(/^key_\w{1,40}$/)]);

function writeCursor({ createdAt, id }: KeyPosition): string {
  return Buffer.from(JSON.stringify([createdAt.toString(), id])).toString("base64url");
}

function readCursor(cursor: string): KeyPosition | null {
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return parsed.success ? { createdAt: Temporal.Instant.from(parsed.data[0]), id: parsed.data[1] } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
