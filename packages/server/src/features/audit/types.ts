import type { Temporal } from "temporal-polyfill";

/**
 * The form that a fact must have, so that it can hold neither a secret nor somebody's personal data.
 *
 * - `word`: one word of ours or Calendly's, as a state or a zone; `words`: several.
 * - `id`: an id; `ids`: several.
 * - `uri`: an address without query or fragment.
 * - `label`: what coaches and admins call a thing (an event type, a key), never a person.
 * - `instant`: RFC 3339.
 */
export type FactForm = "word" | "words" | "id" | "ids" | "uri" | "label" | "instant" | "count" | "flag";

/**
 * Every fact that an entry may tell, by name. The list is closed: what is not in it, or has another form, is left out of
 * the log. Names, e-mail addresses, answers and tokens are not in it, and must not come into it.
 */
export const factForms = {
  // people
  role: "word",
  previousRole: "word",
  timeZone: "word",
  suspended: "flag",
  emailVerified: "flag",
  passwordChanged: "flag",
  nameChanged: "flag",
  emailChanged: "flag",
  method: "word",
  passkeyId: "id",
  loginSessions: "count",
  // connections
  userUri: "uri",
  revoked: "flag",
  data: "word",
  trouble: "word",
  // sessions
  source: "word",
  status: "word",
  startAt: "instant",
  endAt: "instant",
  locationKind: "word",
  coachId: "id",
  inviteeId: "id",
  canceledBy: "word",
  reasonGiven: "flag",
  fields: "words",
  rescheduled: "flag",
  // how much
  sessions: "count",
  deliveries: "count",
  eventTypes: "count",
  coaches: "count",
  invitees: "count",
  entries: "count",
  // event types
  offered: "flag",
  // sync and webhooks
  depth: "word",
  days: "count",
  state: "word",
  was: "word",
  eventName: "word",
  ids: "ids",
  // keys and outgoing webhooks
  name: "label",
  kind: "word",
  kinds: "words",
  host: "word",
  enabled: "flag",
  scopes: "words",
  successor: "id",
  keyId: "id",
  oldUntil: "instant",
  expiresAt: "instant",
  // the log itself
  from: "instant",
  to: "instant",
  format: "word",
} as const satisfies Readonly<Record<string, FactForm>>;

interface FactValues {
  readonly word: string;
  readonly words: readonly string[];
  readonly id: string;
  readonly ids: readonly string[];
  readonly uri: string;
  readonly label: string;
  readonly instant: string;
  readonly count: number;
  readonly flag: boolean;
}

/** Facts of an entry; the compiler refuses one that {@link factForms} does not list. */
export type AuditFacts = {
  readonly [Name in keyof typeof factForms]?: FactValues[(typeof factForms)[Name]] | null | undefined;
};

/** One line of the audit log: who did what to what, why, and by which request. */
export interface AuditEntry {
  readonly at: Temporal.Instant;
  /** Person id, API key id, or `system`. */
  readonly actor: string;
  /** Person id on whose behalf the actor acted; left out when for themself. */
  readonly onBehalfOf?: string | null;
  /** `noun.what_happened`: `session.canceled`. */
  readonly action: string;
  /** Our id of what it happened to. */
  readonly subject: string;
  /** What the actor gave as the reason, or a sentence of ours; never an invitee's words. */
  readonly reason?: string | null;
  readonly detail?: AuditFacts;
  /** What was different before, and what it is now. */
  readonly before?: AuditFacts | null;
  readonly after?: AuditFacts | null;
  readonly requestId?: string | null;
}

/** What an entry tells once it is in the log. */
export interface EntryContent {
  /** RFC 3339 in UTC, with microseconds. */
  readonly at: string;
  readonly actor: string;
  readonly onBehalfOf: string | null;
  readonly action: string;
  readonly subject: string;
  readonly reason: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly requestId: string | null;
}

/** The place of an entry in the chain. */
export interface Link {
  /** 1, 2, 3, without a gap. */
  readonly seq: number;
  /** SHA-256, hex. */
  readonly hash: string;
}

export interface ChainedEntry extends EntryContent, Link {
  readonly previousHash: string;
}

/** The head of the chain at some moment, sealed by a key that the database does not hold. */
export interface Checkpoint extends Link {
  readonly at: string;
  /** Name of the key of the ring. */
  readonly keyId: string;
  /** HMAC-SHA-256, hex. */
  readonly seal: string;
}

/** What is wrong with a chain, and where. */
export interface Finding {
  /** Number of the entry; null where it is not about one. */
  readonly seq: number | null;
  /** Line of the file, from 1; null in the database itself. */
  readonly line: number | null;
  /** A sentence. */
  readonly what: string;
}
