import * as z from "zod";
import { sealedColumns } from "../../platform/crypto/sealed-columns.ts";
import type { Sealer } from "../../platform/crypto/sealer.ts";
import type { TokenPair } from "./types.ts";

/** The row and column that a sealed value belongs to: it opens nowhere else. */
export type TokenPlace =
  | { readonly table: "connections"; readonly id: string }
  | { readonly table: "connect_attempts"; readonly id: string };

const tokenPair = z.object({ accessToken: z.string(), refreshToken: z.string() });

export function sealTokens(sealer: Sealer, tokens: TokenPair, place: TokenPlace): Promise<string> {
  const { accessToken, refreshToken } = tokens;
  return sealer.seal(JSON.stringify({ accessToken, refreshToken }), boundTo(place));
}

/**
 * Opens a sealed pair. Not exported from the feature: outside of it tokens exist only inside a Calendly client.
 * @throws {SealBroken}
 */
export async function openTokens(sealer: Sealer, sealed: string, place: TokenPlace): Promise<TokenPair> {
  return tokenPair.parse(JSON.parse(await sealer.open(sealed, boundTo(place))));
}

/** What the PKCE verifier of an attempt is bound to. */
export function verifierPlace(attemptId: string): string {
  return sealedColumns.attemptVerifier.boundTo(attemptId);
}

function boundTo(place: TokenPlace): string {
  const { connectionTokens, attemptTokens } = sealedColumns;
  return (place.table === "connections" ? connectionTokens : attemptTokens).boundTo(place.id);
}
