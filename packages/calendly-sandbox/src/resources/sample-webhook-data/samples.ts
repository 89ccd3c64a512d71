import type { WebhookEventName } from "@punctual/calendly";
import { contactCreated, contactDeleted, contactUpdated } from "./contact-sample.ts";
import { eventTypeCreated, eventTypeDeleted, eventTypeUpdated } from "./event-type-sample.ts";
import { inviteeCanceled, inviteeCreated, noShowCreated, noShowDeleted } from "./invitee-sample.ts";
import { recapCreated, recapDeleted, recapUpdated } from "./recap-sample.ts";
import { submissionCreated } from "./submission-sample.ts";
import type { SampleSetting } from "./types.ts";

/** The payload of a sample, for each event. */
export const samples: Readonly<Record<WebhookEventName, (setting: SampleSetting) => object>> = {
  "invitee.created": inviteeCreated,
  "invitee.canceled": inviteeCanceled,
  "invitee_no_show.created": noShowCreated,
  "invitee_no_show.deleted": noShowDeleted,
  "routing_form_submission.created": submissionCreated,
  "event_type.created": eventTypeCreated,
  "event_type.deleted": eventTypeDeleted,
  "event_type.updated": eventTypeUpdated,
  "meeting_recap.created": recapCreated,
  "meeting_recap.updated": recapUpdated,
  "meeting_recap.deleted": recapDeleted,
  "contact.created": contactCreated,
  "contact.updated": contactUpdated,
  "contact.deleted": contactDeleted,
};
