import type { FaultRule } from "../controls/fault-rules.ts";
import type { AuthorizationCode, Token } from "../oauth/types.ts";
import { type ContactList, sameName } from "../resources/contact-lists/contact-list-records.ts";
import { type Contact, digitsOf, primaryOf } from "../resources/contacts/contact-records.ts";
import type { CustomField } from "../resources/custom-fields/custom-field-records.ts";
import type { Conferencing } from "../resources/locations/conferencing.ts";
import type { MeetingRecap, Notetaker } from "../resources/meeting-recaps/recap-records.ts";
import type { Note } from "../resources/notes/note-records.ts";
import type { RoutingForm, RoutingSubmission } from "../resources/routing-forms/routing-form-records.ts";
import type { Delivery, WebhookSubscription } from "../webhooks/types.ts";
import type { ActivityEntry } from "../world/activity-records.ts";
import type { Calendar } from "../world/calendars.ts";
import type { Communication } from "../world/communication-records.ts";
import type { PlannedTask } from "../world/due-work.ts";
import type { Hold } from "../world/holds.ts";
import type { ObservedHolidays } from "../world/holidays.ts";
import type { FormerMembership, Group, GroupRelationship, Invitation, Team } from "../world/organization-records.ts";
import type {
  App,
  BusyTime,
  EventType,
  Invitee,
  MeetingLimits,
  Organization,
  Schedule,
  ScheduledEvent,
  SchedulingLink,
  User,
} from "../world/records.ts";
import type { OwnSchedule } from "../world/schedules.ts";
import type { Share } from "../world/share.ts";
import type { TableDefinition } from "./table.ts";

function define<Row>(
  name: string,
  key: (row: Row) => string,
  columns: TableDefinition<Row>["columns"],
  indexes: TableDefinition<Row>["indexes"],
  several: TableDefinition<Row>["several"] = {},
): TableDefinition<Row> {
  return { name, key, columns, indexes, several };
}

