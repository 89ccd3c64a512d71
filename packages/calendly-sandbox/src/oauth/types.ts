import type { CodeGrant } from "../world/types.ts";

export interface AuthorizationCode extends CodeGrant {
  readonly code: string;
  /** Milliseconds on the sandbox's clock. */
  readonly expiresAt: number;
  /** The grant that it was exchanged for; null while unused. */
  readonly grantId: string | null;
}

/** A bearer token. The access and refresh tokens of one consent share their `grantId`. */
export interface Token {
  readonly token: string;
  readonly kind: "access" | "refresh" | "personal";
  readonly userId: string;
  /** Null for a personal token. */
  readonly clientId: string | null;
  readonly grantId: string | null;
  /** What its owner called a personal token. */
  readonly name?: string;
  readonly scopes: readonly string[];
  /** Milliseconds on the sandbox's clock. */
  readonly issuedAt: number;
  /** Milliseconds on the sandbox's clock; null: never. */
  readonly expiresAt: number | null;
  readonly revoked: boolean;
}
