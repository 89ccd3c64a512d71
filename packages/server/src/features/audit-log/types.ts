import type { auditEntries } from "../../platform/database/schema.ts";

export interface AuditQuery {
  readonly actor?: string | undefined;
  /** A whole action, or its noun. */
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  /** RFC 3339. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly search?: string | undefined;
}

export type EntryRecord = typeof auditEntries.$inferSelect;

/** What people call a thing that entries are about. */
export interface Named {
  readonly name: string | null;
  readonly coach: { readonly id: string; readonly name: string } | null;
  /** RFC 3339. */
  readonly startAt: string | null;
}
