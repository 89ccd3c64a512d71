import { createCalendlyClient, endpoints, OAuthError, type OAuthTokens } from "@punctual/calendly";
import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { calendlyFailure } from "../../platform/calendly/failure.ts";
import { driftReporter } from "../../platform/calendly/report-drift.ts";
import { toAccount } from "../../platform/calendly/translate-account.ts";
import type { Context } from "../../platform/context.ts";
import { connectAttempts, type StoredAccount } from "../../platform/database/schema.ts";
import { forgetAttemptJob } from "./jobs.ts";
import { calendlyOAuth, redirectUri } from "./open-oauth.ts";
import { sealTokens, verifierPlace } from "./open-tokens.ts";
import { consumeAttempt, findAttemptState } from "./queries.ts";
import { revokeTokens } from "./revoke-tokens.ts";
import { attemptLifetime, hashState, stateRefusal } from "./rules.ts";
import type { ConsumedAttempt, StateRefusal } from "./types.ts";

export interface ConsentAnswer {
  readonly code: string | undefined;
  readonly state: string | undefined;
  /** OAuth's `error` parameter, `access_denied` when the coach pressed Deny. */
  readonly error: string | undefined;
}

export type FinishConsentOutcome =
  | { readonly kind: "waiting_for_confirmation"; readonly attemptId: string }
  | { readonly kind: "state_refused"; readonly refusal: StateRefusal }
  | { readonly kind: "denied" }
  | { readonly kind: "code_rejected" }
  | { readonly kind: "unavailable" };

/**
 * Where Calendly sends the browser back. The state is consumed before anything else, so that no answer counts twice;
 * then the code is exchanged and the account is read, and both wait, sealed, for the coach to say that it is theirs.
 */
export async function finishConsent(
  context: Context,
  asker: { readonly coachId: string },
  answer: ConsentAnswer,
): Promise<FinishConsentOutcome> {
  if (answer.state === undefined) return { kind: "state_refused", refusal: "unknown" };
  const where = { stateHash: hashState(answer.state), coachId: asker.coachId };
  const now = context.clock.now();
  const attempt = await consumeAttempt(context.database, { ...where, now });
  if (attempt === undefined) {
    const found = await findAttemptState(context.database, where);
    return { kind: "state_refused", refusal: stateRefusal(found, now) };
  }
  if (answer.error === "access_denied") return { kind: "denied" };
  if (answer.error !== undefined || answer.code === undefined) return { kind: "code_rejected" };

  const exchange = await exchangeCode(context, asker.coachId, attempt, answer.code);
  if (exchange.kind !== "exchanged") return exchange;
  const account = await readAccount(context, asker.coachId, exchange.tokens);
  if (account === null) {
    await revokeTokens(context, exchange.tokens);
    return { kind: "unavailable" };
  }
  await saveAnswer(context, { attemptId: attempt.id, coachId: asker.coachId }, exchange.tokens, account);
  return { kind: "waiting_for_confirmation", attemptId: attempt.id };
}

async function exchangeCode(
  context: Context,
  coachId: string,
  attempt: ConsumedAttempt,
  code: string,
): Promise<
  | { readonly kind: "exchanged"; readonly tokens: OAuthTokens }
  | { readonly kind: "code_rejected" }
  | { readonly kind: "unavailable" }
> {
  const codeVerifier = await context.sealer.open(attempt.verifierSealed, verifierPlace(attempt.id));
  try {
    const tokens = await calendlyOAuth(context, coachId).exchangeCode({
      code,
      redirectUri: redirectUri(context),
      codeVerifier,
    });
    return { kind: "exchanged", tokens };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    context.log.warn({ code: error.code }, "calendly did not exchange the code");
    return error.code === "invalid_grant" ? { kind: "code_rejected" } : { kind: "unavailable" };
  }
}

/** Whose tokens these are; null when Calendly does not say. */
async function readAccount(context: Context, coachId: string, tokens: OAuthTokens): Promise<StoredAccount | null> {
  const client = createCalendlyClient({
    accessToken: tokens.accessToken,
    apiUrl: context.config.calendly.apiUrl,
    fetch: context.fetch,
    onDrift: driftReporter(context.log),
    ...context.upstream.clientOptions({ coachId, calendlyUser: tokens.ownerUri, purpose: "person" }),
  });
  try {
    const { resource } = await client.request(endpoints.getCurrentUser);
    return toAccount(resource, context.config.calendly);
  } catch (error) {
    context.log.warn({ failure: calendlyFailure(error).kind }, "calendly did not say whose account it is");
    return null;
  }
}

async function saveAnswer(
  context: Context,
  { attemptId, coachId }: { readonly attemptId: string; readonly coachId: string },
  tokens: OAuthTokens,
  account: StoredAccount,
): Promise<void> {
  const tokensSealed = await sealTokens(context.sealer, tokens, { table: "connect_attempts", id: attemptId });
  const expiresAt = context.clock.now().add(attemptLifetime);
  await context.database.transaction(async (tx) => {
    await tx
      .update(connectAttempts)
      .set({
        account,
        tokensSealed,
        tokensExpireAt: Temporal.Instant.fromEpochMilliseconds(tokens.expiresAt.getTime()),
        scopes: [...tokens.scopes],
        expiresAt,
      })
      .where(eq(connectAttempts.id, attemptId));
    // A consent that nobody confirms is given back, so that no unused permission stays at Calendly.
    await context.queue.enqueue(
      tx,
      forgetAttemptJob,
      { attemptId, coachId },
      {
        key: `${forgetAttemptJob.name}:${attemptId}`,
        startAt: expiresAt.add({ minutes: 1 }),
      },
    );
  });
}
