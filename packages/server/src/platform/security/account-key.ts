import { createHmac } from "node:crypto";

/**
 * What stands for an account in counts: an e-mail address is personal, and that somebody tries it is no reason to keep it.
 * With the people at hand and the same secret it can be found out whose it is; nobody else can.
 */
export function accountKey(secret: string, email: string): string {
  return `acc_${keyed(secret, "account", email).slice(0, 16)}`;
}

/** A code for `text` that only this server can make; `purpose` keeps one use from standing in for another. */
export function keyed(secret: string, purpose: string, text: string): string {
  return createHmac("sha256", secret).update(`${purpose}\n${text}`).digest("base64url");
}
