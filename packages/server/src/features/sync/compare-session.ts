import { isDeepStrictEqual } from "node:util";
import { Temporal } from "temporal-polyfill";
import type { InviteeSnapshot, SessionChange, SessionSnapshot } from "../../platform/calendly/session-snapshot.ts";
import { countInvitees } from "./rules.ts";
import type { ComparedAt, Difference, Mirrored, Seen, Tie } from "./types.ts";

/** Marks and their removal leave no trace in Calendly's `updated_at`, for this long after the start. */
const silentFor = { hours: 30 * 24 };

/** What tells of the observation, not of the session. */
const notCompared: ReadonlySet<string> = new Set(["observedAt", "lastTold", "noShowKnownAt", "erasedAt"]);

type Columns = Readonly<Record<string, unknown>>;

/**
 * How the mirror and a reading of Calendly differ, by the names of fields; null when they say the same. Every field of the
 * reading is compared as it stands, not as the mirror's rules would join it: a rule that is wrong shows here.
 *
 * A difference is drift unless it may still be on its way: what changed at Calendly less than `graceMinutes` ago, and what
 * the mirror learned while Calendly was being read, is applied and does not count. A no-show that was taken back says
 * nothing of when, so that always counts.
 *
 * Some things may differ for good: Calendly forgets conference links some months after the end, and the mirror keeps them;
 * of a reschedule one half alone may name the other, and the mirror ties both; whom Calendly no longer knows stays in the
 * mirror, as nobody, and is counted.
 */
export function compareSession(mirrored: Mirrored | null, seen: Seen, at: ComparedAt): Difference | null {
  if (mirrored === null) {
    const counts = isOlder(seen.change.session.calendlyUpdatedAt, at);
    return { kind: "missing", fields: ["session"], counts };
  }
  const session = expectedSession(seen, mirrored);
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
  if (compareSession(mirrored, { change: listed, inviteesRead: false, goneInvitees: [] }, at) !== null) return true;
  const { startAt } = listed.session;
  const started = Temporal.Instant.compare(startAt, at.readAt) <= 0;
  if (started) return Temporal.Instant.compare(startAt, at.readAt.subtract(silentFor)) > 0;
  return [...mirrored.invitees.values()].some(({ reconfirmation }) => isOpen(reconfirmation));
}

/**
 * The session that the mirror should hold: its counters are those of the invitees, once all of them are known. Whom a list
 * leaves out the mirror keeps, and so it counts them.
 */
export function expectedSession(seen: Seen, mirrored: Mirrored | null): SessionSnapshot {
  const { session, invitees } = seen.change;
  const kept = [...(mirrored?.invitees.values() ?? [])].map(standingOf);
  if (seen.inviteesRead) {
    const listed = new Set(invitees.map(({ uri }) => uri));
    return countInvitees(session, [...invitees, ...kept.filter(({ uri }) => !listed.has(uri))]);
  }
  return kept.length > session.inviteesTotal && kept.some(({ isErased }) => isErased)
    ? countInvitees(session, kept)
    : session;
}

/** The invitees whom the mirror has and the reading does not list, but for those whose data is deleted here. */
export function unlistedInvitees(mirrored: Mirrored | null, change: SessionChange): string[] {
  const listed = new Set(change.invitees.map(({ uri }) => uri));
  const kept = [...(mirrored?.invitees.values() ?? [])].map(standingOf);
  return kept.filter(({ uri, isErased }) => !isErased && !listed.has(uri)).map(({ uri }) => uri);
}

function standingOf(invitee: Columns) {
  const status = invitee["status"] === "canceled" ? ("canceled" as const) : ("active" as const);
  return { uri: String(invitee["uri"]), status, isErased: invitee["erasedAt"] !== null };
}

interface Found {
  readonly field: string;
  /** When Calendly last changed the record that the field belongs to. */
  readonly changedAt: Temporal.Instant;
}

function inviteeDifferences(mirrored: Mirrored, change: SessionChange): Found[] {
  const found = change.invitees.flatMap((invitee): Found[] => {
    const own = mirrored.invitees.get(invitee.uri);
    const changedAt = changeOf(invitee);
    if (own === undefined) return [{ field: "invitee", changedAt }];
    // Whoever is deleted here stays deleted, whatever Calendly still shows.
    if (own["erasedAt"] !== null) return [];
    const unerased = invitee.erasedAt === null ? [] : [{ field: "invitee.erasedAt", changedAt }];
    return [...unerased, ...fieldsOf("invitee", own, tied(invitee, mirrored.ties.get(invitee.uri)), changedAt)];
  });
  // Somebody whom the list leaves out is never taken from the mirror: whom Calendly does not know is nobody from then on.
  return unlistedInvitees(mirrored, change).length === 0
    ? found
    : [...found, { field: "invitee", changedAt: change.session.calendlyUpdatedAt }];
}

/** The seen invitee, with the links that the other halves tell where this one does not. */
function tied(seen: InviteeSnapshot, tie: Tie | undefined): InviteeSnapshot {
  if (tie === undefined) return seen;
  const oldInviteeUri = seen.oldInviteeUri ?? tie.oldInviteeUri;
  const newInviteeUri = seen.newInviteeUri ?? tie.newInviteeUri;
  return { ...seen, oldInviteeUri, newInviteeUri, rescheduled: seen.rescheduled || newInviteeUri !== null };
}

/** A mark does not touch `updated_at`, but says itself when it was made. */
function changeOf(invitee: InviteeSnapshot): Temporal.Instant {
  const { calendlyUpdatedAt, noShowAt } = invitee;
  return noShowAt !== null && Temporal.Instant.compare(noShowAt, calendlyUpdatedAt) > 0 ? noShowAt : calendlyUpdatedAt;
}

function fieldsOf(
  record: string,
  own: Columns,
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
