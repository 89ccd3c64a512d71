import type { Endpoint } from "../http/endpoint.ts";
import { availabilityEndpoints } from "./availability/endpoints.ts";
import { eventTypeEndpoints } from "./event-types/endpoints.ts";
import { inviteeEndpoints } from "./invitees/endpoints.ts";
import { noShowEndpoints } from "./no-shows/endpoints.ts";
import { organizationEndpoints } from "./organizations/endpoints.ts";
import { scheduledEventEndpoints } from "./scheduled-events/endpoints.ts";
import { schedulingLinkEndpoints } from "./scheduling-links/endpoints.ts";
import { userEndpoints } from "./users/endpoints.ts";
import { webhookSubscriptionEndpoints } from "./webhook-subscriptions/endpoints.ts";

/** Every operation that the sandbox has; the README's table and the coverage test walk it. */
export const apiEndpoints: readonly Endpoint[] = [
  ...userEndpoints,
  ...organizationEndpoints,
  ...eventTypeEndpoints,
  ...availabilityEndpoints,
  ...scheduledEventEndpoints,
  ...inviteeEndpoints,
  ...noShowEndpoints,
  ...schedulingLinkEndpoints,
  ...webhookSubscriptionEndpoints,
];
