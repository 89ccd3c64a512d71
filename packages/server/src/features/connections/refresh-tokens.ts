import { OAuthError } from "@punctual/calendly";
import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { reconnectTrouble } from "../../platform/calendly/failure.ts";
import type { Context } from "../../platform/context.ts";
import { SealBroken } from "../../platform/crypto/sealer.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { connections } from "../../platform/database/schema.ts";
import { recordAudit } from "../audit/index.ts";
import { connectionLostJob, needsReconnectJob } from "./jobs.ts";
import { calendlyOAuth } from "./open-oauth.ts";
import { openTokens, sealTokens } from "./open-tokens.ts";
import { lockSealedConnection } from "./queries.ts";
import { isSameAccount, wantsRefresh } from "./rules.ts";
import type { TokenPair } from "./types.ts";

/** Tokens in the clear, with the version of the row that they were read from. */
export interface FreshTokens {
  readonly pair: TokenPair;
  readonly version: number;
  readonly expireAt: Temporal.Instant;
}

export type RefreshOutcome =
  | { readonly kind: "fresh"; readonly tokens: FreshTokens }
  | { readonly kind: "missing" }
  | { readonly kind: "needs_reconnect"; readonly trouble: string }
  /** Calendly's OAuth server did not answer, or not usefully: nothing is known about the link. */
  | { readonly kind: "unavailable" };

type SealedRow = NonNullable<Awaited<ReturnType<typeof lockSealedConnection>>>;

const brokenSeal =
  "The saved permission cannot be opened with the encryption keys of this server. Bring back the key that sealed it (ENCRYPTION_KEYS), or connect Calendly again.";

/** Opens the tokens of a row. A seal that does not open is told and not stored: the right key mends it. */
export async function tokensOf(
  context: Context,
  row: SealedRow,
): Promise<Extract<RefreshOutcome, { kind: "fresh" | "needs_reconnect" }>> {
  if (row.tokensSealed === null) return { kind: "needs_reconnect", trouble: row.trouble ?? reconnectTrouble };
  try {
    const pair = await openTokens(context.sealer, row.tokensSealed, { table: "connections", id: row.id });
    const expireAt = row.tokensExpireAt ?? Temporal.Instant.fromEpochMilliseconds(0);
    return { kind: "fresh", tokens: { pair, version: row.tokensVersion, expireAt } };
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    context.log.error({ connectionId: row.id }, "sealed tokens do not open");
    return { kind: "needs_reconnect", trouble: brokenSeal };
  }
}

interface RefreshRequest {
  readonly coachId: string;
  /** Whose tokens they are: a client of the account before must not go on with the tokens of the next. */
  readonly userUri: string;
  /** The version of the tokens that the caller holds and that no longer do. */
  readonly version: number;
  /** True when Calendly answered 401: they are renewed even though they should still last. */
  readonly rejected: boolean;
}

const underWay = new WeakMap<Context["database"], Map<string, Promise<RefreshOutcome>>>();

/**
 * Renews a connection's tokens, once, however many ask: refresh tokens are single use, and using one twice kills the
 * link. Within a process the callers share one promise; across processes the row lock makes them queue, and whoever
 * comes second finds newer tokens in the row and takes those.
 */
export function refreshTokens(context: Context, request: RefreshRequest): Promise<RefreshOutcome> {
  const flights = underWay.get(context.database) ?? new Map<string, Promise<RefreshOutcome>>();
  underWay.set(context.database, flights);
  const key = `${request.coachId}/${request.version}/${request.rejected}`;
  const flight =
    flights.get(key) ??
    context.database
      .transaction((tx) => refreshUnderLock(context, tx, request))
      .finally(() => {
        flights.delete(key);
      });
  flights.set(key, flight);
  return flight;
}

/** Nothing in here may use `context.database`: with the embedded database it would wait for this very transaction. */
async function refreshUnderLock(context: Context, tx: Transaction, request: RefreshRequest): Promise<RefreshOutcome> {
  const row = await lockSealedConnection(tx, request.coachId);
  if (row === undefined || row.state === "disconnected") return { kind: "missing" };
  if (!isSameAccount(row.userUri, request.userUri)) return { kind: "missing" };
  if (row.state === "needs_reconnect") return { kind: "needs_reconnect", trouble: row.trouble ?? reconnectTrouble };
  const opened = await tokensOf(context, row);
  if (opened.kind !== "fresh") return opened;
  const renewedMeanwhile = row.tokensVersion !== request.version;
  const stillGood = !wantsRefresh(row.tokensExpireAt, context.clock.now());
  if (stillGood && (renewedMeanwhile || !request.rejected)) return opened;

  try {
    const tokens = await calendlyOAuth(context, request.coachId).refresh({
      refreshToken: opened.tokens.pair.refreshToken,
    });
    const version = row.tokensVersion + 1;
    const expireAt = Temporal.Instant.fromEpochMilliseconds(tokens.expiresAt.getTime());
    const tokensSealed = await sealTokens(context.sealer, tokens, { table: "connections", id: row.id });
    await tx
      .update(connections)
      .set({
        tokensSealed,
        tokensExpireAt: expireAt,
        tokensVersion: version,
        // Calendly narrows the scopes of older permissions when they are renewed.
        ...(tokens.scopes.length > 0 ? { scopes: [...tokens.scopes] } : {}),
        updatedAt: context.clock.now(),
      })
      .where(eq(connections.id, row.id));
    context.log.info({ connectionId: row.id, tokensVersion: version }, "tokens refreshed");
    return { kind: "fresh", tokens: { pair: tokens, version, expireAt } };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    context.log.warn({ connectionId: row.id, code: error.code }, "tokens not refreshed");
    if (error.code !== "invalid_grant") return { kind: "unavailable" };
    await declareDead(context, tx, row);
    return { kind: "needs_reconnect", trouble: reconnectTrouble };
  }
}

/** Under the lock the refresh token was the newest there is, so its refusal is final. */
async function declareDead(context: Context, tx: Transaction, row: SealedRow): Promise<void> {
  const now = context.clock.now();
  await tx
    .update(connections)
    .set({ state: "needs_reconnect", trouble: reconnectTrouble, updatedAt: now })
    .where(eq(connections.id, row.id));
  await recordAudit(tx, {
    at: now,
    actor: "system",
    action: "connection.needs_reconnect",
    subject: row.id,
    reason: "Calendly refused the refresh token.",
  });
  // The version stays until the coach connects again: one message for each spell.
  const notice = { coachId: row.coachId, tokensVersion: row.tokensVersion };
  for (const job of [needsReconnectJob, connectionLostJob]) {
    await context.queue.enqueue(tx, job, notice, { key: `${row.id} ${row.tokensVersion}` });
  }
  await context.live.publish(tx, { topic: "connection", id: row.id, audience: [row.coachId] });
  await context.live.publish(tx, { topic: "coaches", id: row.coachId, audience: [] });
}
