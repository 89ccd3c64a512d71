import type { Scope } from "@punctual/calendly";

/** One sentence for a family's `read`, one for its `write`, which includes reading. */
const scopeFamilies: readonly { readonly name: string; readonly read: string; readonly write?: string }[] = [
  { name: "users", read: "See your name, email address, time zone and booking page" },
  {
    name: "organizations",
    read: "See your organization and its members",
    write: "See your organization, invite and remove its members",
  },
  { name: "groups", read: "See groups and who belongs to them" },
  { name: "event_types", read: "See your event types", write: "See, create and change your event types" },
  { name: "availability", read: "See when you are available and busy", write: "See and change when you are available" },
  { name: "locations", read: "See where you meet" },
  {
    name: "scheduled_events",
    read: "See your meetings and who booked them",
    write: "See, book and cancel your meetings, and mark no-shows",
  },
  { name: "scheduling_links", read: "See your single-use links", write: "Make single-use booking links" },
  { name: "shares", read: "See customized booking links", write: "Make customized booking links" },
  { name: "routing_forms", read: "See routing forms and their answers" },
  { name: "contacts", read: "See your contacts", write: "See, create and change your contacts" },
  { name: "meeting_recaps", read: "See meeting recaps", write: "See and change meeting recaps" },
  { name: "webhooks", read: "See who is told about changes", write: "Be told about bookings and cancellations" },
  { name: "activity_log", read: "See the activity log of your organization" },
  {
    name: "data_compliance",
    read: "See data deletion requests",
    write: "Delete the data of invitees and of past meetings",
  },
  { name: "outgoing_communications", read: "See messages that were sent to invitees" },
];

/**
 * What scopes allow, one sentence for each family, in a fixed order. A scope that is not known here is shown by its name
 * rather than hidden.
 */
export function scopeSentences(scopes: readonly string[]): string[] {
  const asked = new Set(scopes);
  const known = scopeFamilies.flatMap(({ name, read, write = read }) => {
    const writes = asked.delete(`${name}:write`);
    const reads = asked.delete(`${name}:read`);
    if (writes) return [write];
    return reads ? [read] : [];
  });
  return [...known, ...[...asked].map((scope) => `Use “${scope}”`)];
}

/** Every scope, in the groups of Calendly's documentation. */
export const scopeGroups: readonly { readonly label: string; readonly scopes: readonly Scope[] }[] = [
  {
    label: "Scheduling",
    scopes: [
      "availability:read",
      "availability:write",
      "event_types:read",
      "event_types:write",
      "locations:read",
      "routing_forms:read",
      "shares:read",
      "shares:write",
      "scheduled_events:read",
      "scheduled_events:write",
      "scheduling_links:write",
    ],
  },
  { label: "People", scopes: ["users:read", "organizations:read", "organizations:write", "groups:read"] },
  { label: "Contacts", scopes: ["contacts:read", "contacts:write"] },
  { label: "Notetaker", scopes: ["meeting_recaps:read", "meeting_recaps:write"] },
  { label: "Webhooks", scopes: ["webhooks:read", "webhooks:write"] },
  { label: "Security", scopes: ["activity_log:read", "data_compliance:write", "outgoing_communications:read"] },
];
