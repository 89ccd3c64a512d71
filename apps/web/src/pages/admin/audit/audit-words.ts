import type { AuditLogEntry, AuditState } from "@punctual/contract";
import { capital, count } from "../plain-words.ts";

/** What can be looked for, by noun. */
export const nounWords: readonly (readonly [noun: string, word: string])[] = [
  ["session", "Sessions"],
  ["invitee", "Answers opened"],
  ["person", "People"],
  ["invitation", "Invitations"],
  ["passkey", "Passkeys"],
  ["connection", "Connections"],
  ["event_type", "Event types"],
  ["delivery", "Deliveries, one by one"],
  ["deliveries", "Deliveries, several at once"],
  ["backfill", "Copying of sessions"],
  ["sweep", "Comparisons of a coach"],
  ["sweeps", "Comparisons of all coaches"],
  ["api_key", "API keys"],
  ["outgoing_endpoint", "Outgoing webhooks"],
  ["outgoing_message", "Outgoing messages"],
  ["message", "Mail of others"],
  ["audit", "The audit log"],
];

/** What happened, with a name for who did it in front. */
const deeds: Readonly<Record<string, (what: string, entry: AuditLogEntry) => string>> = {
  "session.canceled": (what) => `canceled ${what}`,
  "invitee.answers_opened": (what) => `opened invitees' answers of ${what}`,
  "person.created": (what) => `made an account for ${what}`,
  "person.changed": (what) => `changed the account of ${what}`,
  "person.role_changed": (what, { after }) => `changed the role of ${what}${roleWords(after)}`,
  "person.suspended": (what) => `suspended ${what}`,
  "person.reinstated": (what) => `let ${what} in again`,
  "person.logins_ended": (what) => `signed ${what} out everywhere`,
  "person.email_verified": (what) => `verified the e-mail address of ${what}`,
  "person.password_changed": (what) => `changed the password of ${what}`,
  "person.password_reset": (what) => `set a new password for ${what}`,
  "passkey.added": (what) => `added a passkey for ${what}`,
  "passkey.removed": (what) => `removed a passkey of ${what}`,
  "invitation.sent": () => "invited somebody",
  "invitation.sent_again": () => "sent an invitation again",
  "invitation.accepted": () => "accepted an invitation",
  "invitation.withdrawn": () => "withdrew an invitation",
  "connection.connected": (what) => `connected ${what}`,
  "connection.disconnected": (what) => `disconnected ${what}`,
  "connection.erasure_asked": (what) => `asked to erase what was copied of ${what}`,
  "connection.erased": (what) => `erased what was copied of ${what}`,
  "event_type.offered": (what) => `offered ${what} to realtors`,
  "event_type.withdrawn": (what) => `stopped offering ${what}`,
  "delivery.opened": () => "opened what a delivery carried",
  "delivery.replayed": () => "had a delivery applied again",
  "deliveries.replayed": (_what, { detail }) =>
    `had ${countOf(detail["deliveries"], "delivery", "deliveries")} applied again`,
  "backfill.started": (what) => `began to copy the sessions of ${what}`,
  "sweep.started": (what) => `had the sessions of ${what} compared`,
  "sweeps.started": () => "had every coach's sessions compared",
  "api_key.created": (what) => `made ${what}`,
  "api_key.revoked": (what) => `revoked ${what}`,
  "api_key.rotated": (what) => `replaced ${what}`,
  "outgoing_endpoint.created": (what) => `added ${what}`,
  "outgoing_endpoint.changed": (what) => `changed ${what}`,
  "outgoing_endpoint.removed": (what) => `removed ${what}`,
  "outgoing_endpoint.secret_rotated": (what) => `gave ${what} a new secret`,
  "outgoing_endpoint.switched_off": (what) => `switched ${what} off`,
  "outgoing_message.sent_again": () => "had an outgoing message sent again",
  "message.opened": () => "opened a message to somebody else in the mailbox",
  "audit.exported": () => "exported the audit log",
};

/** What Calendly told or Punctual found, with nobody of the programme who did it. */
const events: Readonly<Record<string, (what: string, entry: AuditLogEntry) => string>> = {
  "session.booked": (what, { detail }) =>
    detail["rescheduled"] === true ? `An invitee moved to ${what}` : `An invitee booked ${what}`,
  "session.canceled": (what, { detail }) => `${partyOf(detail["canceledBy"])} canceled ${what}`,
  "session.rescheduled": (what) => `An invitee of ${what} moved to another time`,
  "session.no_show_marked": (what) => `An invitee of ${what} was marked as a no-show`,
  "session.no_show_unmarked": (what) => `An invitee of ${what} is no longer marked as a no-show`,
  "session.changed": (what) => `${capital(what)} changed at Calendly`,
  "session.invitee_changed": (what) => `An invitee of ${what} changed at Calendly`,
  "session.invitee_erased": (what) => `Calendly deleted the data of an invitee of ${what}`,
  "session.corrected": (what) => `A comparison put ${what} right`,
  "session.gone": (what) => `Calendly deleted the data of ${what}`,
  "connection.needs_reconnect": (what) => `${capital(what)} has to be connected again`,
  "backfill.started": (what) => `Copying the sessions of ${what} began`,
  "backfill.ended": (what, { detail }) => `${countOf(detail["sessions"], "session")} of ${what} were copied`,
  "backfill.failed": (what) => `Copying the sessions of ${what} stopped`,
  "outgoing_endpoint.switched_off": (what) => `${capital(what)} was switched off`,
  "audit.key_changed": () => "The log is sealed by a new key",
};

