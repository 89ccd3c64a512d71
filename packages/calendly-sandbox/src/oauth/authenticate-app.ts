import { createHash, timingSafeEqual } from "node:crypto";
import { type Parameters, textOf } from "../http/input.ts";
import type { State } from "../state.ts";
import type { App } from "../world/types.ts";

/** Compares in constant time. */
export function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function decodeBasic(header: string | null): { readonly id: string; readonly secret: string } | null {
  const encoded = /^Basic\s+(.+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  const [id = "", ...secret] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const decode = (part: string) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  };
  return { id: decode(id), secret: decode(secret.join(":")) };
}

/**
 * The app that a call authenticates as: by Basic, or by the same values in the body. A native app has no secret, and
 * only says who it is. Null when nobody is authenticated.
 */
export function authenticateApp(state: State, header: string | null, parameters: Parameters): App | null {
  const basic = decodeBasic(header);
  const id = basic?.id ?? textOf(parameters, "client_id");
  const secret = (basic === null ? textOf(parameters, "client_secret") : basic.secret) ?? "";
  const app = id === null ? null : state.store.apps.get(id);
  return app !== null && equal(secret, app.clientSecret ?? "") ? app : null;
}
