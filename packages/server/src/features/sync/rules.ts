import { Temporal } from "temporal-polyfill";
import type { InviteeSnapshot, SessionSnapshot } from "../../platform/calendly/session-snapshot.ts";
import type { Announcement, ApplyOptions } from "./types.ts";

/*
 * Calendly sends no delivery id and keeps no order: observations come late, twice, and in any order. Every rule
 * here is therefore a join: applied in any order, any number of times, the same observations give the same mirror.
 */

/**
 * The session after one more observation. A canceled session stays canceled (Calendly has no way back); otherwise
 * the one that Calendly changed last wins. The counters are joined on their own: `total` only grows, and for the
 * same total `active` only falls.
 */
export function mergeSession(known: SessionSnapshot | null, seen: SessionSnapshot): SessionSnapshot {
  if (known === null) return seen;
  const main = precedence(seenAs(seen), seenAs(known)) > 0 ? seen : known;
  const counter = laterCount(known, seen);
  return { ...main, inviteesTotal: counter.inviteesTotal, inviteesActive: counter.inviteesActive };
}

/**
 * The invitee after one more observation: canceled stays canceled, else the newest wins. The links of a reschedule
 * are facts that never go away; the no-show follows the observation that looked last.
 */
export function mergeInvitee(known: InviteeSnapshot | null, seen: InviteeSnapshot): InviteeSnapshot {
  if (known === null) return seen;
  const main = precedence(seenAs(seen), seenAs(known)) > 0 ? seen : known;
  const noShow = noShowPrecedence(seen, known) > 0 ? seen : known;
  return {
    ...main,
    rescheduled: known.rescheduled || seen.rescheduled,
    oldInviteeUri: greater(known.oldInviteeUri, seen.oldInviteeUri),
    newInviteeUri: greater(known.newInviteeUri, seen.newInviteeUri),
    noShowUri: noShow.noShowUri,
    noShowAt: noShow.noShowAt,
    noShowKnownAt: noShow.noShowKnownAt,
  };
}

/** The counters, as exact as we can know: from the invitees themselves once all of them are mirrored. */
export function countInvitees(
  session: SessionSnapshot,
  invitees: readonly { readonly status: "active" | "canceled" }[],
): SessionSnapshot {
  if (invitees.length < session.inviteesTotal) return session;
  return {
    ...session,
    inviteesTotal: invitees.length,
    inviteesActive: invitees.filter((invitee) => invitee.status === "active").length,
  };
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

/** Whether people get mail about a change of this invitee. */
export function isNewsworthy(after: InviteeSnapshot, notify: ApplyOptions["notify"]): boolean {
  if (typeof notify === "boolean") return notify;
  return Temporal.Instant.compare(after.calendlyUpdatedAt, notify.since) >= 0;
}

/** True when both say the same; that somebody looked again later is not news. */
export function sameSnapshot<T extends SessionSnapshot | InviteeSnapshot>(a: T | null, b: T): boolean {
  return a !== null && canonicalJson({ ...a, noShowKnownAt: null }) === canonicalJson({ ...b, noShowKnownAt: null });
}

interface Seen {
  readonly canceled: boolean;
  readonly updatedAt: Temporal.Instant;
  readonly complete: boolean;
  /** Decides between two observations of the same moment, so that their order of arrival does not. */
  readonly text: string;
}

function seenAs(snapshot: SessionSnapshot | InviteeSnapshot): Seen {
  return {
    canceled: snapshot.status === "canceled",
    updatedAt: snapshot.calendlyUpdatedAt,
    // A conference gets its link a moment after the booking, without a newer `updated_at`.
    complete: "location" in snapshot && snapshot.location?.joinUrl != null,
    text: canonicalJson({ ...snapshot, ...joinedApart }),
  };
}

/** The fields that are joined on their own: they must not tip the scale for the others. */
const joinedApart = {
  inviteesTotal: null,
  inviteesActive: null,
  rescheduled: null,
  oldInviteeUri: null,
  newInviteeUri: null,
  noShowUri: null,
  noShowAt: null,
  noShowKnownAt: null,
};

function precedence(a: Seen, b: Seen): number {
  return (
    Number(a.canceled) - Number(b.canceled) ||
    Temporal.Instant.compare(a.updatedAt, b.updatedAt) ||
    Number(a.complete) - Number(b.complete) ||
    compareText(a.text, b.text)
  );
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
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part) && part.constructor === Object
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compareText(a, b)))
      : part,
  );
}
