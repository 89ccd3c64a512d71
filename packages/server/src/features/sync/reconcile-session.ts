import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { invitees, type StoredDifference, sessions } from "../../platform/database/schema.ts";
import { applyChange, chainLock, urisOf } from "./apply-change.ts";
import { applyGone } from "./apply-gone.ts";
import { applyGoneInvitees } from "./apply-gone-invitees.ts";
import { settleSubmissions } from "./apply-routing-submission.ts";
import { compareSession, expectedSession } from "./compare-session.ts";
import { lockUris } from "./queries.ts";
import type { ReadForSweep } from "./read-sweep.ts";
import { recordHappenings } from "./record-happenings.ts";
import { readMirrored } from "./record-sweeps.ts";
import { settleChains } from "./settle-chains.ts";
import type { Applied, ApplyOptions, ComparedAt, Mirrored, Seen } from "./types.ts";

export interface Reconciled {
  readonly applied: readonly Applied[];
  /** What was drift: what was on its way is put right and not told. */
  readonly differences: readonly StoredDifference[];
}

interface How {
  readonly at: ComparedAt;
  readonly notify: ApplyOptions["notify"];
}

/**
 * Puts the mirror of one page right. What is the same, as most sessions are, costs nothing here; the others are locked and
 * compared again, because a delivery may have come meanwhile.
 */
export async function reconcilePage(
  context: Context,
  tx: Transaction,
  read: ReadForSweep,
  how: How,
): Promise<Reconciled> {
  const suspects = read.seen.filter(
    (seen) => compareSession(read.mirrored.get(seen.change.session.uri) ?? null, seen, how.at) !== null,
  );
  await lockUris(tx, [
    ...suspects.flatMap(({ change, goneInvitees }) => [...urisOf(change), ...goneInvitees]),
    ...suspects.flatMap(({ change }) => linksOf(read.mirrored.get(change.session.uri))),
    ...read.gone.map(({ uri }) => uri),
  ]);
  const mirrored = await readMirrored(
    tx,
    suspects.map(({ change }) => change.session.uri),
  );
  const applied: Applied[] = [];
  const differences: StoredDifference[] = [];
  for (const seen of suspects) {
    const before = mirrored.get(seen.change.session.uri) ?? null;
    const outcome = await reconcileSession(context, tx, { before, seen }, how);
    applied.push(...outcome.applied);
    differences.push(...outcome.differences);
  }
  for (const { id, uri } of read.gone) {
    applied.push(await applyGone(context, tx, uri));
    if (id !== null) differences.push({ sessionId: id, kind: "gone", fields: ["session"], repaired: true });
  }
  for (const { id } of read.hidden) {
    differences.push({ sessionId: id, kind: "gone", fields: ["session"], repaired: false });
  }
  for (const id of read.unreadable) {
    differences.push({ sessionId: id, kind: "changed", fields: ["session.unreadable"], repaired: false });
  }
  return { applied, differences };
}

/**
 * One session: applied as every other observation is, and compared again. What is left then is no question of order any
 * more, unless the mirror learned something while Calendly was being read: the reading is younger than all that the mirror
 * knows, so it is written as it stands.
 */
async function reconcileSession(
  context: Context,
  tx: Transaction,
  pair: { readonly before: Mirrored | null; readonly seen: Seen },
  { at, notify }: How,
): Promise<Reconciled> {
  const { before, seen } = pair;
  const difference = compareSession(before, seen, at);
  if (difference === null) return { applied: [], differences: [] };
  const { uri } = seen.change.session;
  const look = async () => (await readMirrored(tx, [uri])).get(uri) ?? null;
  const isLeft = (mirrored: Mirrored | null) => compareSession(mirrored, seen, at) !== null;

  const result = await applyChange(context, tx, seen.change, { notify, quietly: true, source: "sweep" });
  if (result.kind === "applied") {
    const session = { id: result.sessionId, coachId: result.coachId };
    await applyGoneInvitees(context, tx, session, seen.goneInvitees);
  }
  let after = await look();
  const isAhead = before !== null && Temporal.Instant.compare(before.updatedAt, at.readAt) > 0;
  if (after !== null && isLeft(after) && !isAhead) {
    await overrule(tx, after, seen, context.clock.now());
    await recordHappenings(
      tx,
      {
        sessionId: after.sessionId,
        happenings: [{ action: "session.corrected", detail: { fields: difference.fields } }],
      },
      { source: "sweep", at: context.clock.now() },
    );
    after = await look();
  }
  // A session of which no host is connected here any more is none of the mirror's.
  if (result.kind === "not_ours" || !difference.counts) return { applied: [result], differences: [] };
  const told = { sessionId: result.sessionId, kind: difference.kind, fields: difference.fields };
  return { applied: [result], differences: [{ ...told, repaired: !isLeft(after) }] };
}

/**
 * Writes a reading over what the mirror holds. What follows from other records too is settled again: the links that only
 * the other half of a reschedule names, and the answers of whoever is nobody now.
 */
async function overrule(tx: Transaction, mirrored: Mirrored, seen: Seen, now: Temporal.Instant): Promise<void> {
  await tx
    .update(sessions)
    .set({ ...expectedSession(seen, mirrored), goneAt: null, updatedAt: now })
    .where(eq(sessions.id, mirrored.sessionId));
  for (const invitee of seen.change.invitees) {
    await tx
      .update(invitees)
      .set({ ...invitee, updatedAt: now })
      .where(eq(invitees.uri, invitee.uri));
  }
  await settleChains(tx, [...seen.change.invitees.map(({ uri }) => uri), ...linkedWith(mirrored)], now);
  const submissions = seen.change.invitees.flatMap(({ routingSubmissionUri }) => routingSubmissionUri ?? []);
  await settleSubmissions(tx, submissions, now);
}

/** What has to be held, beside what a reading names, where the mirror's links may be written over. */
function linksOf(mirrored: Mirrored | undefined): string[] {
  const linked = mirrored === undefined ? [] : linkedWith(mirrored);
  return linked.length === 0 ? [] : [...linked, chainLock];
}

function linkedWith(mirrored: Mirrored): string[] {
  const named = [...mirrored.invitees.values()].flatMap((one) => [one["oldInviteeUri"], one["newInviteeUri"]]);
  return named.filter((uri) => typeof uri === "string");
}
