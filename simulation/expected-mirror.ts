import type { Sandbox } from "@punctual/calendly-sandbox";

/** One row, column by column, in the form in which it is compared. */
export type Row = Readonly<Record<string, unknown>>;

/** What the mirror must say, by URI. */
export interface Mirror {
  readonly sessions: ReadonlyMap<string, Row>;
  readonly invitees: ReadonlyMap<string, Row>;
  readonly eventTypes: ReadonlyMap<string, Row>;
}

/* Records as the sandbox keeps them: neither its API nor the product's translators come in between. */

interface Cancellation {
  readonly canceled_by: string;
  readonly canceler_type: string;
  readonly created_at: string;
  readonly reason: string | null;
}

interface EventRecord {
  readonly id: string;
  readonly eventTypeId: string;
  readonly hostIds: readonly string[];
  readonly name: string;
  readonly status: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly location: {
    readonly type: string;
    readonly location?: string | null;
    readonly pushedAt?: number;
    readonly joinUrl?: string;
  };
  readonly counter: { readonly total: number; readonly active: number; readonly limit: number };
  readonly guests: readonly { readonly email: string; readonly left: boolean }[];
  readonly meetingNotes: string | null;
  readonly calendarEvent: { readonly kind: string; readonly externalId: string } | null;
  readonly cancellation: Cancellation | null;
  readonly createdAt: string;
}

interface Link {
  readonly eventId: string;
  readonly inviteeId: string;
}

interface InviteeRecord {
  readonly id: string;
  readonly eventId: string;
  readonly email: string;
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly status: string;
  readonly timeZone: string;
  readonly answers: readonly { readonly question: string; readonly answer: string; readonly position: number }[];
  readonly tracking: Readonly<Record<string, string | null>>;
  readonly textReminderNumber: string | null;
  readonly rescheduled: boolean;
  readonly oldInvitee: Link | null;
  readonly newInvitee: Link | null;
  readonly cancellation: Cancellation | null;
  readonly noShow: { readonly id: string; readonly createdAt: string } | null;
  readonly schedulingMethod: string | null;
  readonly scheduledBy: string | null;
  readonly createdAt: string;
}

interface EventTypeRecord {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly durationMinutes: number;
  readonly active: boolean;
  readonly secret: boolean;
  readonly color: string;
  readonly deletedAt: string | null;
  readonly code?: string | null;
}

interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Our word for the places that the scenario uses. */
const placeKinds: Readonly<Record<string, string>> = { google_conference: "google_meet" };

