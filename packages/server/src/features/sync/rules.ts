import { Temporal } from "temporal-polyfill";
import type {
  InviteeSnapshot,
  Observed,
  RoutingSubmissionSnapshot,
  SessionChange,
  SessionSnapshot,
} from "../../platform/calendly/session-snapshot.ts";
import { nobody, withoutPerson } from "../../platform/calendly/translate-invitee.ts";
import type { Announcement, ApplyOptions, Turn } from "./types.ts";

/*
 * Calendly sends no delivery id and keeps no order: observations come late, twice, and in any order. Every rule
 * here is therefore a join: applied in any order, any number of times, the same observations give the same mirror.
 *
 * Every field is joined on its own, by the version of the observation that told it: so one that lacks a field (webhooks
 * lack the calendar entry) takes nothing away, and one that comes late brings back nothing old.
 */

const sessionFields = [
  "eventTypeUri",
  "name",
  "startAt",
  "endAt",
  "location",
  "guests",
  "hosts",
  "meetingNotes",
  "calendarEntry",
  "inviteesLimit",
  "cancellation",
  "calendlyCreatedAt",
] as const satisfies readonly (keyof SessionSnapshot)[];

const inviteeFields = [
  "email",
  "name",
  "firstName",
  "lastName",
  "timeZone",
  "textReminderNumber",
  "questionsAndAnswers",
  "cancellation",
  "tracking",
  "payment",
  "reconfirmation",
  "routingSubmissionUri",
  "scheduledByUri",
  "schedulingMethod",
  "cancelUrl",
  "rescheduleUrl",
  "erasedAt",
  "calendlyCreatedAt",
] as const satisfies readonly (keyof InviteeSnapshot)[];

/**
 * The session after one more observation. The counters are joined on their own: `total` only grows, and for the same
 * total `active` only falls.
 */
export function mergeSession(known: SessionSnapshot | null, seen: SessionSnapshot): SessionSnapshot {
  if (known === null) return seen;
  const { inviteesTotal, inviteesActive } = laterCount(known, seen);
  return { ...joinFields(known, seen, sessionFields), inviteesTotal, inviteesActive };
}

/**
 * The invitee after one more observation. The links of a reschedule are facts that never go away; the no-show follows
 * the observation that looked last.
 */
export function mergeInvitee(known: InviteeSnapshot | null, seen: InviteeSnapshot): InviteeSnapshot {
  if (known === null) return seen;
  const { noShowUri, noShowAt, noShowKnownAt } = noShowPrecedence(seen, known) > 0 ? seen : known;
  return {
    ...joinFields(known, seen, inviteeFields),
    rescheduled: known.rescheduled || seen.rescheduled,
    oldInviteeUri: greater(known.oldInviteeUri, seen.oldInviteeUri),
    newInviteeUri: greater(known.newInviteeUri, seen.newInviteeUri),
    noShowUri,
    noShowAt,
    noShowKnownAt,
  };
}

/** The counters, as exact as we can know: from the invitees themselves once all of them are mirrored. */
export function countInvitees(
  session: SessionSnapshot,
  invitees: readonly { readonly status: "active" | "canceled" }[],
): SessionSnapshot {
  const all = invitees.length >= session.inviteesTotal;
  const active = all ? invitees.filter((invitee) => invitee.status === "active").length : session.inviteesActive;
  return {
    ...session,
    inviteesTotal: all ? invitees.length : session.inviteesTotal,
    // Of a canceled session the cancellations of the others may still be under way; nobody comes all the same.
    inviteesActive: session.status === "canceled" ? 0 : active,
  };
}

/**
 * What is left of a session that Calendly no longer knows, since `goneAt`: that it was, when and with whom of the hosts.
 */
export function eraseSession(session: SessionSnapshot): SessionSnapshot {
  const cancellation = withoutPerson(session.cancellation);
  return { ...session, location: null, guests: [], meetingNotes: null, calendarEntry: null, cancellation };
}

