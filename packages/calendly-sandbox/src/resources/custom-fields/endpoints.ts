import { randomUUID } from "node:crypto";
import { alreadyExists, collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import type { Call, Endpoint } from "../../http/endpoint.ts";
import { createReader, type Reader } from "../../http/reader.ts";
import type { CustomField } from "./custom-field-records.ts";
import { presentCustomField } from "./present.ts";

const types = ["text", "number", "currency", "tags", "date", "single_select"] as const;
const mostOptions = 10;
const longestLabel = 255;

/** The fields that the organization's contacts have, in the order in which they were made. */
export function listCustomFields({ store }: Call["state"], organizationId: string): readonly CustomField[] {
  return store.customFields.list({
    where: { organization: organizationId },
    order: { by: "created", direction: "asc" },
  });
}

function readLabel(reader: Reader): string | undefined {
  const label = reader.string("label", { required: true, longest: longestLabel })?.trim();
  if (label === "") reader.details.push({ parameter: "label", message: "is missing" });
  return label;
}

function readOptions(reader: Reader): readonly string[] {
  if (!reader.has("options")) {
    reader.details.push({ parameter: "options", message: "is missing" });
    return [];
  }
  const options = reader.objects("options") ?? [];
  if (options.length > mostOptions) {
    reader.details.push({ parameter: "options", message: `size cannot be greater than ${mostOptions}` });
  }
  if (options.length === 0) reader.details.push({ parameter: "options", message: "must be filled" });
  return options.map((option) => {
    option.only(["label"]);
    return option.string("label", { required: true, longest: longestLabel }) ?? "";
  });
}

/** ISO 4217 code, upper-cased. */
function readCurrency(reader: Reader): string {
  const currency = reader.string("currency", { required: true })?.trim().toUpperCase() ?? "";
  if (currency !== "" && !Intl.supportedValuesOf("currency").includes(currency)) {
    reader.details.push({ parameter: "currency", message: "is not a valid currency code" });
  }
  return currency;
}

function readKind(reader: Reader): CustomField["kind"] | null {
  const type = reader.choice("field_type", types, { required: true });
  if (type !== undefined && type !== "single_select" && reader.has("options")) {
    reader.details.push({ parameter: "options", message: "is only allowed for single_select" });
  }
  if (type !== undefined && type !== "currency" && reader.has("currency")) {
    reader.details.push({ parameter: "currency", message: "is only allowed for currency" });
  }
  switch (type) {
    case undefined:
      return null;
    case "currency":
      return { type, currency: readCurrency(reader) };
    case "single_select": {
      const labels = readOptions(reader);
      return {
        type,
        options: labels.map((label) => ({ id: randomUUID(), label, color: null, isActive: true })),
      };
    }
    default:
      return { type };
  }
}

const listDefinitions: Endpoint = {
  operation: "listContactCustomFieldDefinitions",
  handle(call) {
    const fields = listCustomFields(call.state, call.caller.organizationId);
    return collection(fields.map((field) => presentCustomField(field, call.origins)));
  },
};

const createDefinition: Endpoint = {
  operation: "createContactCustomFieldDefinition",
  handle(call) {
    const { store, clock } = call.state;
    const reader = createReader(call.body);
    reader.only(["label", "field_type", "options", "currency"]);
    const label = readLabel(reader);
    const kind = readKind(reader);
    if (reader.details.length > 0 || label === undefined || kind === null) return invalid(reader.details);
    const { organizationId } = call.caller;
    return store.transaction(() => {
      if (store.customFields.first({ where: { organization: organizationId, label: label.toLowerCase() } }) !== null) {
        const message = "A custom field with this label already exists.";
        return alreadyExists(undefined, [{ parameter: "label", message }]);
      }
      const createdAt = clock.timestamp();
      const field: CustomField = { id: randomUUID(), organizationId, label, kind, createdAt, updatedAt: createdAt };
      store.customFields.put(field);
      return resource(presentCustomField(field, call.origins), 201);
    });
  },
};

const getDefinition: Endpoint = {
  operation: "getContactCustomFieldDefinition",
  handle(call) {
    const field = call.state.store.customFields.get(call.params["uuid"] ?? "");
    if (field === null) return notFound;
    if (field.organizationId !== call.caller.organizationId) return denied();
    return resource(presentCustomField(field, call.origins));
  },
};

export const customFieldEndpoints: readonly Endpoint[] = [listDefinitions, createDefinition, getDefinition];