/** Every table of the sandbox; a new resource adds a line here. */
export const definitions = {
  organizations: define<Organization>("organizations", (row) => row.id, { created: (row) => row.createdAt }, []),
  users: define<User>(
    "users",
    (row) => row.id,
    {
      slug: (row) => row.slug,
      email: (row) => row.email.toLowerCase(),
      organization: (row) => row.organizationId,
      membership: (row) => row.membershipId,
      role: (row) => row.role,
      created: (row) => row.createdAt,
    },
    [["slug"], ["email"], ["membership"], ["organization", "created"]],
  ),
  formerMemberships: define<FormerMembership>(
    "former_memberships",
    (row) => row.id,
    { organization: (row) => row.organizationId, user: (row) => row.userId },
    [["organization"], ["user"]],
  ),
  invitations: define<Invitation>(
    "invitations",
    (row) => row.id,
    {
      organization: (row) => row.organizationId,
      email: (row) => row.email.toLowerCase(),
      status: (row) => row.status,
      created: (row) => row.createdAt,
    },
    [["organization", "created"]],
  ),
  teams: define<Team>(
    "teams",
    (row) => row.id,
    { organization: (row) => row.organizationId, slug: (row) => row.slug, created: (row) => row.createdAt },
    [["organization", "created"], ["slug"]],
  ),
  groups: define<Group>(
    "groups",
    (row) => row.id,
    { organization: (row) => row.organizationId, created: (row) => row.createdAt },
    [["organization", "created"]],
  ),
  groupRelationships: define<GroupRelationship>(
    "group_relationships",
    (row) => row.id,
    {
      organization: (row) => row.organizationId,
      group: (row) => row.groupId,
      user: (row) => (row.owner.kind === "membership" ? row.owner.userId : null),
      invitation: (row) => (row.owner.kind === "invitation" ? row.owner.invitationId : null),
      created: (row) => row.createdAt,
    },
    [["organization", "created"], ["group", "created"], ["user"], ["invitation"]],
  ),
  activity: define<ActivityEntry>(
    "activity",
    (row) => row.id,
    {
      organization: (row) => row.organizationId,
      occurred: (row) => row.occurredAt,
      seq: (row) => row.seq,
      namespace: (row) => row.namespace,
      action: (row) => row.action,
      actor: (row) => (row.actor.kind === "user" ? row.actor.userId : ""),
      actor_name: (row) => (row.actor.kind === "user" ? row.actor.name.toLowerCase() : "calendly system"),
    },
    [["organization", "occurred"]],
  ),
  communications: define<Communication>(
    "communications",
    (row) => row.id,
    { organization: (row) => row.organizationId, event: (row) => row.eventId, created: (row) => row.createdAt },
    [["organization", "created"], ["event"]],
  ),
  eventTypes: define<EventType>(
    "event_types",
    (row) => row.id,
    {
      owner: (row) => row.ownerId,
      organization: (row) => row.organizationId,
      team: (row) => row.teamId,
      code: (row) => row.oneOff?.code ?? null,
      managed: (row) => (row.adminManaged ? 1 : 0),
      slug: (row) => row.slug,
      schedule: (row) => row.scheduleId,
      active: (row) => (row.active ? 1 : 0),
      deleted: (row) => (row.deletedAt === null ? 0 : 1),
      name: (row) => row.name.toLowerCase(),
      position: (row) => row.position,
      created: (row) => row.createdAt,
      updated: (row) => row.updatedAt,
    },
    [["owner", "slug"], ["owner", "position"], ["organization", "name"], ["team", "slug"], ["code"]],
    // A shared type is also theirs who host it.
    { users: { first: "owner", others: (row) => row.hostIds.filter((id) => id !== row.ownerId) } },
  ),
  schedules: define<Schedule>("schedules", (row) => row.id, { user: (row) => row.userId }, [["user"]]),
  busyTimes: define<BusyTime>(
    "busy_times",
    (row) => row.id,
    { user: (row) => row.userId, start: (row) => row.startAt },
    [["user", "start"]],
  ),
  ownSchedules: define<OwnSchedule>(
    "event_type_schedules",
    (row) => row.id,
    { type: (row) => row.eventTypeId, user: (row) => row.userId },
    [["type", "user"]],
  ),
  calendars: define<Calendar>(
    "calendars",
    (row) => row.id,
    { user: (row) => row.userId, created: (row) => row.createdAt },
    [["user", "created"]],
  ),
  holds: define<Hold>("holds", (row) => row.id, { expires: (row) => row.expiresAt }, [["expires"]]),
  conferencing: define<Conferencing>("conferencing", (row) => row.userId, {}, []),
  holidays: define<ObservedHolidays>("holidays", (row) => row.userId, {}, []),
  meetingLimits: define<MeetingLimits>("meeting_limits", (row) => row.userId, {}, []),
  events: define<ScheduledEvent>(
    "scheduled_events",
    (row) => row.id,
    {
      host: (row) => row.hostId,
      organization: (row) => row.organizationId,
      type: (row) => row.eventTypeId,
      status: (row) => row.status,
      start: (row) => row.startAt,
    },
    [
      ["host", "start"],
      ["type", "start"],
      ["organization", "start"],
    ],
    { hosts: { first: "host", others: (row) => row.hostIds.slice(1) } },
  ),
  invitees: define<Invitee>(
    "invitees",
    (row) => row.id,
    {
      event: (row) => row.eventId,
      email: (row) => row.email.toLowerCase(),
      status: (row) => row.status,
      no_show: (row) => row.noShow?.id ?? null,
      created: (row) => row.createdAt,
    },
    [["event", "created"], ["email"], ["no_show"]],
  ),
  contacts: define<Contact>(
    "contacts",
    (row) => row.id,
    {
      owner: (row) => row.ownerId,
      email: primaryOf,
      phone: (row) => (row.phoneNumbers[0] === undefined ? null : digitsOf(row.phoneNumbers[0])),
      list: (row) => row.listIds[0] ?? null,
      name: (row) => row.name?.toLowerCase() ?? null,
      timezone: (row) => row.timezone?.toLowerCase() ?? null,
      job_title: (row) => row.job_title?.toLowerCase() ?? null,
      company: (row) => row.company?.toLowerCase() ?? null,
      country: (row) => row.country?.toLowerCase() ?? null,
      state: (row) => row.state?.toLowerCase() ?? null,
      city: (row) => row.city?.toLowerCase() ?? null,
      created: (row) => row.createdAt,
      updated: (row) => row.updatedAt,
    },
    [["owner", "created"], ["email"], ["list"]],
    {
      emails: {
        first: "email",
        others: (row) => row.emails.map(({ email }) => email.toLowerCase()).filter((email) => email !== primaryOf(row)),
      },
      phones: { first: "phone", others: (row) => row.phoneNumbers.slice(1).map(digitsOf) },
      lists: { first: "list", others: (row) => row.listIds.slice(1) },
    },
  ),
  customFields: define<CustomField>(
    "custom_fields",
    (row) => row.id,
    {
      organization: (row) => row.organizationId,
      label: (row) => row.label.toLowerCase(),
      created: (row) => row.createdAt,
    },
    [["organization", "created"]],
  ),
  contactLists: define<ContactList>(
    "contact_lists",
    (row) => row.id,
    {
      owner: (row) => row.ownerId,
      name: (row) => sameName(row.name),
      is_view: (row) => (row.view === null ? 0 : 1),
      created: (row) => row.createdAt,
    },
    [["owner", "created"]],
  ),
  notes: define<Note>(
    "notes",
    (row) => row.id,
    { author: (row) => row.authorId, contact: (row) => row.contactId, updated: (row) => row.updatedAt },
    [["contact", "updated"]],
  ),
  meetingRecaps: define<MeetingRecap>(
    "meeting_recaps",
    (row) => row.id,
    {
      user: (row) => row.userId,
      event: (row) => row.eventId,
      status: (row) => row.status,
      start: (row) => row.startAt,
      attendee: (row) => row.attendees[0]?.user_email.toLowerCase() ?? null,
    },
    [["user", "start"], ["event"]],
    {
      attendees: {
        first: "attendee",
        others: (row) => row.attendees.slice(1).map((one) => one.user_email.toLowerCase()),
      },
    },
  ),
  notetakers: define<Notetaker>("notetakers", (row) => row.userId, {}, []),
  routingForms: define<RoutingForm>(
    "routing_forms",
    (row) => row.id,
    { organization: (row) => row.organizationId, slug: (row) => row.slug, created: (row) => row.createdAt },
    [["organization", "created"], ["slug"]],
  ),
  routingSubmissions: define<RoutingSubmission>(
    "routing_submissions",
    (row) => row.id,
    { form: (row) => row.formId, created: (row) => row.createdAt },
    [["form", "created"]],
  ),
  links: define<SchedulingLink>(
    "scheduling_links",
    (row) => row.code,
    { event: (row) => row.usedBy?.eventId ?? null },
    [["event"]],
  ),
  shares: define<Share>(
    "shares",
    (row) => row.id,
    { user: (row) => row.userId, link: (row) => row.linkCode, created: (row) => row.createdAt },
    [["link"], ["user", "created"]],
  ),
  dueWork: define<PlannedTask>("due_work", (row) => row.id, { due: (row) => row.dueAt, seq: (row) => row.seq }, [
    ["due", "seq"],
  ]),
  apps: define<App>("apps", (row) => row.clientId, {}, []),
  codes: define<AuthorizationCode>(
    "authorization_codes",
    (row) => row.code,
    { user: (row) => row.userId, client: (row) => row.clientId },
    [["user"]],
  ),
  tokens: define<Token>(
    "tokens",
    (row) => row.token,
    { user: (row) => row.userId, client: (row) => row.clientId, grant: (row) => row.grantId, kind: (row) => row.kind },
    [["user"], ["grant"]],
  ),
  subscriptions: define<WebhookSubscription>(
    "webhook_subscriptions",
    (row) => row.id,
    {
      organization: (row) => row.organizationId,
      scope: (row) => row.scope,
      user: (row) => row.userId,
      group: (row) => row.groupId,
      state: (row) => row.state,
      created: (row) => row.createdAt,
    },
    [["organization", "scope"], ["user"], ["group"]],
  ),
  deliveries: define<Delivery>(
    "deliveries",
    (row) => row.id,
    {
      subscription: (row) => row.subscriptionId,
      organization: (row) => row.organizationId,
      status: (row) => row.status,
      event: (row) => row.event,
      due: (row) => row.dueAt,
      seq: (row) => row.seq,
      held: (row) => (row.heldFor > 0 ? 1 : 0),
    },
    [["status", "due"], ["subscription", "seq"], ["held", "subscription"], ["seq"]],
  ),
  faults: define<FaultRule>("faults", (row) => row.id, { seq: (row) => row.seq }, []),
} as const;