/** What is left of an invitee whose data Calendly deleted. */
export function eraseInvitee(invitee: InviteeSnapshot, erasedAt: Temporal.Instant): InviteeSnapshot {
  const erased = nobody(erasedAt, invitee.cancellation);
  const lastTold = Object.entries(invitee.lastTold).filter(([field]) => !Object.hasOwn(erased, field));
  return { ...invitee, ...erased, lastTold: Object.fromEntries(lastTold) };
}

/** An observation from before a session's data was deleted, as it may still be applied: without the people. */
export function eraseChange({ session, invitees }: SessionChange, goneAt: Temporal.Instant): SessionChange {
  return { session: eraseSession(session), invitees: invitees.map((invitee) => eraseInvitee(invitee, goneAt)) };
}

/** An observation of an invitee from before their data was deleted, as it may still be applied: without the person. */
export function withoutErased(known: InviteeSnapshot | null, seen: InviteeSnapshot): InviteeSnapshot {
  const erasedAt = known?.erasedAt ?? null;
  if (erasedAt === null || seen.erasedAt !== null) return seen;
  return Temporal.Instant.compare(seen.observedAt, erasedAt) > 0 ? seen : eraseInvitee(seen, erasedAt);
}

/**
 * The answers to a routing form after one more observation. That they became a booking is never taken back, so one that
 * says so is the later; else the newest wins.
 */
export function mergeSubmission(
  known: RoutingSubmissionSnapshot | null,
  seen: RoutingSubmissionSnapshot,
): RoutingSubmissionSnapshot {
  if (known === null) return seen;
  const order =
    Number(seen.inviteeUri !== null) - Number(known.inviteeUri !== null) ||
    Temporal.Instant.compare(seen.calendlyUpdatedAt, known.calendlyUpdatedAt) ||
    compareText(canonicalJson({ ...seen, subscriberUri: null }), canonicalJson({ ...known, subscriberUri: null }));
  return order > 0 ? seen : known;
}

/**
 * How often people had to be told of this session: once for each booking and once for each cancellation, from 0.
 * It is the SEQUENCE of the calendar invitations, so it must only grow, and must not depend on the order of arrival.
 */
export function revisionOf(invitees: readonly { readonly status: "active" | "canceled" }[]): number {
  const canceled = invitees.filter((invitee) => invitee.status === "canceled").length;
  return Math.max(0, invitees.length + canceled - 1);
}

/** Whom a change of one invitee is news to. Someone who is first met as canceled is told of that alone. */
export function announcementOf(before: InviteeSnapshot | null, after: InviteeSnapshot): Announcement | null {
  if (after.status === "canceled" && before?.status !== "canceled") {
    return { kind: "canceled", inviteeUri: after.uri };
  }
  if (before === null) return { kind: "booked", inviteeUri: after.uri };
  return null;
}

/** What became of an invitee, in the order in which it must have happened. A mark that was there at first sight is no turn. */
export function turnsOf(before: InviteeSnapshot | null, after: InviteeSnapshot): Turn["kind"][] {
  const turns: Turn["kind"][] = [];
  if (before === null && after.status === "active") turns.push(after.oldInviteeUri === null ? "booked" : "rescheduled");
  if (after.status === "canceled" && before?.status !== "canceled") turns.push("canceled");
  if (before !== null && (before.noShowUri === null) !== (after.noShowUri === null)) {
    turns.push(after.noShowUri === null ? "no_show_unmarked" : "no_show_marked");
  }
  return turns;
}

/** Whether other systems are told of a turn: a mark that appears is news whenever Calendly says it was changed. */
export function isNews(turn: Turn["kind"], after: InviteeSnapshot, notify: ApplyOptions["notify"]): boolean {
  if (turn === "no_show_marked" || turn === "no_show_unmarked") return notify !== false && after.erasedAt === null;
  return isNewsworthy(after, notify);
}

