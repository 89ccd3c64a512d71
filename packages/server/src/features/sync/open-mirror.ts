import { Temporal } from "temporal-polyfill";
import type { InviteeSnapshot, SessionChange, SessionSnapshot } from "../../platform/calendly/session-snapshot.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { newId } from "../../platform/ids.ts";
import type { NewsOfSession } from "../notifications/index.ts";
import { hostingCoaches } from "./queries.ts";
import { goneSince } from "./record-gone.ts";
import { type Happening, happeningsOf } from "./record-happenings.ts";
import {
  type MirroredInvitee,
  type MirroredSession,
  readInvitees,
  readSessions,
  writeInvitees,
  writeSessions,
} from "./record-mirror.ts";
import {
  announcementOf,
  countInvitees,
  eraseChange,
  identicalSnapshot,
  isNews,
  isNewsworthy,
  mergeInvitee,
  mergeSession,
  revisionOf,
  sameSnapshot,
  turnsOf,
  withoutErased,
} from "./rules.ts";
import type { Announcement, ApplyOptions, Turn } from "./types.ts";

/** What one observation made of the mirror, and whom that is news to. */
export interface Step extends NewsOfSession {
  /** False when the mirror already knew all of it. */
  readonly changed: boolean;
  /** What the audit log tells of it. */
  readonly happenings: readonly Happening[];
  /** Whose session it is, and whose it was before. */
  readonly coachIds: readonly string[];
  /** Addresses of everybody who is or was invited. */
  readonly emails: readonly string[];
  /** The invitees whom the observation saw, and those of them who changed. */
  readonly seenUris: readonly string[];
  readonly changedUris: readonly string[];
  /** What became of invitees. */
  readonly turns: readonly Turn[];
  readonly session: Pick<SessionSnapshot, "status" | "startAt" | "endAt">;
  /** The routing-form answers from which the changed ones booked. */
  readonly submissionUris: readonly string[];
}

/** The part of the mirror that some observations are about, in memory, until it is written. */
export interface OpenMirror {
  /** Takes one observation in; null when none of the session's hosts is connected here. */
  take(change: SessionChange, options: ApplyOptions): Step | null;
  /** Writes what was changed. */
  write(now: Temporal.Instant): Promise<void>;
}

