import type { State } from "../state.ts";
import { includesScope } from "./scopes.ts";
import type { Token } from "./types.ts";

export type BearerOutcome =
  | { readonly kind: "accepted"; readonly token: Token }
  | { readonly kind: "refused"; readonly message: string };

/** The token in an `Authorization` header, whatever it opens. */
export function bearerOf(header: string | null): string | null {
  return /^Bearer\s+(\S+)$/i.exec(header?.trim() ?? "")?.[1] ?? null;
}

/** Whose token an `Authorization` header carries, in Calendly's words when it is none. */
export function readBearer(state: State, header: string | null): BearerOutcome {
  const given = bearerOf(header);
  const token = given === null ? null : state.store.tokens.get(given);
  if (token === null || token.kind === "refresh") return { kind: "refused", message: "The access token is invalid" };
  if (token.revoked) return { kind: "refused", message: "The access token was revoked" };
  if (isExpired(state, token)) return { kind: "refused", message: "The access token expired" };
  return { kind: "accepted", token };
}

export function isExpired({ clock }: State, token: Token): boolean {
  return token.expiresAt !== null && token.expiresAt <= clock.now();
}

/** Whether a token opens an endpoint that any one of `scopes` opens. */
export function opens(token: Token, scopes: readonly string[]): boolean {
  return scopes.some((scope) => includesScope(token.scopes, scope));
}
