import { sealTokens } from "../features/connections/open-tokens.ts";
import type { ServerConfig } from "../platform/config.ts";
import { createSealer } from "../platform/crypto/envelope.ts";

/** Tokens sealed for a connection's row, for a bench that cannot lead a thousand coaches through a consent page. */
export function sealedTokens(keys: ServerConfig["encryptionKeys"], connectionId: string): Promise<string> {
  const tokens = { accessToken: `token-of-${connectionId}`, refreshToken: "none" };
  return sealTokens(createSealer(keys), tokens, { table: "connections", id: connectionId });
}
