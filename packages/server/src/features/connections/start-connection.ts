import { randomBytes } from "node:crypto";
import { createPkce } from "@punctual/calendly";
import { and, eq, isNull, lt } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { connectAttempts } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import { calendlyOAuth, redirectUri } from "./open-oauth.ts";
import { verifierPlace } from "./open-tokens.ts";
import { attemptLifetime, hashState, requestedScopes } from "./rules.ts";

export interface ConnectionStarted {
  /** Calendly's consent page, for the coach's browser. */
  readonly authorizeUrl: string;
}

/**
 * Begins the OAuth flow: a single-use state (stored hashed) and a PKCE verifier (stored sealed), both good for
 * 10 minutes. Starting again is fine; each start stands on its own.
 */
export async function startConnection(
  context: Context,
  asker: { readonly coachId: string },
): Promise<ConnectionStarted> {
  const now = context.clock.now();
  const attemptId = newId("att");
  const state = randomBytes(32).toString("base64url");
  const pkce = await createPkce();
  const verifierSealed = await context.sealer.seal(pkce.verifier, verifierPlace(attemptId));
  await context.database.transaction(async (tx) => {
    // Attempts that were never answered hold nothing worth keeping; answered ones have a job of their own.
    await tx
      .delete(connectAttempts)
      .where(
        and(
          eq(connectAttempts.coachId, asker.coachId),
          isNull(connectAttempts.tokensSealed),
          lt(connectAttempts.expiresAt, now.subtract({ hours: 24 })),
        ),
      );
    await tx.insert(connectAttempts).values({
      id: attemptId,
      stateHash: hashState(state),
      coachId: asker.coachId,
      verifierSealed,
      expiresAt: now.add(attemptLifetime),
    });
  });
  const authorizeUrl = calendlyOAuth(context).authorizeUrl({
    redirectUri: redirectUri(context),
    state,
    codeChallenge: pkce.challenge,
    scopes: requestedScopes,
  });
  return { authorizeUrl };
}
