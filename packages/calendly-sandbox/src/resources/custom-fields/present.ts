import { eventTypeUri, type Origins } from "../../http/origin.ts";
import type { CustomFieldValue } from "../contacts/contact-records.ts";
import type { CustomField } from "./custom-field-records.ts";

export function customFieldUri(origins: Origins, id: string): string {
  return `${origins.api}/contacts/custom_field_definitions/${id}`;
}

function presentKind({ kind }: CustomField, origins: Origins) {
  switch (kind.type) {
    case "single_select":
      return {
        options: kind.options.map(({ id, label, color, isActive }) => ({
          uuid: id,
          label,
          color,
          is_active: isActive,
        })),
      };
    case "currency":
      return { currency: kind.currency };
    case "invitee_question":
      return {
        source: {
          type: "event_type_invitee_question",
          event_type_uri: eventTypeUri(origins, kind.eventTypeId),
          question: kind.question,
        },
      };
    default:
      return {};
  }
}

export function presentCustomField(field: CustomField, origins: Origins) {
  return {
    uri: customFieldUri(origins, field.id),
    label: field.label,
    field_type: field.kind.type,
    ...presentKind(field, origins),
    created_at: field.createdAt,
    updated_at: field.updatedAt,
  };
}

/** A contact's value as Calendly shows it: the label of a chosen option; null, or an empty list, where none is set. */
export function presentValue({ kind }: CustomField, value: CustomFieldValue | undefined) {
  if (kind.type === "single_select") return kind.options.find(({ id }) => id === value)?.label ?? null;
  return value ?? (kind.type === "tags" ? [] : null);
}
