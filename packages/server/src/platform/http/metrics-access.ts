import { createHash, timingSafeEqual } from "node:crypto";
import { isNearby, parseAddress } from "../security/network.ts";

/**
 * Whether somebody may read `/metrics`: with the token from anywhere; without one from this machine and private networks. Behind a
 * proxy that is not trusted everybody seems to be nearby, so a request that was passed on needs the token.
 *
 * @param seen.address of the caller, as far as trusted proxies tell.
 * @param seen.socket of the connection; null where the host does not tell.
 */
export function mayReadMetrics(
  token: string | null,
  headers: Headers,
  seen: { readonly address: string; readonly socket: string | null },
): boolean {
  const given = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (token !== null) return given !== undefined && timingSafeEqual(hashOf(given), hashOf(token));
  const wasPassedOn = headers.has("x-forwarded-for") || headers.has("forwarded");
  // A socket that takes both kinds writes `::ffff:127.0.0.1` for what is the address 127.0.0.1.
  if (wasPassedOn && seen.address === parseAddress(seen.socket ?? "")?.toString()) return false;
  return isNearby(seen.address);
}

const hashOf = (text: string): Buffer => createHash("sha256").update(text).digest();
