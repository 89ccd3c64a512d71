import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { recordAudit } from "./record-audit.ts";
import { type SealKeys, sealKeysOf } from "./rules.ts";
import { streamExport } from "./stream-export.ts";
import type { Link } from "./types.ts";
import { type Verification, verifyChain } from "./verify-chain.ts";
import { verifyExport } from "./verify-export.ts";

/** The audit log, for the operator's command line. */
export interface OperatorAudit {
  /**
   * Lines of an export, with their ends; null when nothing was recorded in that time. That it was exported is recorded.
   *
   * @param time RFC 3339; null without a beginning or an end.
   */
  export(time: { readonly from: string | null; readonly to: string | null }): Promise<AsyncIterable<string> | null>;
  /** Looks at the chain in the database. */
  verify(expected: Link | null): Promise<Verification>;
}

export function openAudit(context: Context): OperatorAudit {
  const keys: SealKeys = sealKeysOf(context.config.encryptionKeys);
  return {
    async export({ from, to }) {
      const at = context.clock.now();
      const instantOf = (text: string | null) => (text === null ? null : Temporal.Instant.from(text));
      await context.database.transaction((tx) =>
        recordAudit(tx, { at, actor: "system", action: "audit.exported", subject: "audit", detail: { from, to } }),
      );
      return streamExport(context, keys, { from: instantOf(from), to: instantOf(to) });
    },
    verify: (expected) => verifyChain(context, keys, { expected }),
  };
}

/** Looks at an export by the keys of a ring alone; nothing has to be opened for it. */
export function verifyAuditExport(
  file: AsyncIterable<Uint8Array>,
  ring: Context["config"]["encryptionKeys"],
  expected: Link | null,
): Promise<Verification> {
  return verifyExport(file, sealKeysOf(ring), expected);
}
