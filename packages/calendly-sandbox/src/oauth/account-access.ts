import { createHash } from "node:crypto";
import type { State } from "../state.ts";
import type { App } from "../world/types.ts";
import { isExpired } from "./bearer.ts";
import type { Token } from "./types.ts";

/** What an account allowed an app. */
export interface Consent {
  readonly app: App;
  readonly scopes: readonly string[];
  /** Milliseconds on the sandbox's clock: the oldest of its tokens that are alive. */
  readonly since: number;
}

/** The apps that can act for a user now, by name. */
export function listConsents(state: State, userId: string): readonly Consent[] {
  const { apps, tokens } = state.store;
  const alive = tokens.list({ where: { user: userId } }).filter((token) => !token.revoked && !isExpired(state, token));
  const byApp = Map.groupBy(alive, (token) => token.clientId ?? "");
  return [...byApp]
    .flatMap(([clientId, held]): Consent[] => {
      const app = apps.get(clientId);
      if (app === null) return [];
      const scopes = [...new Set(held.flatMap((token) => token.scopes))];
      return [{ app, scopes, since: Math.min(...held.map(({ issuedAt }) => issuedAt)) }];
    })
    .sort((a, b) => a.app.name.localeCompare(b.app.name));
}

/** Personal tokens of a user that are alive, newest first. */
export function listPersonalTokens(state: State, userId: string): readonly Token[] {
  return state.store.tokens
    .list({ where: { user: userId, kind: "personal" } })
    .filter((token) => !token.revoked && !isExpired(state, token))
    .sort((a, b) => b.issuedAt - a.issuedAt);
}

/** A name for a token that does not give it away. */
export function tokenId({ token }: Token): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 32);
}

/** Ends the personal token of that id, when the user has it. */
export function revokePersonalToken(state: State, userId: string, id: string): boolean {
  const found = listPersonalTokens(state, userId).find((token) => tokenId(token) === id);
  if (found === undefined) return false;
  state.store.tokens.put({ ...found, revoked: true });
  return true;
}
