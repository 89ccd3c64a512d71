import { CalendlyError, createCalendlyClient, type FetchLike } from "@punctual/calendly";
import { comingBackLater } from "../../platform/calendly/come-back-later.ts";
import { endpointOf } from "../../platform/calendly/endpoint-of.ts";
import { reconnectTrouble } from "../../platform/calendly/failure.ts";
import { type ClientPurpose, patienceFor } from "../../platform/calendly/purpose.ts";
import { driftReporter } from "../../platform/calendly/report-drift.ts";
import type { Caller } from "../../platform/calendly/upstream.ts";
import type { Context } from "../../platform/context.ts";
import { findSealedConnection } from "./queries.ts";
import { type FreshTokens, refreshTokens, tokensOf } from "./refresh-tokens.ts";
import { isOver, wantsRefresh } from "./rules.ts";
import type { CalendlyAccess } from "./types.ts";

/**
 * The way to a coach's Calendly, and the only function that opens tokens for use.
 *
 * Tokens that end within 5 minutes are renewed first, by one process at a time. When Calendly cannot be asked for new
 * ones the client comes all the same, and its calls fail as `unreachable`: the link is not dead, only out of reach.
 * A 401 from Calendly (somebody revoked the token there) renews once and repeats the call.
 *
 * All clients of a Calendly user share that user's budget. `purpose` says who goes first and how long a call may be held
 * back: a person's call fails within seconds, a job's throws `NotNow` where it has to come back later.
 */
export async function calendlyFor(
  context: Context,
  coachId: string,
  options: { readonly purpose: ClientPurpose },
): Promise<CalendlyAccess> {
  const row = await findSealedConnection(context.database, coachId);
  if (row === undefined || row.state === "disconnected") return { kind: "missing" };
  if (row.state === "needs_reconnect") return { kind: "needs_reconnect", trouble: row.trouble ?? reconnectTrouble };

  const opened = await tokensOf(context, row);
  if (opened.kind !== "fresh") return { kind: "needs_reconnect", trouble: opened.trouble };
  const caller = { coachId, calendlyUser: row.userUri, purpose: options.purpose };
  const wallet = createWallet(context, caller, opened.tokens);
  const refusal = await wallet.refreshWhenDue();
  if (refusal !== null) return refusal;

  const { tokensSealed: _sealed, createdAt: _created, ...connection } = row;
  const client = createCalendlyClient({
    accessToken: wallet.accessToken,
    apiUrl: context.config.calendly.apiUrl,
    fetch: wallet.fetch,
    onDrift: driftReporter(context.log),
    ...context.upstream.clientOptions(caller),
  });
  const { comesBack } = patienceFor[options.purpose];
  return {
    kind: "ready",
    client: comesBack ? comingBackLater(client, () => context.upstream.outageSeconds()) : client,
    connection,
  };
}

/** A caller of whom everything is known. */
type CoachCaller = Caller & { readonly coachId: string; readonly calendlyUser: string };

interface Wallet {
  /** Renews tokens that are about to end; a refusal when that showed the link to be dead. */
  refreshWhenDue(): Promise<Exclude<CalendlyAccess, { kind: "ready" }> | null>;
  accessToken(): Promise<string>;
  readonly fetch: FetchLike;
}

/** Holds the tokens of one client: a long backfill outlives its first token. */
function createWallet(context: Context, caller: CoachCaller, first: FreshTokens): Wallet {
  let held = first;

  async function renew(rejected: boolean): Promise<Awaited<ReturnType<typeof refreshTokens>>> {
    const outcome = await refreshTokens(context, {
      coachId: caller.coachId,
      userUri: caller.calendlyUser,
      version: held.version,
      rejected,
    });
    if (outcome.kind === "fresh") held = outcome.tokens;
    return outcome;
  }

  return {
    async refreshWhenDue() {
      if (!wantsRefresh(held.expireAt, context.clock.now())) return null;
      const outcome = await renew(false);
      switch (outcome.kind) {
        case "fresh":
        case "unavailable":
          return null;
        case "missing":
        case "needs_reconnect":
          return outcome;
      }
    },

    async accessToken() {
      const now = context.clock.now();
      if (!wantsRefresh(held.expireAt, now)) return held.pair.accessToken;
      const outcome = await renew(false);
      // A token in its last minutes still works; one that is over would only be answered by a misleading 401.
      if (outcome.kind === "unavailable" && isOver(held.expireAt, now)) throw oauthSilent();
      return held.pair.accessToken;
    },

    async fetch(url, init) {
      const sent = held;
      const sentAt = context.clock.now().epochMilliseconds;
      const response = await context.fetch(url, init);
      if (response.status !== 401) return response;
      const renewed = sent.version !== held.version || (await renew(true)).kind === "fresh";
      if (!renewed) return response;
      await response.body?.cancel();
      const latencyMs = context.clock.now().epochMilliseconds - sentAt;
      context.upstream.noteRefused(caller, { endpoint: endpointOf(init.method ?? "GET", url), latencyMs });
      const headers = new Headers(init.headers);
      headers.set("authorization", `Bearer ${held.pair.accessToken}`);
      return context.fetch(url, { ...init, headers });
    },
  };
}

/** The token is over and Calendly's OAuth server does not give another: to a caller, Calendly cannot be reached. */
function oauthSilent(): CalendlyError {
  return new CalendlyError({
    code: "unreachable",
    message: "the access token is over and could not be renewed: Calendly's OAuth server did not answer",
    endpoint: "refresh",
  });
}
