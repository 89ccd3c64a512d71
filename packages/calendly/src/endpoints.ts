import type { Endpoint } from "./endpoint.ts";
import { listUserAvailabilitySchedules, listUserBusyTimes } from "./endpoints/availability.ts";
import { getEventType, listEventTypeAvailableTimes, listEventTypes } from "./endpoints/event-types.ts";
import { createInvitee, createInviteeNoShow, deleteInviteeNoShow, getInviteeNoShow } from "./endpoints/invitees.ts";
import { getOrganization, listOrganizationMemberships } from "./endpoints/organizations.ts";
import {
  cancelScheduledEvent,
  getEventInvitee,
  getScheduledEvent,
  listEventInvitees,
  listScheduledEvents,
} from "./endpoints/scheduled-events.ts";
import { createSchedulingLink } from "./endpoints/scheduling-links.ts";
import { getCurrentUser, getUser } from "./endpoints/users.ts";
import {
  createWebhookSubscription,
  deleteWebhookSubscription,
  getWebhookSubscription,
  listWebhookSubscriptions,
} from "./endpoints/webhook-subscriptions.ts";

/** Every operation this client speaks, by its id. */
export const endpoints = {
  getCurrentUser,
  getUser,
  getOrganization,
  listOrganizationMemberships,
  listEventTypes,
  getEventType,
  listEventTypeAvailableTimes,
  listUserAvailabilitySchedules,
  listUserBusyTimes,
  listScheduledEvents,
  getScheduledEvent,
  cancelScheduledEvent,
  listEventInvitees,
  getEventInvitee,
  createInvitee,
  createInviteeNoShow,
  getInviteeNoShow,
  deleteInviteeNoShow,
  createSchedulingLink,
  listWebhookSubscriptions,
  createWebhookSubscription,
  getWebhookSubscription,
  deleteWebhookSubscription,
} as const satisfies Record<string, Endpoint>;

export type EndpointId = keyof typeof endpoints;

/** The same table as a list, for whoever walks it. */
export const endpointList: readonly Endpoint[] = Object.values(endpoints);