/** Whether people get mail about a change of this invitee. Somebody whose data is deleted has no address any more. */
export function isNewsworthy(after: InviteeSnapshot, notify: ApplyOptions["notify"]): boolean {
  if (after.erasedAt !== null) return false;
  if (typeof notify === "boolean") return notify;
  return Temporal.Instant.compare(after.calendlyUpdatedAt, notify.since) >= 0;
}

/** True when both say the same; that somebody looked again later is not news. */
export function sameSnapshot<T extends SessionSnapshot | InviteeSnapshot>(a: T | null, b: T): boolean {
  return a !== null && canonicalJson({ ...a, ...howItIsKnown }) === canonicalJson({ ...b, ...howItIsKnown });
}

/** True when nothing at all is different, so that there is nothing to write. */
export function identicalSnapshot<T extends SessionSnapshot | InviteeSnapshot>(a: T | null, b: T): boolean {
  return a !== null && canonicalJson(a) === canonicalJson(b);
}

/** What does not come from Calendly's record, but from when it was looked at. */
const howItIsKnown = { observedAt: null, lastTold: null, noShowKnownAt: null };

/** Each field from the observation that told it last. */
function joinFields<T extends Observed>(a: T, b: T, fields: readonly (keyof T & string)[]): T {
  const [versionA, versionB] = [versionOf(a), versionOf(b)];
  const joined = versionA >= versionB ? { ...a } : { ...b };
  const newest = versionA >= versionB ? versionA : versionB;
  const lastTold: Record<string, string> = {};
  for (const field of fields) {
    const [toldA, toldB] = [a.lastTold[field] ?? versionA, b.lastTold[field] ?? versionB];
    const order = compareText(toldA, toldB) || compareText(rankOf(a[field]), rankOf(b[field]));
    joined[field] = order >= 0 ? a[field] : b[field];
    const told = order >= 0 ? toldA : toldB;
    if (told !== newest) lastTold[field] = told;
  }
  return { ...joined, lastTold };
}

/**
 * Sorts observations of one record as text, the newest last: canceled stays canceled (Calendly has no way back), then
 * the one that Calendly changed last wins, then the one that looked last.
 */
function versionOf({ status, calendlyUpdatedAt, observedAt }: Observed): string {
  const instants = [calendlyUpdatedAt, observedAt].map((at) => at.toString({ smallestUnit: "microsecond" }));
  return [status === "canceled" ? 1 : 0, ...instants].join(" ");
}

/** Decides between what two observations of the same moment told of a field, so that their order of arrival does not. */
function rankOf(value: unknown): string {
  // A conference gets its link a moment after the booking.
  const complete = typeof value === "object" && value !== null && "joinUrl" in value && value.joinUrl !== null;
  return `${complete ? 1 : 0}${canonicalJson(value)}`;
}

function noShowPrecedence(a: InviteeSnapshot, b: InviteeSnapshot): number {
  return (
    compareInstants(a.noShowKnownAt, b.noShowKnownAt) ||
    // Calendly's envelopes tell whole seconds: within one, a mark that was revoked is likelier than the reverse.
    Number(a.noShowUri === null) - Number(b.noShowUri === null) ||
    compareText(a.noShowUri ?? "", b.noShowUri ?? "")
  );
}

function laterCount(known: SessionSnapshot, seen: SessionSnapshot): SessionSnapshot {
  const order = seen.inviteesTotal - known.inviteesTotal || known.inviteesActive - seen.inviteesActive;
  return order > 0 ? seen : known;
}

function compareInstants(a: Temporal.Instant | null, b: Temporal.Instant | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return Temporal.Instant.compare(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function greater(a: string | null, b: string | null): string | null {
  return compareText(a ?? "", b ?? "") >= 0 ? a : b;
}

/** JSON with sorted keys: Postgres gives the keys of `jsonb` back in an order of its own. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part) && part.constructor === Object
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compareText(a, b)))
      : part,
  );
}
