/**
 * Every scope an app may ask for. `x:write` includes `x:read`.
 *
 * Source: https://developer.calendly.com/docs/authentication/scopes
 */
export const allScopes = [
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
  "users:read",
  "organizations:read",
  "organizations:write",
  "groups:read",
  "contacts:read",
  "contacts:write",
  "meeting_recaps:read",
  "meeting_recaps:write",
  "webhooks:read",
  "webhooks:write",
  "activity_log:read",
  "data_compliance:write",
  "outgoing_communications:read",
] as const;

export type Scope = (typeof allScopes)[number];