/** Reads what happened at Calendly, as it is now, in the words of our database. `url`: the origin of its URIs. */
export function readExpected(sandbox: Sandbox, url: string): Mirror {
  const users = new Map(all<UserRecord>(sandbox, "users").map((user) => [user.id, user]));
  const events = all<EventRecord>(sandbox, "events");
  const invitees = new Map(all<InviteeRecord>(sandbox, "invitees").map((invitee) => [invitee.id, invitee]));
  const inviteeUri = (link: Link | null) =>
    link === null ? null : `${url}/scheduled_events/${link.eventId}/invitees/${link.inviteeId}`;

  const sessions = events.map((event): [string, Row] => [
    `${url}/scheduled_events/${event.id}`,
    {
      event_type_uri: `${url}/event_types/${event.eventTypeId}`,
      name: event.name,
      status: event.status,
      start_at: event.startAt,
      end_at: event.endAt,
      location: placeOf(event, url, sandbox.now()),
      guests: event.guests.filter(({ left }) => !left).map(({ email }) => email.toLowerCase()),
      hosts: event.hostIds.map((id) => {
        const host = users.get(id);
        return { userUri: `${url}/users/${id}`, email: host?.email.toLowerCase() ?? null, name: host?.name ?? null };
      }),
      meeting_notes: event.meetingNotes,
      calendar_entry: event.calendarEvent,
      invitees_total: event.counter.total,
      invitees_active: event.counter.active,
      invitees_limit: event.counter.limit,
      cancellation: cancellationOf(event.cancellation),
      calendly_created_at: milliseconds(event.createdAt),
      gone_at: null,
    },
  ]);

  const everyone = [...invitees.values()].map((invitee): [string, Row] => {
    const chain = chainOf(invitee, invitees);
    const isErased = invitee.email.endsWith("@deleted.invalid");
    return [
      inviteeUri({ eventId: invitee.eventId, inviteeId: invitee.id }) ?? "",
      {
        session: `${url}/scheduled_events/${invitee.eventId}`,
        status: invitee.status,
        time_zone: invitee.timeZone,
        rescheduled: invitee.rescheduled,
        old_invitee_uri: inviteeUri(invitee.oldInvitee),
        new_invitee_uri: inviteeUri(invitee.newInvitee),
        chain_uri: inviteeUri({ eventId: chain.first.eventId, inviteeId: chain.first.id }),
        chain_moves: chain.moves,
        no_show_uri: invitee.noShow === null ? null : `${url}/invitee_no_shows/${invitee.noShow.id}`,
        no_show_at: invitee.noShow === null ? null : milliseconds(invitee.noShow.createdAt),
        scheduling_method: invitee.schedulingMethod,
        scheduled_by_uri: invitee.scheduledBy === null ? null : `${url}/users/${invitee.scheduledBy}`,
        calendly_created_at: milliseconds(invitee.createdAt),
        erased: isErased,
        ...(isErased
          ? { questions_and_answers: [], first_name: null, last_name: null, text_reminder_number: null, tracking: {} }
          : {
              email: invitee.email.toLowerCase(),
              name: invitee.name,
              first_name: invitee.firstName,
              last_name: invitee.lastName,
              text_reminder_number: invitee.textReminderNumber,
              questions_and_answers: invitee.answers.map(({ question, answer, position }) => ({
                question,
                answer,
                position,
              })),
              tracking: Object.fromEntries(Object.entries(invitee.tracking).filter(([, value]) => value !== null)),
              cancellation: cancellationOf(invitee.cancellation),
              cancel_url: `${url}/cancellations/${invitee.id}`,
              reschedule_url: `${url}/reschedulings/${invitee.id}`,
            }),
      },
    ];
  });

  const eventTypes = all<EventTypeRecord>(sandbox, "eventTypes")
    .filter((type) => type.deletedAt === null && (type.code ?? null) === null)
    .map((type): [string, Row] => [
      `${url}/event_types/${type.id}`,
      {
        name: type.name,
        slug: type.slug,
        duration: type.durationMinutes,
        active: type.active,
        secret: type.secret,
        color: type.color,
      },
    ]);
  return { sessions: new Map(sessions), invitees: new Map(everyone), eventTypes: new Map(eventTypes) };
}

function all<Found>(sandbox: Sandbox, table: string): Found[] {
  const found: Found[] = [];
  let after: string | undefined;
  for (;;) {
    const page = sandbox.listRecords(table, { limit: 200, ...(after === undefined ? {} : { after }) });
    found.push(...page.map(({ record }) => record as Found));
    if (page.length < 200) return found;
    after = page.at(-1)?.key;
  }
}

const milliseconds = (timestamp: string): number => Date.parse(timestamp);

function placeOf(event: EventRecord, url: string, now: number): Row | null {
  const { type, location = null, pushedAt, joinUrl } = event.location;
  if (type === "custom" && !location) return null;
  const isPushed = pushedAt !== undefined && pushedAt <= now;
  const meet = type === "google_conference" ? `${url}/events/${event.id}/google_meet` : (joinUrl ?? null);
  return { kind: placeKinds[type] ?? type, detail: location || null, joinUrl: isPushed ? meet : null };
}

function cancellationOf(cancellation: Cancellation | null): Row | null {
  if (cancellation === null) return null;
  return {
    by: cancellation.canceler_type === "invitee" ? "invitee" : "host",
    canceledBy: cancellation.canceled_by,
    reason: cancellation.reason === "" ? null : cancellation.reason,
    at: milliseconds(cancellation.created_at),
  };
}

/** The first booking of a chain of reschedules, and how often it was moved to come to this one. */
function chainOf(
  invitee: InviteeRecord,
  invitees: ReadonlyMap<string, InviteeRecord>,
): { readonly first: InviteeRecord; readonly moves: number } {
  let [first, moves] = [invitee, 0];
  for (let old = invitee.oldInvitee; old !== null; old = first.oldInvitee) {
    const before = invitees.get(old.inviteeId);
    if (before === undefined) break;
    first = before;
    moves += 1;
  }
  return { first, moves };
}
