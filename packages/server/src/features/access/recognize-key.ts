import type { RouteDefinition } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { hashOfApiSecret, isApiSecret, isMeantAsApiSecret } from "../../platform/crypto/api-secret.ts";
import { problem, type Reply } from "../../platform/http/reply.ts";
import type { Proof } from "../../platform/http/served-route.ts";
import { scopesOf, stateOfKey } from "./list-api-keys.ts";
import { type ApiKeyRecord, findKeyBySecret, markKeyUsed } from "./read-api-keys.ts";
import { isSignedByKey, verifySignature } from "./verify-signature.ts";

export interface RecognizedKey {
  readonly kind: "key";
  readonly record: ApiKeyRecord;
  readonly proof: Proof;
}

/** Whether another service calls, by a key of its own, and whether it may call this route. */
export type KeyRecognition =
  /** No key and no signature by one came along. */
  | { readonly kind: "none" }
  | RecognizedKey
  /** `about`: the key, where it is known. */
  | { readonly kind: "refused"; readonly reply: Reply<never>; readonly about?: string };

/** A key's last use is noted to the minute: a write for each request would cost more than the request. */
const noted = { minutes: 1 };

/**
 * Recognizes a service by its bearer secret (`Authorization: Bearer pk_punctual_...`) or its signature (RFC 9421), whichever
 * cookie came along. Key and admin are read anew for each request, so that revoking either is effective at once.
 */
export async function recognizeKey(
  context: Context,
  route: RouteDefinition,
  request: Request,
): Promise<KeyRecognition> {
  const found = await findCaller(context, route, request);
  if (found.kind !== "key") return found;
  const { record } = found;
  const now = context.clock.now();
  const over = overBecause(record, now);
  if (over !== null) return refuse(record, problem("unauthenticated", over));
  const denied = deniedBecause(route, record);
  if (denied !== null) return refuse(record, problem("forbidden", denied));
  const before = now.subtract(noted);
  if (record.key.lastUsedAt === null || Temporal.Instant.compare(record.key.lastUsedAt, before) < 0) {
    await markKeyUsed(context.database, record.key.id, { at: now, before });
  }
  return found;
}

async function findCaller(context: Context, route: RouteDefinition, request: Request): Promise<KeyRecognition> {
  const bearer = /^bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer !== undefined && isMeantAsApiSecret(bearer)) {
    const record = isApiSecret(bearer) ? await findKeyBySecret(context.database, hashOfApiSecret(bearer)) : null;
    if (record !== null) return { kind: "key", record, proof: { by: "key", id: record.key.id } };
    const unknown = "This API key is not known here. Check that it was copied whole, or ask an admin for a new one.";
    return refuse(null, problem("unauthenticated", unknown));
  }
  if (!isSignedByKey(request.headers)) return { kind: "none" };
  const verified = await verifySignature(context, route, request);
  switch (verified.kind) {
    case "verified":
      return {
        kind: "key",
        record: verified.record,
        proof: { by: "signature", id: verified.record.key.id },
      };
    case "refused":
      return refuse(verified.record, problem(verified.code, verified.sentence));
  }
}

/** Why a key is not accepted any more, told to whoever holds it; null when it is accepted. */
function overBecause(record: ApiKeyRecord, now: Temporal.Instant): string | null {
  const state = stateOfKey(record, now);
  switch (state) {
    case "active":
      return null;
    case "revoked":
      return "This API key was revoked. Ask an admin for a new one.";
    case "expired":
      return `This API key expired at ${record.key.expiresAt.toString({ smallestUnit: "second" })}. Ask an admin for a new one.`;
    case "orphaned":
      return "The admin who made this API key is no admin any more, so it is over. Ask an admin for a new one.";
  }
}

/** Why a key may not call this route; null when it may. */
function deniedBecause(route: RouteDefinition, record: ApiKeyRecord): string | null {
  if (route.scope === undefined) return "API keys cannot do this: it takes a person who is signed in.";
  if (scopesOf(record).includes(route.scope)) return null;
  return `This API key has not the scope ${route.scope}. Make a key that has it, or use another one.`;
}

function refuse(record: ApiKeyRecord | null, reply: Reply<never>): KeyRecognition {
  return { kind: "refused", reply, ...(record === null ? {} : { about: record.key.id }) };
}
