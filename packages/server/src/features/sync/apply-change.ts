import type { Temporal } from "temporal-polyfill";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { dropAvailability } from "../availability/index.ts";
import { planNotifications } from "../notifications/index.ts";
import { settleSubmissions } from "./apply-routing-submission.ts";
import { openMirror, type Step } from "./open-mirror.ts";
import * as queries from "./queries.ts";
import { recordHappenings } from "./record-happenings.ts";
import { reportTurns } from "./report-turns.ts";
import { settleChains } from "./settle-chains.ts";
import type { Applied, ApplyOptions } from "./types.ts";

/** Brings one observation of a session into the mirror: see {@link applyChanges}. */
export async function applyChange(
  context: Context,
  tx: Transaction,
  change: SessionChange,
  options: ApplyOptions,
): Promise<Applied> {
  const [applied] = await applyChanges(context, tx, [change], options);
  return applied ?? { kind: "not_ours" };
}

/**
 * Brings observations of sessions into the mirror, within the caller's transaction. Every source goes through here:
 * webhooks, direct reads, the backfill, sweeps. Idempotent and independent of order; see `rules.ts`. The number of
 * statements does not grow with the number of observations.
 *
 * Call {@link afterApplied} with each answer once the transaction has committed; they are in the order of the changes.
 */
export async function applyChanges(
  context: Context,
  tx: Transaction,
  changes: readonly SessionChange[],
  options: ApplyOptions,
): Promise<Applied[]> {
  if (changes.length === 0) return [];
  const now = context.clock.now();
  await queries.lockUris(tx, changes.flatMap(urisOf));

  const mirror = await openMirror(tx, changes);
  const steps = changes.map((change) => mirror.take(change, options));
  await mirror.write(now);

  const taken = steps.filter((step) => step !== null);
  const changedUris = [...new Set(taken.flatMap((step) => step.changedUris))];
  const moved = await settleChains(tx, changedUris, now);
  await settleSubmissions(tx, [...new Set(taken.flatMap((step) => step.submissionUris))], now);
  await planNotifications(context, tx, taken);
  const source = options.source ?? "read";
  if (source !== "backfill") for (const step of taken) await recordHappenings(tx, step, { source, at: now });
  await reportTurns(context, tx, taken);
  if (!options.quietly) await publish(context, tx, taken, moved);
  await settleBookings(context, tx, [...new Set(taken.flatMap((step) => step.seenUris))], now);
  return steps.map((step) =>
    step === null
      ? { kind: "not_ours" }
      : { kind: "applied", sessionId: step.sessionId, coachId: step.coachId, changed: step.changed },
  );
}

/** What must wait for the commit: a reader between the two would cache the old openings again. */
export function afterApplied(context: Context, applied: Applied): void {
  if (applied.kind === "applied" && applied.changed) dropAvailability(context, { coachId: applied.coachId });
}

/** Applies one observation in a transaction of its own. */
export async function applyChangeNow(context: Context, change: SessionChange, options: ApplyOptions): Promise<Applied> {
  const applied = await context.database.transaction((tx) => applyChange(context, tx, change, options));
  afterApplied(context, applied);
  return applied;
}

/** Held while chains are followed: two that grow at both ends at the same time would not see each other. */
export const chainLock = "chains of reschedules";

/** Every record that applying a change may touch, to be locked. */
export function urisOf(change: SessionChange): string[] {
  const uris = change.invitees.flatMap((invitee) => [
    invitee.uri,
    invitee.oldInviteeUri,
    invitee.newInviteeUri,
    invitee.routingSubmissionUri,
    (invitee.oldInviteeUri ?? invitee.newInviteeUri) ? chainLock : null,
  ]);
  return [change.session.uri, ...uris].filter((uri) => uri !== null);
}

/**
 * Tells the coach and the realtors among the invitees; nobody else's page learns that anything happened.
 *
 * @param moved sessions whose invitees turned out to belong to the same chain
 */
async function publish(
  context: Context,
  tx: Transaction,
  steps: readonly Step[],
  moved: readonly string[],
): Promise<void> {
  const audiences = new Map<string, Set<string>>();
  const add = (sessionId: string, personIds: readonly string[]) => {
    const known = audiences.get(sessionId) ?? new Set();
    audiences.set(sessionId, known);
    for (const id of personIds) known.add(id);
  };
  const changed = steps.filter((step) => step.changed);
  const realtors = await queries.realtorsWith(tx, [...new Set(changed.flatMap(({ emails }) => emails))]);
  for (const { sessionId, coachIds, emails } of changed) {
    const theirs = realtors.filter(({ email }) => emails.includes(email)).map(({ id }) => id);
    // Whoever no longer sees the session has to be told too.
    add(sessionId, [...coachIds, ...theirs]);
  }
  const others = [...new Set(moved)].filter((id) => !audiences.has(id));
  if (others.length > 0) {
    const coaches = await queries.coachesOf(tx, others);
    const invited = await queries.realtorsOf(tx, others);
    for (const [id, coachId] of coaches) add(id, [coachId, ...(invited.get(id) ?? [])]);
  }
  const notices = [...audiences].map(([id, audience]) => ({ topic: "sessions" as const, id, audience: [...audience] }));
  await context.live.publish(tx, ...notices);
}

async function settleBookings(
  context: Context,
  tx: Transaction,
  inviteeUris: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  for (const booking of await queries.settleBookings(tx, inviteeUris, now)) {
    await context.live.publish(tx, { topic: "bookings", id: booking.id, audience: [booking.realtorId] });
  }
}
