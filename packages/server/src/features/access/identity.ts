import type { Role } from "@punctual/contract";
import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "../../platform/database/database.ts";
import type { Reply } from "../../platform/http/reply.ts";
import type { Proof } from "../../platform/http/served-route.ts";
import type { JobHandler } from "../../platform/queue/job.ts";

/**
 * Who sent a request, as far as its cookie or token tells. Whoever is recognized, their role and whether they may come in
 * are read from our own row of them, at every request: what an admin changes is effective at once.
 */
export type Login =
  | { readonly kind: "person"; readonly person: KnownPerson; readonly proof: Proof }
  /** The login session is real, and an admin keeps this person out. */
  | { readonly kind: "suspended"; readonly personId: string }
  /** Somebody whom the identity provider knows and the programme has no role for; `sentence` says whom to ask. */
  | { readonly kind: "stranger"; readonly sentence: string }
  /** Who it is cannot be found out just now; `sentence` says what to do. */
  | { readonly kind: "unavailable"; readonly sentence: string }
  /** A login session came along, but it is over: too old, signed out, ended elsewhere, or never ours. */
  | { readonly kind: "expired" }
  | { readonly kind: "none" };

export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  readonly emailVerified: boolean;
  readonly role: Role;
  readonly timeZone: string | null;
}

/** One place where a person is signed in. */
export interface LoginSession {
  readonly id: string;
  readonly startedAt: Temporal.Instant;
  readonly lastSeenAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  /** As the browser named itself; null when unknown. */
  readonly userAgent: string | null;
  readonly address: string | null;
}

/** What is done here, and what at a provider outside. */
export interface IdentityCapabilities {
  /** Passwords are kept here: they can be changed and reset here. */
  readonly passwords: boolean;
  readonly passkeys: boolean;
  /** Admins invite people here, by a link in a mail. */
  readonly invitations: boolean;
}

/** Called in the transaction in which login sessions end, with how many: what is told of it is told exactly when they do. */
export type TellEnded = (tx: Transaction, ended: number) => Promise<void>;

/** What an admin has just made of a person. */
export interface PersonChange {
  readonly personId: string;
  readonly role: Role;
  readonly suspended: boolean;
  /** True when all login sessions of the person are over from now on. */
  readonly loginsEnded: boolean;
}

/** What became of a message of the provider outside. */
export type ReceivedNews =
  | { readonly kind: "taken"; readonly duplicate: boolean }
  /** This deployment's identity has no provider outside. */
  | { readonly kind: "not_here" }
  | { readonly kind: "signature_invalid" | "signature_stale" | "unreadable" | "too_large" | "too_slow" };

/** Identity behind one face: who somebody is, and the endpoints by which they sign in and out. */
export interface Identity {
  readonly capabilities: IdentityCapabilities;
  recognize(headers: Headers): Promise<Login>;
  /** Answers what lies under `/api/auth/`; null where there is nothing. */
  respond(request: Request): Promise<Reply<never> | null>;
  /** Where the person is signed in, the newest first. */
  listLogins(personId: string): Promise<readonly LoginSession[]>;
  /** Ends one; false when it is none of this person's. The next request with it is refused. */
  endLogin(personId: string, loginId: string, tell: TellEnded): Promise<boolean>;
  /** Ends all but the one, and tells how many there were. */
  endAllLogins(personId: string, exceptLoginId: string | null, tell: TellEnded): Promise<number>;
  /**
   * Told within the transaction in which a person was changed; `people` has the change already. Removes login sessions that
   * are over, and enqueues what a provider outside has to learn.
   */
  followChange(tx: Transaction, change: PersonChange): Promise<void>;
  /** Takes a signed message of the provider outside in; returns after what it tells is stored. */
  receiveNews(request: Request): Promise<ReceivedNews>;
  /** Background work of this identity. */
  readonly jobs: readonly JobHandler[];
}
