import { randomBytes } from "node:crypto";

/** What an id names; the prefix makes an id readable in a log and impossible to mix up. */
export type IdPrefix =
  | "per"
  | "con"
  | "att"
  | "ety"
  | "ses"
  | "inv"
  | "bkg"
  | "dlv"
  | "ntf"
  | "msg"
  | "req"
  | "lgn"
  | "swp"
  | "rts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A new id: the prefix and 22 random characters (131 bits). */
export function newId(prefix: IdPrefix): string {
  let id = "";
  while (id.length < 22) {
    for (const byte of randomBytes(32)) {
      // 248 is the largest multiple of 62 in a byte: above it a letter would be more likely than another.
      if (byte < 248 && id.length < 22) id += alphabet[byte % 62];
    }
  }
  return `${prefix}_${id}`;
}
