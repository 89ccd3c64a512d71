import type { Call } from "../../http/endpoint.ts";
import type { Parameters } from "../../http/input.ts";
import { idInUri, type Reader } from "../../http/reader.ts";
import { isTimeZone } from "../../slots/zone.ts";
import { listCustomFields } from "../custom-fields/endpoints.ts";
import { readValue, type ValueReading } from "../custom-fields/read-value.ts";
import {
  type Contact,
  type ContactEmail,
  type ContactTexts,
  type CustomFieldValue,
  contactTexts,
} from "./contact-records.ts";

const mostAddresses = 10;
const longestText = 255;

/** What a request says about a contact; what it does not speak of is not there. A null custom field is taken away. */
export interface ContactChange extends Partial<ContactTexts> {
  readonly name?: string;
  readonly emails?: readonly ContactEmail[];
  readonly phoneNumbers?: readonly string[];
  readonly customFields?: Readonly<Record<string, CustomFieldValue | null>>;
}

/** Every parameter of a contact. */
export const contactParameters = ["name", "emails", "phone_numbers", ...contactTexts, "custom_fields"] as const;

function readName(body: Parameters, reader: Reader, required: boolean): string | undefined {
  if (!required && !Object.hasOwn(body, "name")) return undefined;
  const name = reader.string("name", { required, longest: longestText })?.trim();
  if (name === "" || (name === undefined && reader.details.every(({ parameter }) => parameter !== "name"))) {
    reader.details.push({ parameter: "name", message: "must be filled" });
  }
  return name;
}

/** Up to ten, no address twice, exactly one primary. */
function readEmails(body: Parameters, reader: Reader, required: boolean): readonly ContactEmail[] | undefined {
  if (!Object.hasOwn(body, "emails") || !reader.has("emails")) {
    const isMissing = required || Object.hasOwn(body, "emails");
    if (isMissing) reader.details.push({ parameter: "emails", message: "is missing" });
    return undefined;
  }
  const before = reader.details.length;
  const items = reader.objects("emails");
  if (items === undefined) return undefined;
  const fail = (message: string) => reader.details.push({ parameter: "emails", message });
  if (items.length > mostAddresses) fail(`size cannot be greater than ${mostAddresses}`);
  const emails = items.map((item, at) => {
    const email = item.email("email", { required: true }) ?? "";
    if (!item.has("is_primary")) {
      reader.details.push({ parameter: `emails[${at}].is_primary`, message: "is missing" });
    }
    return { email, is_primary: item.boolean("is_primary") ?? false };
  });
  if (reader.details.length > before) return undefined;
  if (emails.filter((one) => one.is_primary).length !== 1) fail("must have exactly one primary email");
  if (new Set(emails.map(({ email }) => email.toLowerCase())).size < emails.length) fail("must be unique");
  return emails;
}

function readPhoneNumbers(body: Parameters, reader: Reader): readonly string[] | undefined {
  if (!Object.hasOwn(body, "phone_numbers")) return undefined;
  if (!reader.has("phone_numbers")) return [];
  const items = reader.objects("phone_numbers") ?? [];
  if (items.length > mostAddresses) {
    reader.details.push({ parameter: "phone_numbers", message: `size cannot be greater than ${mostAddresses}` });
  }
  return items.map((item, at) => {
    const number = item.string("phone_number", { required: true })?.trim() ?? "";
    const digits = number.replace(/\D/g, "").length;
    if (number !== "" && (!/^\+?[\d\s().-]+$/.test(number) || digits < 6 || digits > 15)) {
      const parameter = `phone_numbers[${at}].phone_number`;
      reader.details.push({ parameter, message: "Phone number format is invalid" });
    }
    return number;
  });
}

/** Null or an empty text clears a field. */
function readTexts(body: Parameters, reader: Reader): Partial<ContactTexts> {
  const texts: Partial<Record<keyof ContactTexts, string | null>> = {};
  for (const name of contactTexts) {
    if (!Object.hasOwn(body, name)) continue;
    const longest = name === "linkedin" ? 2_000 : longestText;
    const text = reader.string(name, { longest })?.trim() || null;
    if (name === "timezone" && text !== null && !isTimeZone(text)) {
      reader.details.push({ parameter: name, message: "is not a valid time zone" });
    }
    if (name === "linkedin" && text !== null && !/^https?:\/\/[^\s/]+\.[^\s]+$/i.test(text)) {
      reader.details.push({ parameter: name, message: "is not a valid URI" });
    }
    texts[name] = text;
  }
  return texts;
}

function readCustomFields(call: Call, reader: Reader): ContactChange["customFields"] {
  const items = reader.objects("custom_fields");
  const sent = call.body["custom_fields"];
  if (items === undefined || !Array.isArray(sent)) return undefined;
  const fields = new Map(listCustomFields(call.state, call.caller.organizationId).map((field) => [field.id, field]));
  const values: Record<string, CustomFieldValue | null> = {};
  items.forEach((item, at) => {
    const named = item.string("uuid", { required: true });
    if (named === undefined) return;
    const field = fields.get(idInUri(named, "contacts/custom_field_definitions") ?? named);
    const { value } = sent[at] as { readonly value?: unknown };
    if (field === undefined) {
      reader.details.push({ parameter: `custom_fields[${at}].uuid`, message: "does not exist" });
      return;
    }
    const reading: ValueReading =
      value === undefined ? { kind: "invalid", message: "is missing" } : readValue(field, value);
    if (reading.kind === "read") values[field.id] = reading.value;
    else reader.details.push({ parameter: `custom_fields[${at}].value`, message: reading.message });
  });
  return values;
}

/** Reads a contact from a request's body; look at the reader's details before using it. */
export function readContact(call: Call, reader: Reader, purpose: "create" | "update"): ContactChange {
  const required = purpose === "create";
  const name = readName(call.body, reader, required);
  const emails = readEmails(call.body, reader, required);
  const phoneNumbers = readPhoneNumbers(call.body, reader);
  const texts = readTexts(call.body, reader);
  const customFields = readCustomFields(call, reader);
  return {
    ...texts,
    ...(name === undefined ? {} : { name }),
    ...(emails === undefined ? {} : { emails }),
    ...(phoneNumbers === undefined ? {} : { phoneNumbers }),
    ...(customFields === undefined ? {} : { customFields }),
  };
}

/** A contact with a change applied; custom fields merge. */
export function applyChange(contact: Contact, change: ContactChange, updatedAt: string): Contact {
  const { customFields, ...plain } = change;
  const merged = Object.entries({ ...contact.customFields, ...customFields }).filter(
    (entry): entry is [string, CustomFieldValue] => entry[1] !== null,
  );
  return { ...contact, ...plain, customFields: Object.fromEntries(merged), updatedAt };
}
