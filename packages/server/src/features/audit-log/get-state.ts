import { type AuditState, auditTail } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { verifyTail } from "../audit/index.ts";

/** How far the log is sealed, and whether its end is as it was recorded. */
export async function getState(context: Context, _admin: AuthorizedAdmin): Promise<AuditState> {
  const { head, sealed, from, trouble } = await verifyTail(context, auditTail);
  return {
    head: head.seq === 0 ? null : { seq: head.seq, hash: head.hash },
    sealed: sealed === null ? null : { seq: sealed.seq, at: sealed.at, keyId: sealed.keyId },
    verified: { from, to: head.seq, trouble },
  };
}
