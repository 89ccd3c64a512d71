import { randomFillSync } from "node:crypto";

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
  | "ivt"
  | "pky"
  | "swp"
  | "rts"
  | "alt"
  | "key"
  | "oep"
  | "out";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A new id: the prefix and 22 random characters (131 bits). */
export function newId(prefix: IdPrefix): string {
  let id = "";
  while (id.length < 22) {
    const byte = randomByte();
    // 248 is the largest multiple of 62 in a byte: above it a letter would be more likely than another.
    if (byte < 248) id += alphabet[byte % 62];
  }
  return `${prefix}_${id}`;
}

/** Random bytes in stock: asking for some costs more than the bytes do, and every request has an id. */
const stock = new Uint8Array(2048);
let used = stock.length;

function randomByte(): number {
  if (used === stock.length) {
    randomFillSync(stock);
    used = 0;
  }
  const byte = stock[used] ?? 0;
  used += 1;
  return byte;
}
