import {
  type Capability,
  type Connection,
  capabilitySchema,
  type PendingConnection,
  type WebhookStatus,
} from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { StoredAccount } from "../../platform/database/schema.ts";
import { countUpcoming, findAttempt, findConnection } from "./queries.ts";
import { answeredAttempt, isOver, replacedAccount } from "./rules.ts";
import type { ConnectionRecord } from "./types.ts";

/** The coach's own link to Calendly, `none` when there never was one. */
export async function getConnection(context: Context, coachId: string): Promise<Connection> {
  return toConnection(await findConnection(context.database, coachId));
}

export type PendingOutcome =
  | { readonly kind: "pending"; readonly pending: PendingConnection }
  | { readonly kind: "not_found" }
  | { readonly kind: "expired" };

/** Whose account a consent was for, before it is saved; says when it is another one than before. */
export async function getPendingConnection(
  context: Context,
  where: { readonly coachId: string; readonly attemptId: string },
): Promise<PendingOutcome> {
  const attempt = answeredAttempt(await findAttempt(context.database, where));
  if (attempt === null) return { kind: "not_found" };
  if (isOver(attempt.expiresAt, context.clock.now())) return { kind: "expired" };
  const previous = await findConnection(context.database, where.coachId);
  const replaced = replacedAccount(previous, attempt.account.userUri);
  const upcoming =
    replaced === null
      ? 0
      : await countUpcoming(
          context.database,
          { coachId: where.coachId, userUri: replaced.userUri },
          context.clock.now(),
        );
  return {
    kind: "pending",
    pending: {
      attemptId: attempt.id,
      account: toAccountView(attempt.account),
      differsFromPrevious: replaced !== null,
      previousAccountEmail: previous?.account.email ?? null,
      previousUpcomingSessions: upcoming,
      expiresAt: attempt.expiresAt.toString(),
    },
  };
}

/** What a coach may see of their connection. */
export function toConnection(record: ConnectionRecord | undefined): Connection {
  if (record === undefined) {
    return {
      state: "none",
      account: null,
      connectedAt: null,
      trouble: null,
      webhook: { state: "none", trouble: null, scope: null, checkedAt: null, failingSince: null },
      backfill: {
        state: "none",
        sessions: 0,
        from: null,
        reached: null,
        startedAt: null,
        endedAt: null,
        trouble: null,
      },
      erasing: false,
      capabilities: null,
      probedAt: null,
    };
  }
  return {
    state: record.state,
    account: toAccountView(record.account),
    connectedAt: record.connectedAt.toString(),
    trouble: record.trouble,
    webhook: toWebhookStatus(record),
    backfill: {
      state: record.backfillState,
      sessions: record.backfillSessions,
      from: record.backfillFrom?.toString() ?? null,
      reached: record.backfillReached?.toString() ?? null,
      startedAt: record.backfillStartedAt?.toString() ?? null,
      endedAt: record.backfillEndedAt?.toString() ?? null,
      trouble: record.backfillTrouble,
    },
    erasing: record.leaving === "erase",
    capabilities: toCapabilities(record),
    probedAt: record.probedAt?.toString() ?? null,
  };
}

type Standing = Pick<
  ConnectionRecord,
  | "webhookState"
  | "webhookTrouble"
  | "webhookScope"
  | "webhookCheckedAt"
  | "webhookRetryStartedAt"
  | "capabilities"
  | "probedAt"
>;

/** How changes come to be known here. */
export function toWebhookStatus(record: Standing): WebhookStatus {
  return {
    state: record.webhookState,
    trouble: record.webhookTrouble,
    scope: record.webhookScope,
    checkedAt: record.webhookCheckedAt?.toString() ?? null,
    failingSince: record.webhookRetryStartedAt?.toString() ?? null,
  };
}

/** What the account allows, null until all of it was looked at; what another version stored is left out. */
export function toCapabilities(record: Standing): Capability[] | null {
  if (record.probedAt === null) return null;
  return (record.capabilities ?? []).flatMap((stored) => {
    const known = capabilitySchema.safeParse(stored);
    return known.success ? [known.data] : [];
  });
}

function toAccountView({ name, email, schedulingUrl, timeZone, avatarUrl }: StoredAccount) {
  return { name, email, schedulingUrl, timeZone, avatarUrl };
}