/** An entry as a sentence without its full stop: who did what. */
export function sentenceOf(entry: AuditLogEntry): string {
  const what = subjectWords(entry);
  const event = events[entry.action];
  if (entry.actor.kind === "system" && event !== undefined) return event(what, entry);
  const deed = deeds[entry.action]?.(what, entry) ?? plain(entry.action);
  return `${actorWords(entry)} ${deed}${forWhom(entry)}`;
}

export function actorWords({ actor }: Pick<AuditLogEntry, "actor">): string {
  switch (actor.kind) {
    case "system":
      return "Punctual";
    case "key":
      return actor.name === null ? "An API key that is gone" : `The API key ${actor.name}`;
    case "person":
      return actor.name ?? "Somebody who is gone";
  }
}

/** A session is named with its coach, a connection by its coach alone. */
function subjectWords({ action, actor, subject, detail }: AuditLogEntry): string {
  const [prefix] = subject.id.split("_");
  const coach = subject.coach?.name ?? null;
  switch (prefix) {
    case "ses":
      return subject.name === null ? "a session that is gone" : `${subject.name} with ${coach ?? "a coach"}`;
    case "per":
      if (subject.id === actor.id) return "their own account";
      return subject.name ?? "somebody who is gone";
    case "con":
      if (coach === null) return "a coach who is no longer connected";
      return action.startsWith("connection.") ? `the Calendly account of ${coach}` : coach;
    case "ety":
      return subject.name === null ? "an event type that is gone" : `${subject.name}`;
    case "key":
      return `the API key ${subject.name ?? String(detail["name"] ?? "that is gone")}`;
    case "oep":
      return `the outgoing webhook ${subject.name ?? "that is gone"}`;
    default:
      return "it";
  }
}

function forWhom({ onBehalfOf }: AuditLogEntry): string {
  return onBehalfOf === null ? "" : `, for ${onBehalfOf.name ?? "somebody who is gone"}`;
}

/** `outgoing_message.sent_again`: its words, where nothing better is known. */
function plain(action: string): string {
  return `did this: ${action.replace(".", ", ").replaceAll("_", " ")}`;
}

function partyOf(by: unknown): string {
  return by === "host" ? "The host" : by === "invitee" ? "An invitee" : "Somebody";
}

function roleWords(after: AuditLogEntry["after"]): string {
  return typeof after?.["role"] === "string" ? ` to ${after["role"]}` : "";
}

function countOf(value: unknown, one: string, many?: string): string {
  return count(typeof value === "number" ? value : 0, one, many);
}

const factNames: Readonly<Record<string, string>> = {
  startAt: "starts",
  endAt: "ends",
  coachId: "coach",
  inviteeId: "invitee",
  canceledBy: "canceled by",
  reasonGiven: "a reason was given",
  keyId: "key",
  userUri: "Calendly user",
  eventTypes: "event types",
};

/** Facts in words; a list as one text. */
export function factsOf(facts: Readonly<Record<string, unknown>>) {
  return Object.entries(facts).map(([name, value]) => ({ name: capital(factName(name)), value: valueWords(value) }));
}

/** What changed: each fact with what it was and what it is; null where it was not told. */
export function changesOf({ before, after }: Pick<AuditLogEntry, "before" | "after">) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.map((name) => ({
    name: factName(name),
    before: before?.[name] === undefined ? null : valueWords(before[name]),
    after: after?.[name] === undefined ? null : valueWords(after[name]),
  }));
}

function factName(name: string): string {
  return factNames[name] ?? name.replaceAll(/([A-Z])/g, " $1").toLowerCase();
}

function valueWords(value: unknown): string {
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(valueWords).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** One line about how far the log can be relied on. `ago` says when it was sealed, in words. */
export function stateSentence({ head, sealed, verified }: AuditState, ago: string): string {
  if (verified.trouble !== null) return `The log was tampered with. ${verified.trouble}`;
  if (head === null) return "Nothing has been recorded yet.";
  const seen = verified.to - verified.from + 1;
  const looked = seen === head.seq ? "all of it" : `its newest ${count(seen, "entry", "entries")}`;
  const sealing =
    sealed === null ? "Not sealed yet; a worker does that within a minute" : `Sealed up to entry ${sealed.seq}, ${ago}`;
  return `${sealing}. We looked at ${looked} just now: whole, and in order.`;
}
