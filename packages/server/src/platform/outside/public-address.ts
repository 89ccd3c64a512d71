import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Addresses that are public by number and answer from inside a cloud (Azure's agent). */
const inside: readonly string[] = ["168.63.129.16"];

/**
 * True for an IP address that anyone on the internet may have. False for loopback, private, link-local (where clouds keep
 * their metadata) and every other special range, and for IPv6 addresses that stand for IPv4 ones (mapped, NAT64, 6to4,
 * Teredo): behind those any of the former may hide.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast" || inside.includes(parsed.toString())) return false;
  // The library calls unicast what has no range of its own; the internet uses 2000::/3 alone.
  return parsed.kind() === "ipv4" || parsed.match(ipaddr.parseCIDR("2000::/3"));
}

/**
 * Why messages may not be posted to this address, as a sentence; null when they may, as far as the address itself tells.
 * What its name leads to is checked when it is connected to.
 *
 * @param privateHosts `host` or `host:port`, each exactly as in the address, that are let through
 */
export function whyNotPostable(url: URL, privateHosts: readonly string[]): string | null {
  if (url.username !== "" || url.password !== "") {
    return "Write the address without a user name and password. The signature is what proves who sends.";
  }
  if (privateHosts.includes(url.host)) return null;
  if (url.protocol !== "https:") return "Write an address that begins with https://.";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isLocal = isIP(host) === 0 ? /(?:^|\.)(?:localhost|local|internal)\.?$/i.test(host) : !isPublicAddress(host);
  if (!isLocal) return null;
  return "This address is inside a private network. Write a public one, or have the operator list its host in OUTGOING_PRIVATE_HOSTS.";
}
