import type { CustomFieldValue } from "../contacts/contact-records.ts";
import type { CustomField, CustomFieldOption } from "./custom-field-records.ts";

const longestText = 10_000;
const mostTags = 100;

export type ValueReading =
  /** A null value takes away what is set. */
  | { readonly kind: "read"; readonly value: CustomFieldValue | null }
  | { readonly kind: "invalid"; readonly message: string };

const read = (value: CustomFieldValue | null): ValueReading => ({ kind: "read", value });
const invalid = (message: string): ValueReading => ({ kind: "invalid", message });

/** Amounts are in the field's currency: 85000 is 85,000.00. Numbers may come as text, as forms send them. */
function readNumber(sent: unknown): ValueReading {
  const number = typeof sent === "string" && /^-?\d{1,15}(\.\d{1,10})?$/.test(sent.trim()) ? Number(sent) : sent;
  return typeof number === "number" && Number.isFinite(number) ? read(number) : invalid("must be a number");
}

function readTags(sent: unknown): ValueReading {
  if (!Array.isArray(sent)) return invalid("must be an array of strings");
  const tags = sent.filter((tag): tag is string => typeof tag === "string" && tag.trim() !== "");
  if (tags.length < sent.length) return invalid("must be an array of strings");
  if (tags.length > mostTags) return invalid(`size cannot be greater than ${mostTags}`);
  return read([...new Set(tags.map((tag) => tag.trim()))]);
}

function readDate(sent: unknown): ValueReading {
  const date = typeof sent === "string" && /^\d{4}-\d\d-\d\d$/.test(sent) ? new Date(`${sent}T00:00:00Z`) : null;
  // The thirtieth of February becomes a day of March.
  const isDay = date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(String(sent));
  return isDay ? read(String(sent)) : invalid("must be a date (YYYY-MM-DD)");
}

/** By the option's uuid, or by its exact label where only one option has it. */
function readOption(options: readonly CustomFieldOption[], sent: unknown): ValueReading {
  const active = options.filter(({ isActive }) => isActive);
  const byId = active.find(({ id }) => id === sent);
  const byLabel = active.filter(({ label }) => label === sent);
  if (byId !== undefined) return read(byId.id);
  if (byLabel.length > 1) return invalid("is ambiguous: use the uuid of the option");
  return byLabel[0] === undefined ? invalid("is not an option of this field") : read(byLabel[0].id);
}

/** A value that was sent for a field, checked by the field's type. */
export function readValue({ kind }: CustomField, sent: unknown): ValueReading {
  if (kind.type === "invitee_question") return invalid("is read only");
  if (sent === null || sent === "") return read(null);
  switch (kind.type) {
    case "text":
      if (typeof sent !== "string") return invalid("must be a string");
      return sent.length > longestText ? invalid(`size cannot be greater than ${longestText}`) : read(sent);
    case "number":
    case "currency":
      return readNumber(sent);
    case "tags":
      return readTags(sent);
    case "date":
      return readDate(sent);
    case "single_select":
      return readOption(kind.options, sent);
  }
}
