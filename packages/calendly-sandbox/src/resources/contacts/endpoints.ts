import {
  type Answer,
  alreadyExists,
  collection,
  denied,
  invalid,
  noContent,
  notFound,
  resource,
} from "../../http/answer.ts";
import type { Call, Endpoint } from "../../http/endpoint.ts";
import { readPage, readSort } from "../../http/paging.ts";
import { createReader, type Reader } from "../../http/reader.ts";
import { findList } from "../contact-lists/endpoints.ts";
import { whereInList } from "../contact-lists/members.ts";
import { listCustomFields } from "../custom-fields/endpoints.ts";
import type { Contact } from "./contact-records.ts";
import { digitsOf } from "./contact-records.ts";
import { createContact, deleteContact, type KeepOutcome, updateContact } from "./keep-contact.ts";
import { readMeetingDates } from "./meeting-dates.ts";
import { presentContact } from "./present.ts";
import { contactParameters, readContact } from "./read-contact.ts";

/** Filters that look for one of several texts in one column. */
const textFilters = ["name", "timezone", "job_title", "company", "country", "state", "city"] as const;

type Finding = { readonly contact: Contact } | { readonly answer: Answer };

/** Address books are their owner's alone. */
export function findContact(call: Call, id: string): Finding {
  const contact = call.state.store.contacts.get(id);
  if (contact === null) return { answer: notFound };
  return contact.ownerId === call.caller.id ? { contact } : { answer: denied() };
}

/** Values of a filter, comma separated, in lower case. */
function readWords(reader: Reader, name: string): readonly string[] | undefined {
  return reader
    .strings(name)
    ?.filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

function readExclude(reader: Reader): boolean {
  const excluded = reader.strings("exclude") ?? [];
  if (excluded.some((name) => name !== "custom_fields")) {
    reader.details.push({ parameter: "exclude", message: "must be one of: custom_fields" });
  }
  return excluded.includes("custom_fields");
}

/** How the caller's contacts are shown. */
function presenter({ state, caller, origins, world }: Call, withoutFields: boolean) {
  const fields = withoutFields ? null : listCustomFields(state, caller.organizationId);
  const datesOf = readMeetingDates(state, caller.id, world.now());
  return (contact: Contact) => presentContact({ contact, fields, dates: datesOf(contact) }, origins);
}

const listContacts: Endpoint = {
  operation: "listContacts",
  handle(call) {
    const { store } = call.state;
    const reader = createReader(call.query);
    const withoutFields = readExclude(reader);
    const emails = readWords(reader, "email")?.map((email) => email.replaceAll(" ", "+"));
    const phones = readWords(reader, "phone_number")?.map(digitsOf);
    const texts = textFilters.flatMap((name) => {
      const words = readWords(reader, name);
      return words === undefined ? [] : [[name, words] as const];
    });
    const listId = reader.uri("contact_list", "contact_lists");
    const order = readSort(
      reader,
      { created_at: "created", updated_at: "updated" },
      { by: "created", direction: "asc" },
    );
    if (reader.details.length > 0) return invalid(reader.details);
    const found = listId === undefined ? null : findList(call, listId);
    if (found !== null && "answer" in found) return found.answer;
    const page = readPage(call, reader, store.contacts, {
      where: {
        owner: call.caller.id,
        emails: emails && { in: emails },
        phones: phones && { in: phones },
        ...whereInList(found?.list ?? null, Object.fromEntries(texts), call.world.now()),
      },
      order,
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(page.rows.map(presenter(call, withoutFields)), page.pagination);
  },
};

const getContact: Endpoint = {
  operation: "getContact",
  handle(call) {
    const reader = createReader(call.query);
    const withoutFields = readExclude(reader);
    if (reader.details.length > 0) return invalid(reader.details);
    const found = findContact(call, call.params["uuid"] ?? "");
    return "answer" in found ? found.answer : resource(presenter(call, withoutFields)(found.contact));
  },
};

function answerKept(call: Call, outcome: KeepOutcome, status: 200 | 201): Answer {
  switch (outcome.kind) {
    case "kept":
      return resource(presenter(call, false)(outcome.contact), status);
    case "address_taken":
      return alreadyExists(undefined, [
        { parameter: "emails", message: `A contact with the email ${outcome.email} already exists.` },
      ]);
  }
}

const create: Endpoint = {
  operation: "createContact",
  handle(call) {
    const reader = createReader(call.body);
    const change = readContact(call, reader, "create");
    if (reader.details.length > 0) return invalid(reader.details);
    return answerKept(call, createContact(call.state, call.announce, call.caller, change), 201);
  },
};

const update: Endpoint = {
  operation: "updateContact",
  handle(call) {
    const found = findContact(call, call.params["uuid"] ?? "");
    if ("answer" in found) return found.answer;
    const reader = createReader(call.body);
    reader.only(contactParameters);
    const change = readContact(call, reader, "update");
    if (reader.details.length > 0) return invalid(reader.details);
    if (Object.keys(change).length === 0) {
      return invalid([{ message: `at least one of ${contactParameters.join(", ")} must be given` }]);
    }
    return answerKept(call, updateContact(call.state, call.announce, found.contact, change), 200);
  },
};

const remove: Endpoint = {
  operation: "deleteContact",
  handle(call) {
    const found = findContact(call, call.params["uuid"] ?? "");
    if ("answer" in found) return found.answer;
    deleteContact(call.state, call.announce, found.contact);
    return noContent;
  },
};

export const contactEndpoints: readonly Endpoint[] = [listContacts, create, getContact, update, remove];
