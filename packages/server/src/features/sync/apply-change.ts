import { Temporal } from "temporal-polyfill";
import type { InviteeSnapshot, SessionChange } from "../../platform/calendly/session-snapshot.ts";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { dropAvailability } from "../availability/index.ts";
import { planNotifications } from "../notifications/index.ts";
import { settleSubmissions } from "./apply-routing-submission.ts";
import * as queries from "./queries.ts";
import { goneSince } from "./record-gone.ts";
import {
  announcementOf,
  countInvitees,
  eraseChange,
  identicalSnapshot,
  isNewsworthy,
  mergeInvitee,
  mergeSession,
  revisionOf,
  sameSnapshot,
} from "./rules.ts";
import { settleChains } from "./settle-chains.ts";
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
  const goneAt = stillGone(known === null ? await goneSince(tx, change.session.uri) : known.goneAt, change);
  const seen = goneAt === null ? change : eraseChange(change, goneAt);
  const joined = mergeSession(known?.snapshot ?? null, seen.session);
  const hosting = await queries.findHostingCoach(
    tx,
    joined.hosts.map(({ userUri }) => userUri),
  );
  const coachId = hosting ?? known?.coachId ?? null;
  if (coachId === null) return { kind: "not_ours" };

  const before = known === null ? [] : await queries.readInvitees(tx, known.id);
  const merged = mergeInvitees(before, seen.invitees, options);
  const all = [...merged.after.values()];
  const snapshot = countInvitees(joined, all);
  const revision = revisionOf(all);
  const differs = known === null || !sameSnapshot(known.snapshot, snapshot) || known.coachId !== coachId;
  const sessionId = await writeSession(tx, known, { coachId, revision, goneAt, snapshot }, now);

  const inviteeIds = new Map<string, string>();
  for (const { uri } of seen.invitees) {
    const mirrored = before.find((invitee) => invitee.snapshot.uri === uri) ?? null;
    const after = merged.after.get(uri);
    if (after === undefined) continue;
    inviteeIds.set(uri, await writeInvitee(tx, mirrored, { sessionId, snapshot: after }, now));
  }
  const moved = await settleChains(tx, merged.changedUris, now);
  await settleSubmissions(tx, submissionsOf(merged), now);
  await announce(context, tx, merged, { sessionId, coachId, revision, inviteeIds });

  const changed = merged.changedUris.length > 0 || differs || known.goneAt !== goneAt;
  if (!options.quietly) {
    const emails = [...before.map(({ snapshot: { email } }) => email), ...all.map(({ email }) => email)];
    const realtors = changed ? await queries.realtorsWith(tx, [...new Set(emails)]) : [];
    const coaches = [coachId, ...(known === null ? [] : [known.coachId])];
    // Whoever no longer sees the session has to be told too.
    if (changed) await publish(context, tx, sessionId, [...coaches, ...realtors]);
    await publishOthers(
      context,
      tx,
      [...new Set(moved)].filter((id) => !changed || id !== sessionId),
    );
  }
  await settleBookings(context, tx, seen.invitees, now);
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

/** Held while chains are followed: two that grow at both ends at the same time would not see each other. */
const chainLock = "chains of reschedules";

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

/** Since when the session is gone; null when Calendly showed it after that. */
function stillGone(goneAt: Temporal.Instant | null, change: SessionChange): Temporal.Instant | null {
  if (goneAt === null) return null;
  return Temporal.Instant.compare(change.session.observedAt, goneAt) > 0 ? null : goneAt;
}

interface MergedInvitees {
  /** All that are mirrored then, by URI. */
  readonly after: ReadonlyMap<string, InviteeSnapshot>;
  readonly changedUris: readonly string[];
  readonly announcements: readonly Announcement[];
}

function mergeInvitees(
  before: readonly queries.MirroredInvitee[],
  seen: readonly InviteeSnapshot[],
  options: ApplyOptions,
): MergedInvitees {
  const after = new Map(before.map(({ snapshot }) => [snapshot.uri, snapshot]));
  const changedUris: string[] = [];
  const announcements: Announcement[] = [];
  for (const one of seen) {
    const previous = after.get(one.uri) ?? null;
    const merged = mergeInvitee(previous, one);
    const announcement = announcementOf(previous, merged);
    if (announcement !== null && isNewsworthy(merged, options.notify)) announcements.push(announcement);
    if (!sameSnapshot(previous, merged)) changedUris.push(one.uri);
    after.set(one.uri, merged);
  }
  return { after, changedUris, announcements };
}

async function writeSession(
  tx: Transaction,
  known: queries.MirroredSession | null,
  next: Omit<queries.MirroredSession, "id">,
  now: Temporal.Instant,
): Promise<string> {
  const same =
    identicalSnapshot(known?.snapshot ?? null, next.snapshot) &&
    known?.coachId === next.coachId &&
    known.revision === next.revision &&
    known.goneAt === next.goneAt;
  return same ? known.id : queries.writeSession(tx, { id: known?.id ?? null, ...next }, now);
}

async function writeInvitee(
  tx: Transaction,
  known: queries.MirroredInvitee | null,
  next: { readonly sessionId: string; readonly snapshot: InviteeSnapshot },
  now: Temporal.Instant,
): Promise<string> {
  if (known !== null && identicalSnapshot(known.snapshot, next.snapshot)) return known.id;
  return queries.writeInvitee(tx, { id: known?.id ?? null, ...next }, now);
}

function submissionsOf({ after, changedUris }: MergedInvitees): string[] {
  return changedUris.flatMap((uri) => after.get(uri)?.routingSubmissionUri ?? []);
}

async function announce(
  context: Context,
  tx: Transaction,
  { announcements, after }: MergedInvitees,
  of: {
    readonly sessionId: string;
    readonly coachId: string;
    readonly revision: number;
    readonly inviteeIds: ReadonlyMap<string, string>;
  },
): Promise<void> {
  const news = announcements.flatMap(({ kind, inviteeUri }, index) => {
    const inviteeId = of.inviteeIds.get(inviteeUri);
    const inviteeEmail = after.get(inviteeUri)?.email;
    // Each has a revision of its own, the last one the session's: the coach hears of every one.
    const revision = of.revision - (announcements.length - 1 - index);
    return inviteeId === undefined || inviteeEmail === undefined ? [] : [{ kind, inviteeId, inviteeEmail, revision }];
  });
  if (news.length === 0) return;
  await planNotifications(context, tx, { sessionId: of.sessionId, coachId: of.coachId, announcements: news });
}

/** Tells the coach and the realtors among the invitees; nobody else's page learns that anything happened. */
async function publish(
  context: Context,
  tx: Transaction,
  sessionId: string,
  audience: readonly string[],
): Promise<void> {
  await context.live.publish(tx, { topic: "sessions", id: sessionId, audience: [...new Set(audience)] });
}

/** Sessions whose invitees turned out to belong to the same chain. */
async function publishOthers(context: Context, tx: Transaction, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  const [coaches, realtors] = [await queries.coachesOf(tx, sessionIds), await queries.realtorsOf(tx, sessionIds)];
  for (const [id, coachId] of coaches) await publish(context, tx, id, [coachId, ...(realtors.get(id) ?? [])]);
}

async function settleBookings(
  context: Context,
  tx: Transaction,
  invitees: readonly InviteeSnapshot[],
  now: Temporal.Instant,
): Promise<void> {
  const uris = invitees.map(({ uri }) => uri);
  for (const booking of await queries.settleBookings(tx, uris, now)) {
    await context.live.publish(tx, { topic: "bookings", id: booking.id, audience: [booking.realtorId] });
  }
}
