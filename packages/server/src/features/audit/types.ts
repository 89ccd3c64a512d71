import type { Temporal } from "temporal-polyfill";

/** One line of the audit log: who did what to what, why, and by which request. No secrets, no answers of invitees. */
export interface AuditEntry {
  readonly at: Temporal.Instant;
  /** Person id, or `system`. */
  readonly actor: string;
  /** `noun.what_happened`: `session.canceled`. */
  readonly action: string;
  /** Our id of what it happened to. */
  readonly subject: string;
  readonly reason?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly requestId?: string | null;
}
