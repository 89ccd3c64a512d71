import { beforeCommit } from "../../platform/database/commit-hooks.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { insertChained, lockHead } from "./queries.ts";
import { appendTo, contentOf } from "./rules.ts";
import type { AuditEntry, EntryContent } from "./types.ts";

/** The head of the chain is held from here to the commit, and by one transaction at a time: the chain never forks. */
const append = beforeCommit<EntryContent>(async (tx, contents) => {
  await insertChained(tx, appendTo(await lockHead(tx), contents));
});

/**
 * Writes the entry in the transaction of what it tells of: neither exists without the other. Entries are written at the
 * transaction's end, all at once.
 */
export async function recordAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  append(tx, contentOf(entry));
}
