import type { Invitee, ScheduledEvent } from "@punctual/calendly";
import type { Temporal } from "temporal-polyfill";
import type { StoredHost, StoredSessionLocation } from "../database/schema.ts";
import type { CalendlyOrigins } from "./calendly-origins.ts";
import { locationKind } from "./location-kind.ts";
import type { InviteeSnapshot, SessionChange, SessionSnapshot } from "./session-snapshot.ts";
import { cancellationIn } from "./translate-cancellation.ts";
import { laterOf, statusOf, translateInvitee } from "./translate-invitee.ts";
import { demand, fieldsOf, fillUp, UnusableRecord, usable, type WireFields } from "./wire-fields.ts";

/**
 * Translates a scheduled event and the invitees that were read with it.
 * `observedAt` is when it was read: a later look at the same version of a record wins over an earlier one.
 *
 * @throws {CalendlyError} `unexpected_response` when one of them says nothing that may be acted on.
 */
export function translateReading(
  event: ScheduledEvent,
  invitees: readonly Invitee[],
  observedAt: Temporal.Instant,
  origins: CalendlyOrigins,
): SessionChange {
  const second = wholeSecond(observedAt);
  return usable("listScheduledEvents", () => ({
    session: translateSession(event, second, origins),
    invitees: invitees.map((invitee) => translateInvitee(invitee, second, origins)),
  }));
}

/** Translates an invitee who was read alone, at `observedAt`. Throws as {@link translateReading} does. */
export function translateInviteeReading(
  invitee: Invitee,
  observedAt: Temporal.Instant,
  origins: CalendlyOrigins,
): InviteeSnapshot {
  return usable("getEventInvitee", () => translateInvitee(invitee, wholeSecond(observedAt), origins));
}

/** Webhooks tell whole seconds: a finer time would make what they tell of the same second look older. */
function wholeSecond(observedAt: Temporal.Instant): Temporal.Instant {
  return observedAt.round({ smallestUnit: "second", roundingMode: "floor" });
}

/**
 * Translates the payload of an `invitee.*` or `invitee_no_show.*` webhook, as it came; `observedAt` is its envelope's
 * `created_at`.
 *
 * @throws {UnusableRecord} naming every needed field that is not there.
 */
export function translateInviteePayload(
  eventName: string,
  payload: unknown,
  observedAt: Temporal.Instant,
  origins: CalendlyOrigins,
): SessionChange {
  const sent: Readonly<Record<string, unknown>> = { ...Object(payload) };
  const missing: string[] = [];
  const read = <T>(path: string, translate: () => T): T | null => {
    try {
      return translate();
    } catch (error) {
      if (!(error instanceof UnusableRecord)) throw error;
      missing.push(...error.fields.map((field) => `${path}.${field}`));
      return null;
    }
  };
  const invitee = read("payload", () => translateInvitee(sent, observedAt, origins));
  const session = read("payload.scheduled_event", () => translateSession(sent["scheduled_event"], observedAt, origins));
  if (invitee === null || session === null) throw new UnusableRecord(missing);
  // That the mark is gone from the payload of a deletion is not documented, so the event's name decides.
  const revoked = { noShowUri: null, noShowAt: null, noShowKnownAt: invitee.observedAt };
  return { session, invitees: [eventName === "invitee_no_show.deleted" ? { ...invitee, ...revoked } : invitee] };
}

function translateSession(event: unknown, observedAt: Temporal.Instant, origins: CalendlyOrigins): SessionSnapshot {
  const sent = fieldsOf(event, origins);
  const needed = demand("", {
    uri: sent.uri("uri"),
    status: sent.text("status"),
    start_time: sent.instant("start_time"),
    end_time: sent.instant("end_time"),
    event_type: sent.uri("event_type"),
    created_at: sent.instant("created_at"),
    updated_at: sent.instant("updated_at"),
  });
  const status = statusOf(needed.status);
  const counter = sent.record("invitees_counter");
  const [total, active] = [counter?.count("total"), counter?.count("active")];
  const counted = total !== undefined && active !== undefined;
  const told = fillUp<ToldFields>(
    {
      name: nameIn(sent),
      location: locationIn(sent),
      guests: guestsIn(sent),
      hosts: hostsIn(sent),
      meetingNotes: notesIn(sent),
      calendarEntry: calendarEntryIn(sent),
      inviteesLimit: counter?.count("limit"),
      cancellation: cancellationIn(sent, status, needed.updated_at),
    },
    {
      name: "Session",
      location: null,
      guests: [],
      hosts: [],
      meetingNotes: null,
      calendarEntry: null,
      inviteesLimit: 1,
      cancellation: null,
    },
  );
  return {
    uri: needed.uri,
    eventTypeUri: needed.event_type,
    status,
    startAt: needed.start_time,
    endAt: needed.end_time,
    ...told.fields,
    inviteesTotal: counted ? total : 0,
    inviteesActive: counted ? active : 0,
    calendlyCreatedAt: needed.created_at,
    calendlyUpdatedAt: needed.updated_at,
    observedAt: laterOf(observedAt, needed.updated_at),
    lastTold: told.lastTold,
  };
}

type ToldFields = Pick<
  SessionSnapshot,
  "name" | "location" | "guests" | "hosts" | "meetingNotes" | "calendarEntry" | "inviteesLimit" | "cancellation"
>;

function nameIn(sent: WireFields): string | undefined {
  const name = sent.textOrNull("name");
  return name === null ? "Session" : name;
}

function guestsIn(sent: WireFields): string[] | undefined {
  return sent.records("event_guests")?.flatMap((guest) => guest.text("email")?.toLowerCase() ?? []);
}

/** One host who cannot be read makes the list untold: without them, the session would seem to be somebody else's. */
function hostsIn(sent: WireFields): StoredHost[] | undefined {
  const hosts: StoredHost[] = [];
  for (const membership of sent.records("event_memberships") ?? []) {
    const userUri = membership.uri("user");
    if (userUri === undefined) return undefined;
    const [email, name] = [membership.text("user_email"), membership.text("user_name")];
    hosts.push({ userUri, email: email?.toLowerCase() ?? null, name: name ?? null });
  }
  return hosts.length === 0 ? undefined : hosts;
}

function notesIn(sent: WireFields): string | null | undefined {
  const notes = sent.textOrNull("meeting_notes_plain");
  return notes?.trim() === "" ? null : notes;
}

function calendarEntryIn(sent: WireFields): SessionSnapshot["calendarEntry"] | undefined {
  const entry = sent.recordOrNull("calendar_event");
  if (!entry) return entry;
  const [kind, externalId] = [entry.text("kind"), entry.text("external_id")];
  return kind === undefined || externalId === undefined ? undefined : { kind, externalId };
}

function locationIn(sent: WireFields): StoredSessionLocation | null | undefined {
  const location = sent.recordOrNull("location");
  if (!location) return location;
  const detail = location.text("location") || null;
  const joinUrl = webAddress(location.text("join_url"));
  // An event type without a location yields `{ type: "custom", location: null }`: that is no location.
  if (location.text("type") === "custom" && detail === null) return null;
  return { kind: locationKind(location.text("type")), detail, joinUrl };
}

/** Only web addresses become links: anything else would run or leak when pressed. */
function webAddress(url: string | undefined): string | null {
  const parsed = url === undefined ? null : URL.parse(url);
  return parsed !== null && (parsed.protocol === "https:" || parsed.protocol === "http:") ? parsed.href : null;
}
