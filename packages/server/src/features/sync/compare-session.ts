import { isDeepStrictEqual } from "node:util";
import { Temporal } from "temporal-polyfill";
import type { InviteeSnapshot, SessionChange, SessionSnapshot } from "../../platform/calendly/session-snapshot.ts";
import { countInvitees } from "./rules.ts";
import type { ComparedAt, Difference, Mirrored, Seen } from "./types.ts";

/** Marks and their removal leave no trace in Calendly's `updated_at`, for this long after the start. */
const silentFor = { hours: 30 * 24 };

/** What tells of the observation, not of the session. */
const notCompared: ReadonlySet<string> = new Set(["observedAt", "lastTold", "noShowKnownAt", "erasedAt"]);

/**
 * How the mirror and a reading of Calendly differ, by the names of fields; null when they say the same. Every field of the
 * reading is compared as it stands, not as the mirror's rules would join it: a rule that is wrong shows here.
 *
 * A difference is drift unless it may still be on its way: what changed at Calendly less than `graceMinutes` ago, and what
 * the mirror learned while Calendly was being read, is applied and does not count. A no-show that was taken back says
 * nothing of when, so that always counts.
 *
 * One thing may differ for good: Calendly forgets conference links some months after the end, and the mirror keeps them.
 */
export function compareSession(mirrored: Mirrored | null, seen: Seen, at: ComparedAt): Difference | null {
  if (mirrored === null) {
    const counts = isOlder(seen.change.session.calendlyUpdatedAt, at);
    return { kind: "missing", fields: ["session"], counts };
  }
  const session = expectedSession(seen);
  const isAhead = Temporal.Instant.compare(mirrored.updatedAt, at.readAt) > 0;
  const found: Found[] = [
    ...(mirrored.goneAt === null ? [] : [{ field: "session.goneAt", changedAt: session.calendlyUpdatedAt }]),
    ...fieldsOf("session", mirrored.session, forgetting(session, mirrored, at), session.calendlyUpdatedAt),
    ...(seen.inviteesRead ? inviteeDifferences(mirrored, seen.change) : []),
  ];
  if (found.length === 0) return null;
  return {
    kind: "changed",
    fields: [...new Set(found.map(({ field }) => field))].sort(),
    counts: !isAhead && found.some(({ changedAt }) => isOlder(changedAt, at)),
  };
}

/**
 * Whether a recent sweep has to read the invitees of a listed session: when the session differs, when invitees are missing
 * here, and when something may have changed that leaves no trace on the session: a no-show of the last 30 days, a
 * reconfirmation that was asked for. Whatever else could, the daily full sweep finds.
 */
export function needsInvitees(mirrored: Mirrored | null, listed: SessionChange, at: ComparedAt): boolean {
  if (mirrored === null) return true;
  if (mirrored.invitees.size < listed.session.inviteesTotal) return true;
  if (compareSession(mirrored, { change: listed, inviteesRead: false }, at) !== null) return true;
  const { startAt } = listed.session;
  const started = Temporal.Instant.compare(startAt, at.readAt) <= 0;
  if (started) return Temporal.Instant.compare(startAt, at.readAt.subtract(silentFor)) > 0;
  return [...mirrored.invitees.values()].some(({ reconfirmation }) => isOpen(reconfirmation));
}

/** The session that the mirror should hold: its counters are those of the invitees, once all of them were read. */
export function expectedSession(seen: Seen): SessionSnapshot {
  return seen.inviteesRead ? countInvitees(seen.change.session, seen.change.invitees) : seen.change.session;
}

interface Found {
  readonly field: string;
  /** When Calendly last changed the record that the field belongs to. */
  readonly changedAt: Temporal.Instant;
}

function inviteeDifferences(mirrored: Mirrored, change: SessionChange): Found[] {
  const listed = new Set(change.invitees.map(({ uri }) => uri));
  const found = change.invitees.flatMap((invitee) => {
    const own = mirrored.invitees.get(invitee.uri);
    // Whoever is deleted here stays deleted, whatever Calendly still shows.
    if (own !== undefined && own["erasedAt"] !== null) return [];
    const changedAt = changeOf(invitee);
    return own === undefined ? [{ field: "invitee", changedAt }] : fieldsOf("invitee", own, invitee, changedAt);
  });
  // Somebody whom the list leaves out is never taken from the mirror: only what Calendly says it does not know is.
  const unlisted = [...mirrored.invitees.keys()].some((uri) => !listed.has(uri));
  return unlisted ? [...found, { field: "invitee", changedAt: change.session.calendlyUpdatedAt }] : found;
}

/** A mark does not touch `updated_at`, but says itself when it was made. */
function changeOf(invitee: InviteeSnapshot): Temporal.Instant {
  const { calendlyUpdatedAt, noShowAt } = invitee;
  return noShowAt !== null && Temporal.Instant.compare(noShowAt, calendlyUpdatedAt) > 0 ? noShowAt : calendlyUpdatedAt;
}

function fieldsOf(
  record: string,
  own: Readonly<Record<string, unknown>>,
  seen: SessionSnapshot | InviteeSnapshot,
  changedAt: Temporal.Instant,
): Found[] {
  // What the reading did not carry it does not contradict.
  const isCompared = (name: string) => !notCompared.has(name) && !Object.hasOwn(seen.lastTold, name);
  return Object.entries(seen).flatMap(([name, value]) =>
    !isCompared(name) || isSame(own[name], value) ? [] : [{ field: `${record}.${name}`, changedAt }],
  );
}

/** The seen session, with the conference link that Calendly has forgotten since the end. */
function forgetting(seen: SessionSnapshot, mirrored: Mirrored, at: ComparedAt): SessionSnapshot {
  const isOver = Temporal.Instant.compare(seen.endAt, at.readAt) < 0;
  const known = mirrored.location?.joinUrl ?? null;
  if (!isOver || known === null || seen.location === null || seen.location.joinUrl !== null) return seen;
  return { ...seen, location: { ...seen.location, joinUrl: known } };
}

/** By what both say as JSON: an instant is an object, and Postgres gives the keys of `jsonb` back in its own order. */
function isSame(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(plain(a), plain(b));
}

function plain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

function isOlder(changedAt: Temporal.Instant, at: ComparedAt): boolean {
  return Temporal.Instant.compare(changedAt, at.countedBefore) < 0;
}

function isOpen(reconfirmation: unknown): boolean {
  return (
    typeof reconfirmation === "object" &&
    reconfirmation !== null &&
    "confirmedAt" in reconfirmation &&
    reconfirmation.confirmedAt === null
  );
}
