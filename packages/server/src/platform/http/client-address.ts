import ipaddr from "ipaddr.js";
import { parseAddress } from "../security/network.ts";

type Address = NonNullable<ReturnType<typeof parseAddress>>;

/** Finds out who sent a request. */
export interface ClientAddresses {
  /**
   * @param socket address of the connection; null where the host does not tell.
   * @returns the address of the caller, or `unknown`.
   */
  of(socket: string | null, headers: Headers): string;
}

/**
 * Believes `X-Forwarded-For` only as far as trusted proxies wrote it: from the right, up to the first address that is none of
 * theirs. Everything left of that came from the caller, who may write anything.
 *
 * @param trusted addresses or CIDR ranges of proxies, as `TRUSTED_PROXIES` has them.
 * @param ignored told once when a proxy seems to be there that is not trusted: all its callers would count as one.
 */
export function createClientAddresses(
  trusted: readonly string[],
  ignored: () => void = () => undefined,
): ClientAddresses {
  const ranges = trusted.map(parseRange).filter((range) => range !== null);
  const isTrusted = (address: Address) => ranges.some((range) => contains(range, address));
  let warned = false;

  return {
    of(socket, headers) {
      let caller = socket === null ? null : parseAddress(socket);
      const forwarded = headers.get("x-forwarded-for");
      if (forwarded === null || caller === null) return caller?.toString() ?? "unknown";
      if (!isTrusted(caller)) {
        if (!warned && trusted.length === 0 && caller.range() !== "unicast") {
          warned = true;
          ignored();
        }
        return caller.toString();
      }
      for (const part of forwarded.split(",").reverse()) {
        const before = parseAddress(withoutPort(part.trim()));
        // A proxy writes addresses: what is none was there before it.
        if (before === null) break;
        caller = before;
        if (!isTrusted(caller)) break;
      }
      return caller.toString();
    },
  };
}

/** An address or a CIDR range; null when it is neither. */
export function parseRange(text: string): readonly [Address, number] | null {
  const [address = "", bits, ...more] = text.split("/");
  const parsed = parseAddress(address);
  if (parsed === null || more.length > 0) return null;
  const all = parsed.kind() === "ipv4" ? 32 : 128;
  if (bits === undefined) return [parsed, all];
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  // `/0` believes everybody, which is the same as no check at all.
  return length >= 1 && length <= all ? [parsed, length] : null;
}

function contains([network, bits]: readonly [Address, number], address: Address): boolean {
  if (network instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(network, bits);
  return address instanceof ipaddr.IPv6 && address.match(network, bits);
}

/** `203.0.113.9:4711` and `[2001:db8::1]:4711`, as some proxies write them. */
function withoutPort(text: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
}
