import type { Temporal } from "temporal-polyfill";
import type { InviteeSnapshot, SessionSnapshot } from "../../platform/calendly/session-snapshot.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { type AuditFacts, recordAudit } from "../audit/index.ts";
import { canonicalJson } from "./rules.ts";
import type { ChangeSource } from "./types.ts";

/** What an observation shows to have happened to a session, as the audit log tells it: without anybody's words or name. */
export interface Happening {
  readonly action:
    | "session.booked"
    | "session.canceled"
    | "session.rescheduled"
    | "session.no_show_marked"
    | "session.no_show_unmarked"
    | "session.changed"
    | "session.invitee_changed"
    | "session.invitee_erased"
    | "session.corrected"
    | "session.gone";
  readonly detail: AuditFacts;
  readonly before?: AuditFacts;
  readonly after?: AuditFacts;
}

type Hosted = SessionSnapshot & { readonly coachId: string };

interface Invited {
  readonly id: string;
  readonly before: InviteeSnapshot | null;
  readonly after: InviteeSnapshot;
}

/**
 * What happened between two states of a session and of those of its invitees who changed.
 *
 * @param before null for a session that was not mirrored.
 */
export function happeningsOf(before: Hosted | null, after: Hosted, invited: readonly Invited[]): Happening[] {
  const ofInvitees = invited.flatMap(happeningsOfInvitee);
  const happened = [...ofInvitees];
  if (before === null && invited.length === 0) happened.push({ action: "session.booked", detail: {} });
  const canceled = after.status === "canceled" && before?.status !== "canceled";
  if (canceled && !ofInvitees.some(({ action }) => action === "session.canceled" || action === "session.rescheduled")) {
    happened.push({ action: "session.canceled", detail: cancellationFacts(after) });
  }
  if (before !== null) {
    const fields = changedFields(before, after, toldOfSessions);
    if (fields.length > 0) {
      happened.push({
        action: "session.changed",
        detail: { fields },
        before: factsOf(before, fields),
        after: factsOf(after, fields),
      });
    }
  }
  return happened;
}

/** Writes them into the log: what Calendly tells has nobody of ours as its actor. */
export async function recordHappenings(
  tx: Transaction,
  { sessionId, happenings }: { readonly sessionId: string; readonly happenings: readonly Happening[] },
  { source, at }: { readonly source: ChangeSource; readonly at: Temporal.Instant },
): Promise<void> {
  for (const { detail, ...happening } of happenings) {
    await recordAudit(tx, { at, actor: "system", subject: sessionId, ...happening, detail: { source, ...detail } });
  }
}

function happeningsOfInvitee({ id: inviteeId, before, after }: Invited): Happening[] {
  const happened: Happening[] = [];
  if (before === null) {
    happened.push({ action: "session.booked", detail: { inviteeId, rescheduled: after.oldInviteeUri !== null } });
  }
  if (after.rescheduled && before?.rescheduled !== true) {
    happened.push({ action: "session.rescheduled", detail: { inviteeId, ...cancellationFacts(after) } });
  } else if (after.status === "canceled" && before?.status !== "canceled") {
    happened.push({ action: "session.canceled", detail: { inviteeId, ...cancellationFacts(after) } });
  }
  if (after.noShowAt !== null && (before?.noShowAt ?? null) === null) {
    happened.push({ action: "session.no_show_marked", detail: { inviteeId } });
  }
  if (after.noShowAt === null && before !== null && before.noShowAt !== null) {
    happened.push({ action: "session.no_show_unmarked", detail: { inviteeId } });
  }
  const isErased = after.erasedAt !== null && (before?.erasedAt ?? null) === null;
  if (isErased) happened.push({ action: "session.invitee_erased", detail: { inviteeId } });
  const fields = before === null || isErased ? [] : changedFields(before, after, toldOfInvitees);
  if (fields.length > 0) happened.push({ action: "session.invitee_changed", detail: { inviteeId, fields } });
  return happened;
}

/** Who called it off, and that they said why. Their words stay in the mirror, as an invitee's may be about themself. */
function cancellationFacts({ cancellation }: Pick<SessionSnapshot, "cancellation">): AuditFacts {
  return cancellation === null
    ? {}
    : { canceledBy: cancellation.by, reasonGiven: (cancellation.reason ?? "").trim() !== "" };
}

/** Of the fields that changed, those whose values are nobody's own. */
function factsOf(session: Hosted, fields: readonly string[]): AuditFacts {
  return {
    ...(fields.includes("startAt") ? { startAt: session.startAt.toString() } : {}),
    ...(fields.includes("endAt") ? { endAt: session.endAt.toString() } : {}),
    ...(fields.includes("location") ? { locationKind: session.location?.kind ?? null } : {}),
    ...(fields.includes("coachId") ? { coachId: session.coachId } : {}),
  };
}

/** What comes from when something was looked at, or is told by a happening of its own. */
const bookkeeping = ["observedAt", "lastTold", "calendlyUpdatedAt", "status", "cancellation"] as const;
const toldOfSessions: ReadonlySet<string> = new Set([...bookkeeping, "inviteesTotal", "inviteesActive"]);
const toldOfInvitees: ReadonlySet<string> = new Set([
  ...bookkeeping,
  "noShowKnownAt",
  "noShowUri",
  "noShowAt",
  "rescheduled",
  "oldInviteeUri",
  "newInviteeUri",
  "erasedAt",
]);

/** Names of the fields that are different, in alphabetical order. */
function changedFields(before: object, after: object, told: ReadonlySet<string>): string[] {
  const was = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after)
    .filter(([field, value]) => !told.has(field) && canonicalJson(was.get(field)) !== canonicalJson(value))
    .map(([field]) => field)
    .sort();
}