/** Reads what these observations are about. The caller holds their URIs, so nobody else changes it meanwhile. */
export async function openMirror(tx: Transaction, changes: readonly SessionChange[]): Promise<OpenMirror> {
  const uris = [...new Set(changes.map(({ session }) => session.uri))];
  const sessions = await readSessions(tx, uris);
  const gone = await goneSince(
    tx,
    uris.filter((uri) => !sessions.has(uri)),
  );
  const invitees = new Map<string, Map<string, MirroredInvitee>>();
  for (const one of await readInvitees(
    tx,
    [...sessions.values()].map(({ id }) => id),
  ))
    keep(one);
  const hostUris = [
    ...changes.map(({ session }) => session),
    ...[...sessions.values()].map(({ snapshot }) => snapshot),
  ];
  const coaches = await hostingCoaches(tx, [
    ...new Set(hostUris.flatMap(({ hosts }) => hosts.map(({ userUri }) => userUri))),
  ]);
  const [changedSessions, changedInvitees] = [new Map<string, MirroredSession>(), new Map<string, MirroredInvitee>()];

  function keep(invitee: MirroredInvitee): void {
    const ofSession = invitees.get(invitee.sessionId) ?? new Map();
    invitees.set(invitee.sessionId, ofSession.set(invitee.snapshot.uri, invitee));
  }

  function keepSession(known: MirroredSession | null, next: MirroredSession): void {
    const same =
      identicalSnapshot(known?.snapshot ?? null, next.snapshot) &&
      known?.coachId === next.coachId &&
      known.revision === next.revision &&
      known.goneAt === next.goneAt;
    if (same) return;
    sessions.set(next.snapshot.uri, next);
    changedSessions.set(next.id, next);
  }

  function keepInvitee(known: MirroredInvitee | undefined, sessionId: string, snapshot: InviteeSnapshot): string {
    if (known !== undefined && identicalSnapshot(known.snapshot, snapshot)) return known.id;
    const next = { id: known?.id ?? newId("inv"), sessionId, snapshot };
    keep(next);
    changedInvitees.set(next.id, next);
    return next.id;
  }

  return {
    take(change, options) {
      const known = sessions.get(change.session.uri) ?? null;
      const goneAt = stillGone(known === null ? (gone.get(change.session.uri) ?? null) : known.goneAt, change);
      const seen = goneAt === null ? change : eraseChange(change, goneAt);
      const joined = mergeSession(known?.snapshot ?? null, seen.session);
      const host = joined.hosts.find(({ userUri }) => coaches.has(userUri));
      const coachId = (host === undefined ? null : coaches.get(host.userUri)) ?? known?.coachId ?? null;
      if (coachId === null) return null;

      const sessionId = known?.id ?? newId("ses");
      const before = new Map(invitees.get(sessionId));
      const merged = mergeInvitees(
        [...before.values()].map(({ snapshot }) => snapshot),
        seen.invitees,
        options,
      );
      const all = [...merged.after.values()];
      const snapshot = countInvitees(joined, all);
      const revision = revisionOf(all);
      const differs = known === null || !sameSnapshot(known.snapshot, snapshot) || known.coachId !== coachId;
      keepSession(known, { id: sessionId, coachId, revision, goneAt, snapshot });

      const seenUris = [...new Set(seen.invitees.map(({ uri }) => uri))];
      const inviteeIds = new Map<string, string>();
      for (const uri of seenUris) {
        const after = merged.after.get(uri);
        if (after !== undefined) inviteeIds.set(uri, keepInvitee(before.get(uri), sessionId, after));
      }
      const invited = merged.changedUris.flatMap((uri) => {
        const [id, now] = [inviteeIds.get(uri), merged.after.get(uri)];
        const was = before.get(uri)?.snapshot ?? null;
        return id === undefined || now === undefined ? [] : [{ id, before: was, after: now }];
      });
      const was = known === null ? null : { coachId: known.coachId, ...known.snapshot };
      return {
        sessionId,
        coachId,
        happenings: differs || invited.length > 0 ? happeningsOf(was, { coachId, ...snapshot }, invited) : [],
        changed: merged.changedUris.length > 0 || differs || known.goneAt !== goneAt,
        coachIds: known === null ? [coachId] : [coachId, known.coachId],
        emails: [...[...before.values()].map((one) => one.snapshot.email), ...all.map(({ email }) => email)],
        seenUris,
        changedUris: merged.changedUris,
        submissionUris: merged.changedUris.flatMap((uri) => merged.after.get(uri)?.routingSubmissionUri ?? []),
        announcements: newsOf(merged, { revision, inviteeIds }),
        turns: merged.turns.flatMap(({ inviteeUri, ...turn }) => {
          const inviteeId = inviteeIds.get(inviteeUri);
          return inviteeId === undefined ? [] : [{ ...turn, inviteeId }];
        }),
        session: snapshot,
      };
    },

    async write(now) {
      await writeSessions(tx, [...changedSessions.values()], now);
      await writeInvitees(tx, [...changedInvitees.values()], now);
    },
  };
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
  readonly turns: readonly (Omit<Turn, "inviteeId"> & { readonly inviteeUri: string })[];
}

function mergeInvitees(
  before: readonly InviteeSnapshot[],
  seen: readonly InviteeSnapshot[],
  options: ApplyOptions,
): MergedInvitees {
  const after = new Map(before.map((snapshot) => [snapshot.uri, snapshot]));
  const changedUris: string[] = [];
  const announcements: Announcement[] = [];
  const turns: MergedInvitees["turns"][number][] = [];
  for (const one of seen) {
    const previous = after.get(one.uri) ?? null;
    const merged = mergeInvitee(previous, withoutErased(previous, one));
    const announcement = announcementOf(previous, merged);
    if (announcement !== null && isNewsworthy(merged, options.notify)) announcements.push(announcement);
    for (const kind of turnsOf(previous, merged)) {
      turns.push({
        kind,
        inviteeUri: merged.uri,
        inviteeStatus: merged.status,
        movedAway: kind === "canceled" && merged.rescheduled,
        oldInviteeUri: kind === "rescheduled" ? merged.oldInviteeUri : null,
        isNews: isNews(kind, merged, options.notify),
      });
    }
    if (!sameSnapshot(previous, merged)) changedUris.push(one.uri);
    after.set(one.uri, merged);
  }
  return { after, changedUris, announcements, turns };
}

function newsOf(
  { announcements, after }: MergedInvitees,
  of: { readonly revision: number; readonly inviteeIds: ReadonlyMap<string, string> },
): NewsOfSession["announcements"] {
  return announcements.flatMap(({ kind, inviteeUri }, index) => {
    const inviteeId = of.inviteeIds.get(inviteeUri);
    const inviteeEmail = after.get(inviteeUri)?.email;
    // Each has a revision of its own, the last one the session's: the coach hears of every one.
    const revision = of.revision - (announcements.length - 1 - index);
    return inviteeId === undefined || inviteeEmail === undefined ? [] : [{ kind, inviteeId, inviteeEmail, revision }];
  });
}
