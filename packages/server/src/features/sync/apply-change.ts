import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { dropAvailability } from "../availability/index.ts";
import { planNotifications } from "../notifications/index.ts";
import * as queries from "./queries.ts";
import {
  announcementOf,
  countInvitees,
  isNewsworthy,
  mergeInvitee,
  mergeSession,
  revisionOf,
  sameSnapshot,
} from "./rules.ts";
import type { Announcement, Applied, ApplyOptions } from "./types.ts";

/**
 * Brings one observation of a session into the mirror, within the caller's transaction. Every source goes through
 * here: webhooks, direct reads, the backfill. Idempotent and independent of order; see `rules.ts`.
 *
 * Call {@link afterApplied} with the answer once the transaction has committed.
 */
export async function applyChange(
  context: Context,
  tx: Transaction,
  change: SessionChange,
  options: ApplyOptions,
): Promise<Applied> {
  const now = context.clock.now();
  await queries.lockUris(tx, urisOf(change));

  const known = await queries.readSession(tx, change.session.uri);
  const coachId = known?.coachId ?? (await queries.findHostingCoach(tx, change.hostUris));
  if (coachId === null) return { kind: "not_ours" };

  const before = known === null ? [] : await queries.readInvitees(tx, known.id);
  const knownByUri = new Map(before.map((invitee) => [invitee.snapshot.uri, invitee]));
  const merged = new Map(before.map((invitee) => [invitee.snapshot.uri, invitee.snapshot]));
  const announcements: Announcement[] = [];
  const changedUris: string[] = [];
  for (const seen of change.invitees) {
    const previous = merged.get(seen.uri) ?? null;
    const after = mergeInvitee(previous, seen);
    const announcement = announcementOf(previous, after);
    if (announcement !== null && isNewsworthy(after, options.notify)) announcements.push(announcement);
    if (!sameSnapshot(previous, after)) changedUris.push(seen.uri);
    merged.set(seen.uri, after);
  }

  const session = countInvitees(mergeSession(known?.snapshot ?? null, change.session), [...merged.values()]);
  const revision = revisionOf([...merged.values()]);
  const sessionId = await queries.writeSession(tx, { id: known?.id ?? null, coachId, revision }, session, now);

  const inviteeIds = new Map<string, string>();
  for (const { uri } of change.invitees) {
    const snapshot = merged.get(uri);
    if (snapshot === undefined) continue;
    const id = knownByUri.get(uri)?.id ?? null;
    inviteeIds.set(uri, await queries.writeInvitee(tx, { id, sessionId }, snapshot, now));
  }
  const linked = await queries.linkReschedules(tx, changedUris, now);

  if (announcements.length > 0) {
    await planNotifications(context, tx, {
      sessionId,
      coachId,
      revision,
      announcements: announcements.flatMap((announcement) => {
        const inviteeId = inviteeIds.get(announcement.inviteeUri);
        const email = merged.get(announcement.inviteeUri)?.email;
        return inviteeId === undefined || email === undefined
          ? []
          : [{ kind: announcement.kind, inviteeId, inviteeEmail: email }];
      }),
    });
  }

  const changed = changedUris.length > 0 || !sameSnapshot(known?.snapshot ?? null, session);
  if (!options.quietly) await publishNotices(context, tx, [...(changed ? [sessionId] : []), ...linked]);
  const settled = await queries.settleBookings(
    tx,
    change.invitees.map((invitee) => invitee.uri),
    now,
  );
  for (const booking of settled) {
    await context.live.publish(tx, { topic: "bookings", id: booking.id, audience: [booking.realtorId] });
  }
  return { kind: "applied", sessionId, coachId, changed };
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

/** Every record that applying a change may touch. */
export function urisOf(change: SessionChange): string[] {
  const uris = change.invitees.flatMap((invitee) => [invitee.uri, invitee.oldInviteeUri, invitee.newInviteeUri]);
  return [change.session.uri, ...uris].filter((uri) => uri !== null);
}

/** Tells the coach and the realtors among the invitees; nobody else's page learns that anything happened. */
async function publishNotices(context: Context, tx: Transaction, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  const [coaches, realtors] = [await queries.coachesOf(tx, sessionIds), await queries.realtorsOf(tx, sessionIds)];
  for (const [id, coachId] of coaches) {
    await context.live.publish(tx, { topic: "sessions", id, audience: [coachId, ...(realtors.get(id) ?? [])] });
  }
}
