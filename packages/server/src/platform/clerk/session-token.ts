import { verifyToken } from "@clerk/backend";
import type { Role } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { ClerkConfig } from "../config.ts";
import { addressOf, type ClerkUser, nameOf, roleIn } from "./user.ts";

/** What a session token says, once it is believed. */
export interface SessionToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly issuedAt: Temporal.Instant;
  /** True for a token by which somebody acts as the user (Clerk's impersonation). */
  readonly impersonated: boolean;
  /** The user as of `issuedAt`, when the session token was customized to carry all of it; else null. */
  readonly user: ClerkUser | null;
}

export type VerifiedToken =
  | { readonly kind: "verified"; readonly token: SessionToken }
  /** Genuine, and its time is over: what every browser sends that was closed for a minute. */
  | { readonly kind: "expired" }
  /** Not a session token of this instance for these pages: forged, altered, or made for somebody else. */
  | { readonly kind: "refused" };

/** Characters. Clerk's tokens travel in a cookie, so they have less than 4 KB. */
const longest = 8_192;
/** Milliseconds, as Clerk's own libraries allow. */
const clockSkew = 5_000;

/**
 * Claims as of version 2 (https://clerk.com/docs/guides/sessions/session-tokens); `metadata`, `email`, `email_verified` and
 * `name` are there when the session token was customized as docs/authentication.md says.
 */
const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  sid: z.string().min(1).max(255),
  iat: z.number().int(),
  /** `pending`: signed in, with something left to do before the session counts. */
  sts: z.string().optional(),
  act: z.unknown().optional(),
  metadata: z.unknown().optional(),
  email: z.unknown().optional(),
  email_verified: z.unknown().optional(),
  name: z.unknown().optional(),
});

/**
 * Verifies a session token without a call: signature (RS256 alone, by the configured key whatever key the header names),
 * times, authorized party and issuer.
 */
export async function verifySessionToken(token: string, clerk: ClerkConfig): Promise<VerifiedToken> {
  if (token.length > longest) return { kind: "refused" };
  let payload: unknown;
  try {
    payload = await verifyToken(token, {
      jwtKey: clerk.jwtKey,
      authorizedParties: [...clerk.authorizedParties],
      clockSkewInMs: clockSkew,
    });
  } catch (cause) {
    return { kind: reasonOf(cause) === "token-expired" ? "expired" : "refused" };
  }
  const parsed = claimsSchema.safeParse(payload);
  // The library does not look at the issuer: without this, a key that two instances share would open both.
  if (!parsed.success || parsed.data.iss !== clerk.frontendUrl || parsed.data.sts === "pending") {
    return { kind: "refused" };
  }
  const claims = parsed.data;
  const issuedAt = Temporal.Instant.fromEpochMilliseconds(claims.iat * 1000);
  return {
    kind: "verified",
    token: {
      userId: claims.sub,
      sessionId: claims.sid,
      issuedAt,
      impersonated: claims.act !== undefined && claims.act !== null,
      user: userIn(claims, issuedAt),
    },
  };
}

function reasonOf(cause: unknown): string | null {
  return typeof cause === "object" && cause !== null && "reason" in cause ? String(cause.reason) : null;
}

/** The user as the claims tell of them; null unless they tell all that is needed. */
function userIn(claims: z.output<typeof claimsSchema>, issuedAt: Temporal.Instant): ClerkUser | null {
  const { sub, email_verified: emailVerified, name } = claims;
  const email = addressOf(claims.email);
  if (email === null || typeof emailVerified !== "boolean") return null;
  const role: Role | null = roleIn(claims.metadata);
  return {
    id: sub,
    name: nameOf([name], email),
    email,
    emailVerified,
    role,
    banned: false,
    asOf: issuedAt,
  };
}
