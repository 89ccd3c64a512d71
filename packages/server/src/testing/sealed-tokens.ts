import { openTokens, sealTokens } from "../features/connections/open-tokens.ts";
import type { TokenPair } from "../features/connections/types.ts";
import type { ServerConfig } from "../platform/config.ts";
import { createSealer } from "../platform/crypto/envelope.ts";

/** Tokens sealed for a connection's row, for a bench that cannot lead a thousand coaches through a consent page. */
export function sealedTokens(keys: ServerConfig["encryptionKeys"], connectionId: string): Promise<string> {
  const tokens = { accessToken: `token-of-${connectionId}`, refreshToken: "none" };
  return sealTokens(createSealer(keys), tokens, { table: "connections", id: connectionId });
}

/** What a connection's row keeps sealed, for a test that looks for it elsewhere. */
export function openedTokens(
  keys: ServerConfig["encryptionKeys"],
  connectionId: string,
  sealed: string,
): Promise<TokenPair> {
  return openTokens(createSealer(keys), sealed, { table: "connections", id: connectionId });
}
