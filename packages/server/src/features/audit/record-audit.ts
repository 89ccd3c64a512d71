import type { Transaction } from "../../platform/database/database.ts";
import { auditEntries } from "../../platform/database/schema.ts";
import type { AuditEntry } from "./types.ts";

/** Writes the entry in the transaction of what it tells of: neither exists without the other. */
export async function recordAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  await tx.insert(auditEntries).values({
    at: entry.at,
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    reason: entry.reason ?? null,
    detail: { ...entry.detail },
    requestId: entry.requestId ?? null,
  });
}
