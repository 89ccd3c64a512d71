import { createHash } from "node:crypto";
import { type Scope, sameUri } from "@punctual/calendly";
import type { CapabilityName } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { StoredAccount, StoredCapability } from "../../platform/database/schema.ts";
import type { AnsweredAttempt, AttemptRecord, AttemptState, ConnectionRecord, StateRefusal } from "./types.ts";

/** How long a consent may take, and after it how long its answer waits to be confirmed. */
export const attemptLifetime = Temporal.Duration.from({ minutes: 10 });

/** An access token is renewed this long before it ends, so that it does not end under way. */
export const refreshAhead = Temporal.Duration.from({ minutes: 5 });

/**
 * What Punctual asks for (scopes since 2026-03-03; `:write` includes `:read`). Both `event_types:read` and
 * `availability:read`, because Calendly's pages disagree on which of them opens the available times. `data_compliance`
 * is not among them: nobody should be asked for the power to delete in order to be booked.
 */
export const requestedScopes: readonly Scope[] = [
  "users:read",
  "event_types:read",
  "availability:read",
  "scheduled_events:read",
  "scheduled_events:write",
  "webhooks:read",
  "webhooks:write",
  "organizations:read",
  "routing_forms:read",
];

/** True when the granted scopes hold this one, or when Calendly did not say what was granted. */
export function holdsScope(granted: readonly string[], scope: Scope): boolean {
  if (granted.length === 0) return true;
  return granted.includes(scope) || (scope.endsWith(":read") && granted.includes(scope.replace(/:read$/, ":write")));
}

/** Only the hash of an OAuth `state` is stored: a copy of the database cannot finish anyone's consent. */
export function hashState(state: string): string {
  return createHash("sha256").update(state).digest("hex");
}

/** Why an attempt that could not be consumed was refused; `undefined` stands for a state that is not ours. */
export function stateRefusal(attempt: AttemptState | undefined, now: Temporal.Instant): StateRefusal {
  if (attempt === undefined) return "unknown";
  if (attempt.consumedAt !== null) return "used";
  return isOver(attempt.expiresAt, now) ? "expired" : "unknown";
}

export function isOver(expiresAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(expiresAt, now) <= 0;
}

/** True when the access token ends so soon that it must not be used for new work. */
export function wantsRefresh(tokensExpireAt: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return tokensExpireAt === null || isOver(tokensExpireAt.subtract(refreshAhead), now);
}

/** Two URIs of one Calendly user. The origin may differ, the path never does. */
export function isSameAccount(userUri: string, otherUserUri: string): boolean {
  return sameUri(userUri, otherUserUri);
}

/** An attempt that Calendly has answered: everything that a connection is made of. Null while it has not. */
export function answeredAttempt(attempt: AttemptRecord | undefined): AnsweredAttempt | null {
  if (attempt === undefined) return null;
  const { id, coachId, expiresAt, account, tokensSealed, tokensExpireAt, scopes } = attempt;
  if (account === null || tokensSealed === null || tokensExpireAt === null || scopes === null) return null;
  return { id, coachId, expiresAt, account, tokensSealed, tokensExpireAt, scopes };
}

/** Where a list of coaches goes on: after this name, and after this id among equal names. */
export interface CoachCursor {
  readonly name: string;
  readonly id: string;
}

const coachCursor = z.tuple([z.string().regex(/^[^\0]*$/), z.string().regex(/^\w*$/)]);

export function encodeCoachCursor({ name, id }: CoachCursor): string {
  return Buffer.from(JSON.stringify([name, id])).toString("base64url");
}

/** Null for anything that this list did not hand out. */
export function decodeCoachCursor(cursor: string): CoachCursor | null {
  try {
    const [name, id] = coachCursor.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { name, id };
  } catch {
    return null;
  }
}

/**
 * What is known of an account after a look: what it told, and where it told nothing (`unheard`) what was known before.
 */
export function learnedFrom(
  before: readonly StoredCapability[] | null,
  found: ReadonlyMap<CapabilityName, StoredCapability["state"] | "unheard">,
): StoredCapability[] {
  const known = new Map(before?.map(({ name, state }) => [name, state]));
  return [...found].map(([name, finding]) => ({
    name,
    state: finding === "unheard" ? (known.get(name) ?? "unknown") : finding,
  }));
}

/**
 * The account that connecting another takes the place of; null when there is none. One that was disconnected counts
 * too: its sessions are still here.
 */
export function replacedAccount(
  previous: Pick<ConnectionRecord, "userUri" | "account"> | undefined,
  userUri: string,
): StoredAccount | null {
  return previous === undefined || isSameAccount(previous.userUri, userUri) ? null : previous.account;
}
