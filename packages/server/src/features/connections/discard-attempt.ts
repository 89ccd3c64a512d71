import type { Context } from "../../platform/context.ts";
import { takeAttempt } from "./queries.ts";
import { revokeSealed } from "./revoke-tokens.ts";

export type DiscardOutcome = { readonly kind: "discarded" } | { readonly kind: "not_found" };

/**
 * Forgets a consent that is not to become a connection, and gives its tokens back. The attempt leaves the table first:
 * a confirmation at the same moment either has it already, or finds nothing.
 */
export async function discardAttempt(
  context: Context,
  where: { readonly coachId: string; readonly attemptId: string },
): Promise<DiscardOutcome> {
  const attempt = await takeAttempt(context.database, where);
  if (attempt === undefined) return { kind: "not_found" };
  const { id, tokensSealed } = attempt;
  if (tokensSealed !== null) await revokeSealed(context, { id, tokensSealed }, "connect_attempts");
  return { kind: "discarded" };
}
