import type { Timestamp } from "../../world/records.ts";

/** The texts of a contact that can be left empty, and be filtered by. */
export const contactTexts = ["timezone", "job_title", "company", "country", "state", "city", "linkedin"] as const;
export type ContactTexts = { readonly [Name in (typeof contactTexts)[number]]: string | null };

export interface ContactEmail {
  readonly email: string;
  readonly is_primary: boolean;
}

/** text, single_select (an option's id) and date (`YYYY-MM-DD`): a string; number, currency: a number; tags: a list. */
export type CustomFieldValue = string | number | readonly string[];

/** Somebody whom a user meets: an entry of that user's own address book. */
export interface Contact extends ContactTexts {
  readonly id: string;
  readonly ownerId: string;
  readonly organizationId: string;
  readonly name: string | null;
  /** At least one, exactly one of them primary; no address is in two contacts of one owner. */
  readonly emails: readonly ContactEmail[];
  readonly phoneNumbers: readonly string[];
  /** By the definition's id; what is not set is not there. */
  readonly customFields: Readonly<Record<string, CustomFieldValue>>;
  /** Static Lists that it is in. */
  readonly listIds: readonly string[];
  readonly source: "booking" | "api" | "manual";
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** The digits of a number, by which two ways of writing it are the same. */
export function digitsOf(phoneNumber: string): string {
  return phoneNumber.replace(/\D/g, "");
}

export const primaryOf = (contact: Pick<Contact, "emails">): string =>
  (contact.emails.find((one) => one.is_primary) ?? contact.emails[0])?.email.toLowerCase() ?? "";
