import type { Endpoint } from "../http/endpoint.ts";
import { activityLogEndpoints } from "./activity-log/endpoints.ts";
import { availabilityEndpoints } from "./availability/endpoints.ts";
import { contactListEndpoints } from "./contact-lists/endpoints.ts";
import { contactEndpoints } from "./contacts/endpoints.ts";
import { customFieldEndpoints } from "./custom-fields/endpoints.ts";
import { dataComplianceEndpoints } from "./data-compliance/endpoints.ts";
import { eventTypeEndpoints } from "./event-types/endpoints.ts";
import { groupEndpoints } from "./groups/endpoints.ts";
import { invitationEndpoints } from "./invitations/endpoints.ts";
import { inviteeEndpoints } from "./invitees/endpoints.ts";
import { locationEndpoints } from "./locations/endpoints.ts";
import { meetingLimitEndpoints } from "./meeting-limits/endpoints.ts";
import { meetingRecapEndpoints } from "./meeting-recaps/endpoints.ts";
import { noShowEndpoints } from "./no-shows/endpoints.ts";
import { noteEndpoints } from "./notes/endpoints.ts";
import { organizationEndpoints } from "./organizations/endpoints.ts";
import { outgoingCommunicationEndpoints } from "./outgoing-communications/endpoints.ts";
import { routingFormEndpoints } from "./routing-forms/endpoints.ts";
import { sampleWebhookDataEndpoints } from "./sample-webhook-data/endpoints.ts";
import { scheduledEventEndpoints } from "./scheduled-events/endpoints.ts";
import { schedulingLinkEndpoints } from "./scheduling-links/endpoints.ts";
import { shareEndpoints } from "./shares/endpoints.ts";
import { teamEndpoints } from "./teams/endpoints.ts";
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
  ...shareEndpoints,
  ...locationEndpoints,
  ...meetingLimitEndpoints,
  ...dataComplianceEndpoints,
  ...webhookSubscriptionEndpoints,
  ...sampleWebhookDataEndpoints,
  ...activityLogEndpoints,
  ...groupEndpoints,
  ...invitationEndpoints,
  ...outgoingCommunicationEndpoints,
  ...teamEndpoints,
  // Before the contacts: `/contacts/{uuid}` would take the fields' address for somebody's.
  ...customFieldEndpoints,
  ...contactEndpoints,
  ...contactListEndpoints,
  ...noteEndpoints,
  ...meetingRecapEndpoints,
  ...routingFormEndpoints,
];
