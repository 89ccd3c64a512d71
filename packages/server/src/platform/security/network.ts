import ipaddr from "ipaddr.js";

/**
 * A caller's address in the one form by which limits count it: IPv4 as it is, also where a socket writes it as IPv6, and IPv6
 * by its /64, since one household or machine has all of those.
 */
export function callerOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null) return "unknown";
  return parsed.kind() === "ipv4" ? parsed.toString() : firstBits(parsed, 64);
}

/** A caller's network, for counts that people look at: an address is personal, its /24 or /48 is not. Empty when unknown. */
export function networkOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null) return "";
  return firstBits(parsed, parsed.kind() === "ipv4" ? 24 : 48);
}

/** Whether an address is on this machine or in a private network. */
export function isNearby(address: string): boolean {
  const range = parseAddress(address)?.range();
  return range === "loopback" || range === "private" || range === "uniqueLocal";
}

export function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  // Only whole dotted forms: `127.1` and `0x7f000001` are addresses to the library, and to nobody who writes a header.
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !address.includes(":")) return null;
  return ipaddr.isValid(address) ? ipaddr.process(address) : null;
}

function firstBits(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const bytes = address.toByteArray().map((byte, at) => byte & (0xff << Math.max(0, 8 - Math.max(0, bits - at * 8))));
  return `${ipaddr.fromByteArray(bytes.map((byte) => byte & 0xff)).toString()}/${bits}`;
}
