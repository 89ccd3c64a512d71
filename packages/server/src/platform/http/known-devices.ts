import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { keyed } from "../security/account-key.ts";

/** How long a browser is known after its last sign-in. */
const knownDays = 180;

/**
 * Browsers that have signed in to an account before, told by a cookie (OWASP, 'Slow Down Online Guessing Attacks with Device
 * Cookies'): whoever guesses an account's password from elsewhere does not keep them out. The cookie proves that alone; it
 * signs nobody in.
 */
export interface KnownDevices {
  /** The device's own number, when the cookie shows that it has signed in to this account; null otherwise. */
  recognize(headers: Headers, account: string, now: Temporal.Instant): string | null;
  /** The `Set-Cookie` by which a browser is known from now on. */
  remember(account: string, now: Temporal.Instant): string;
}

export function createKnownDevices(secret: string, options: { readonly secure: boolean }): KnownDevices {
  const prefix = `${options.secure ? "__Secure-" : ""}punctual.device_`;
  // A browser may be several people's: each account has its own cookie, whose name does not tell the account.
  const nameOf = (account: string) => prefix + keyed(secret, "device name", account).slice(0, 11);
  const sign = (account: string, device: string, until: string) =>
    keyed(secret, "device", `${account}\n${device}\n${until}`);

  return {
    recognize(headers, account, now) {
      const value = cookieOf(headers, nameOf(account));
      const [device = "", until = "", signature = "", ...more] = value?.split(".") ?? [];
      if (more.length > 0 || !/^[\w-]{22}$/.test(device) || !/^\d{1,12}$/.test(until)) return null;
      const [given, right] = [Buffer.from(signature), Buffer.from(sign(account, device, until))];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      return Number(until) * 1000 > now.epochMilliseconds ? device : null;
    },
    remember(account, now) {
      const device = randomBytes(16).toString("base64url");
      const maxAge = knownDays * 86_400;
      const until = String(Math.floor(now.epochMilliseconds / 1000) + maxAge);
      const attributes = `Path=/api/auth; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${options.secure ? "; Secure" : ""}`;
      return `${nameOf(account)}=${device}.${until}.${sign(account, device, until)}; ${attributes}`;
    },
  };
}

function cookieOf(headers: Headers, name: string): string | null {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [key = "", ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return null;
}
