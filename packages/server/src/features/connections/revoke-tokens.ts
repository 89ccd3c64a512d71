import { OAuthError } from "@punctual/calendly";
import type { Context } from "../../platform/context.ts";
import { SealBroken } from "../../platform/crypto/sealer.ts";
import { calendlyOAuth } from "./open-oauth.ts";
import { openTokens, type TokenPlace } from "./open-tokens.ts";
import type { TokenPair } from "./types.ts";

/**
 * Gives a permission back to Calendly. Both tokens, because Calendly does not say whether revoking one ends the other.
 * Answers whether Calendly took it; that it could not be reached holds nobody back.
 */
export async function revokeTokens(context: Context, tokens: TokenPair): Promise<boolean> {
  const oauth = calendlyOAuth(context);
  try {
    await oauth.revoke({ token: tokens.refreshToken });
    await oauth.revoke({ token: tokens.accessToken });
    return true;
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    context.log.warn({ code: error.code }, "calendly did not take tokens back");
    return false;
  }
}

/** The same for a sealed pair; one that does not open cannot be given back. */
export async function revokeSealed(
  context: Context,
  sealed: { readonly id: string; readonly tokensSealed: string },
  table: TokenPlace["table"] = "connections",
): Promise<boolean> {
  try {
    return await revokeTokens(context, await openTokens(context.sealer, sealed.tokensSealed, { table, id: sealed.id }));
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    context.log.error({ id: sealed.id }, "sealed tokens do not open");
    return false;
  }
}
