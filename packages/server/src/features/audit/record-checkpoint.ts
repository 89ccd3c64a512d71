import type { Context } from "../../platform/context.ts";
import { findCheckpoint, findHead, hasSealed, insertCheckpoint } from "./queries.ts";
import { recordAudit } from "./record-audit.ts";
import { instantText, isSealDue, sealedBy, sealKeysOf } from "./rules.ts";
import { verifyChain } from "./verify-chain.ts";

/**
 * Seals the head of the chain, when there is enough behind the newest checkpoint, or the newest key of the ring has
 * sealed nothing yet: that it is in use becomes an entry. What stands behind the newest checkpoint is verified first, so
 * that no seal is ever put on what was altered; whoever altered it, the admins are alerted.
 */
export async function recordCheckpoint(context: Context): Promise<void> {
  const { database, clock, config, log, security } = context;
  const keys = sealKeysOf(config.encryptionKeys);
  const newest = await findCheckpoint(database);
  const isNewKey = newest !== null && !(await hasSealed(database, keys.newest));
  if (!isNewKey && !isSealDue(await findHead(database), newest, clock.now())) return;
  if (isNewKey) {
    await database.transaction((tx) =>
      recordAudit(tx, {
        at: clock.now(),
        actor: "system",
        action: "audit.key_changed",
        subject: "audit",
        before: { keyId: newest.keyId },
        after: { keyId: keys.newest },
      }),
    );
  }
  const { finding, head } = await verifyChain(context, keys, newest === null ? {} : { start: newest });
  if (finding !== null) {
    log.error({ seq: finding.seq }, `The audit log is not sealed, because it was tampered with. ${finding.what}`);
    security.count("audit_broken", { source: null, subject: null });
    return;
  }
  const checkpoint = { seq: head.seq, hash: head.hash, at: instantText(clock.now()), keyId: keys.newest };
  const seal = keys.seal(keys.newest, sealedBy(checkpoint));
  await database.transaction((tx) => insertCheckpoint(tx, { ...checkpoint, seal }));
}
