import type { WebhookEventName } from "@punctual/calendly";
import { formatInstant } from "../../clock.ts";
import type { Origins } from "../../http/origin.ts";
import { profileOfUser } from "../../world/profile.ts";
import type { EventType } from "../../world/types.ts";
import { presentContactPayload, presentDeletedContactPayload } from "../contacts/present.ts";
import { presentEventTypePayload } from "../event-types/present.ts";
import { presentInviteePayload } from "../invitees/present.ts";
import {
  presentRecapCreatedPayload,
  presentRecapDeletedPayload,
  presentRecapUpdatedPayload,
} from "../meeting-recaps/present.ts";
import { presentRoutingSubmission } from "../routing-forms/present.ts";
import {
  exampleBooking,
  exampleCancellation,
  exampleContact,
  exampleCustomField,
  exampleEventType,
  exampleNoShow,
  exampleRecap,
  exampleSubmission,
  type Setting,
} from "./examples.ts";

type Sample = (setting: Setting, origins: Origins) => object;

/** Ten days: how old what is changed or deleted is, in hours. */
const old = 240;

const invitee =
  (exampleOf: (setting: Setting) => ReturnType<typeof exampleBooking>): Sample =>
  (setting, origins) => {
    const booking = exampleOf(setting);
    return presentInviteePayload(booking.invitee, booking.event, [setting.host], origins, setting.at);
  };

const eventType =
  (exampleOf: (setting: Setting) => EventType): Sample =>
  (setting, origins) => {
    const { host } = setting;
    return presentEventTypePayload({ eventType: exampleOf(setting), host, profile: profileOfUser(host) }, origins);
  };

const contact =
  (age: number): Sample =>
  (setting, origins) => {
    const example = exampleContact(setting, age);
    const next = formatInstant(exampleBooking(setting, 48).event.startAt);
    const dates = { next, last: null, interaction: example.createdAt };
    return presentContactPayload({ contact: example, fields: [exampleCustomField], dates }, origins);
  };

const recap =
  (age: number, present: typeof presentRecapUpdatedPayload): Sample =>
  (setting, origins) =>
    present({ ...exampleRecap(setting, age), now: setting.at }, origins);

/** The payload of a sample, for each event: of an example, as a delivery presents it. */
export const samples: Readonly<Record<WebhookEventName, Sample>> = {
  "invitee.created": invitee((setting) => exampleBooking(setting, 48)),
  "invitee.canceled": invitee(exampleCancellation),
  "invitee_no_show.created": invitee(exampleNoShow),
  "invitee_no_show.deleted": invitee((setting) => exampleBooking(setting, -24)),
  "routing_form_submission.created": (setting, origins) =>
    presentRoutingSubmission(exampleSubmission(setting), origins),
  // New event types arrive inactive, and deleted ones have been switched off.
  "event_type.created": eventType((setting) => exampleEventType(setting, 0, { active: false })),
  "event_type.updated": eventType((setting) => exampleEventType(setting, old)),
  "event_type.deleted": eventType((setting) =>
    exampleEventType(setting, old, { active: false, deletedAt: formatInstant(setting.at) }),
  ),
  "meeting_recap.created": recap(0, presentRecapCreatedPayload),
  "meeting_recap.updated": recap(24, presentRecapUpdatedPayload),
  "meeting_recap.deleted": (setting, origins) =>
    presentRecapDeletedPayload(exampleRecap(setting, 24).recap, formatInstant(setting.at), origins),
  "contact.created": contact(0),
  "contact.updated": contact(old),
  "contact.deleted": (setting, origins) =>
    presentDeletedContactPayload(exampleContact(setting, old), formatInstant(setting.at), origins),
};
