import type { Origins } from "../../http/origin.ts";
import type { Timestamp } from "../../world/records.ts";
import type { CustomField } from "../custom-fields/custom-field-records.ts";
import { customFieldUri, presentValue } from "../custom-fields/present.ts";
import type { Contact } from "./contact-records.ts";
import type { MeetingDates } from "./meeting-dates.ts";

/** What a contact is shown with. */
export interface ContactView {
  readonly contact: Contact;
  /** Every field of the organization; null leaves `custom_fields` out. */
  readonly fields: readonly CustomField[] | null;
  readonly dates: MeetingDates;
}

export function contactUri(origins: Origins, id: string): string {
  return `${origins.api}/contacts/${id}`;
}

/** The part that REST answers and webhooks share. */
function presentCommon({ contact, fields, dates }: ContactView, origins: Origins) {
  return {
    uri: contactUri(origins, contact.id),
    emails: contact.emails,
    phone_numbers: contact.phoneNumbers.map((phone_number) => ({ phone_number })),
    timezone: contact.timezone,
    job_title: contact.job_title,
    company: contact.company,
    country: contact.country,
    state: contact.state,
    city: contact.city,
    linkedin: contact.linkedin,
    ...(fields === null
      ? {}
      : {
          custom_fields: fields.map((field) => ({
            uri: customFieldUri(origins, field.id),
            label: field.label,
            value: presentValue(field, contact.customFields[field.id]),
          })),
        }),
    created_at: contact.createdAt,
    updated_at: contact.updatedAt,
    // The sandbox sends no e-mail and reads none.
    first_email_date: null,
    last_email_date: null,
    next_meeting_date: dates.next,
    last_meeting_date: dates.last,
    last_interaction_date: dates.interaction,
  };
}

export function presentContact(view: ContactView, origins: Origins) {
  return {
    ...presentCommon(view, origins),
    name: view.contact.name,
    app_url: `${origins.booking}/app/contacts/${view.contact.id}`,
  };
}

/** Of `contact.created` and `contact.updated`: without a link into the web app, with where the contact came from. */
export function presentContactPayload(view: ContactView, origins: Origins) {
  return {
    user_uuid: view.contact.ownerId,
    contact: {
      ...presentCommon(view, origins),
      name: view.contact.name ?? "",
      creation_source: view.contact.source,
    },
  };
}

export function presentDeletedContactPayload(contact: Contact, deletedAt: Timestamp, origins: Origins) {
  return {
    user_uuid: contact.ownerId,
    contact: { uri: contactUri(origins, contact.id), deleted_at: deletedAt },
  };
}
