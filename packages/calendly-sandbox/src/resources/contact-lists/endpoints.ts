import { randomUUID } from "node:crypto";
import {
  type Answer,
  alreadyExists,
  collection,
  conflict,
  denied,
  invalid,
  notFound,
  resource,
} from "../../http/answer.ts";
import type { Call, Endpoint } from "../../http/endpoint.ts";
import type { Origins } from "../../http/origin.ts";
import { createReader, idInUri, type Reader } from "../../http/reader.ts";
import { contactUri } from "../contacts/present.ts";
import { type ContactList, sameName } from "./contact-list-records.ts";
import { changeMembers, type MembershipResult } from "./members.ts";

const mostLists = 25;
const mostContacts = 500;
const longestName = 255;

/** A List of the caller's, or the answer when there is none. */
export function findList(call: Call, id: string): { readonly list: ContactList } | { readonly answer: Answer } {
  const list = call.state.store.contactLists.get(id);
  if (list === null) return { answer: notFound };
  return list.ownerId === call.caller.id ? { list } : { answer: denied() };
}

function presentList({ state, origins }: Call, list: ContactList) {
  return {
    uri: `${origins.api}/contact_lists/${list.id}`,
    name: list.name,
    type: list.view === null ? "static_list" : "dynamic_view",
    contact_count: list.view === null ? state.store.contacts.count({ lists: list.id }) : null,
  };
}

function presentResult(result: MembershipResult, change: "add" | "remove", origins: Origins) {
  return {
    ...(change === "add" ? { added: result.changed } : { removed: result.changed }),
    unchanged: result.unchanged,
    invalid: result.invalid.length,
    failed: 0,
    invalid_contacts: result.invalid.map((id) => contactUri(origins, id)),
    failed_contacts: [],
  };
}

function readName(reader: Reader): string {
  const name = reader.string("name", { required: true, longest: longestName })?.trim();
  if (name === "") reader.details.push({ parameter: "name", message: "must be filled" });
  return name ?? "";
}

/** The ids of up to 500 contacts; undefined when none were sent. */
function readContacts(reader: Reader, required: boolean): readonly string[] | undefined {
  const uris = reader.strings("contacts", { required });
  if (uris === undefined) return undefined;
  if (uris.length > mostContacts) {
    reader.details.push({ parameter: "contacts", message: `size cannot be greater than ${mostContacts}` });
    return [];
  }
  if (required && uris.length === 0) reader.details.push({ parameter: "contacts", message: "must be filled" });
  return uris.flatMap((uri, at) => {
    const id = idInUri(uri, "contacts");
    if (id === null) reader.details.push({ parameter: `contacts[${at}]`, message: "is not a valid URI" });
    return id ?? [];
  });
}

function isNameTaken({ state, caller }: Call, name: string, exceptId?: string): boolean {
  const same = state.store.contactLists.list({ where: { owner: caller.id, name: sameName(name) } });
  return same.some(({ id }) => id !== exceptId);
}

const nameTaken = alreadyExists(undefined, [
  { parameter: "name", message: "A List or View with this name already exists." },
]);

const listLists: Endpoint = {
  operation: "listContactLists",
  handle(call) {
    const reader = createReader(call.query);
    const type = reader.choice("type", ["static_list", "dynamic_view"]);
    if (reader.details.length > 0) return invalid(reader.details);
    const lists = call.state.store.contactLists.list({
      where: { owner: call.caller.id, is_view: type && (type === "dynamic_view" ? 1 : 0) },
      order: { by: "created", direction: "asc" },
    });
    return collection(
      lists.map((list) => presentList(call, list)),
      // Never paged: a user has 25 at most.
      { count: lists.length, next_page: null, previous_page: null, next_page_token: null, previous_page_token: null },
    );
  },
};

const createList: Endpoint = {
  operation: "createContactList",
  handle(call) {
    const { store, clock } = call.state;
    const reader = createReader(call.body);
    const name = readName(reader);
    const contacts = readContacts(reader, false);
    if (reader.details.length > 0) return invalid(reader.details);
    return store.transaction(() => {
      if (isNameTaken(call, name)) return nameTaken;
      if (store.contactLists.count({ owner: call.caller.id }) >= mostLists) {
        return invalid([{ message: `A user can have at most ${mostLists} Lists and Views` }]);
      }
      const createdAt = clock.timestamp();
      const { id: ownerId, organizationId } = call.caller;
      const list = { id: randomUUID(), ownerId, organizationId, name, view: null, createdAt, updatedAt: createdAt };
      store.contactLists.put(list);
      const result = contacts === undefined ? null : changeMembers(call.state, list, contacts, "add");
      return {
        status: 201,
        body: {
          resource: presentList(call, list),
          ...(result === null ? {} : { membership_result: presentResult(result, "add", call.origins) }),
        },
      };
    });
  },
};

const getList: Endpoint = {
  operation: "getContactList",
  handle(call) {
    const found = findList(call, call.params["uuid"] ?? "");
    return "answer" in found ? found.answer : resource(presentList(call, found.list));
  },
};

const renameList: Endpoint = {
  operation: "updateContactList",
  handle(call) {
    const { store, clock } = call.state;
    const found = findList(call, call.params["uuid"] ?? "");
    if ("answer" in found) return found.answer;
    const reader = createReader(call.body);
    const name = readName(reader);
    if (reader.details.length > 0) return invalid(reader.details);
    return store.transaction(() => {
      if (isNameTaken(call, name, found.list.id)) return nameTaken;
      const renamed: ContactList = { ...found.list, name, updatedAt: clock.timestamp() };
      store.contactLists.put(renamed);
      return resource(presentList(call, renamed));
    });
  },
};

function membershipEndpoint(operation: Endpoint["operation"], change: "add" | "remove"): Endpoint {
  return {
    operation,
    handle(call) {
      const found = findList(call, call.params["uuid"] ?? "");
      if ("answer" in found) return found.answer;
      const reader = createReader(call.body);
      const contacts = readContacts(reader, true);
      if (reader.details.length > 0 || contacts === undefined) return invalid(reader.details);
      if (found.list.view !== null) return conflict("The contacts of a View follow from its filters");
      const result = changeMembers(call.state, found.list, contacts, change);
      return resource(presentResult(result, change, call.origins));
    },
  };
}

export const contactListEndpoints: readonly Endpoint[] = [
  listLists,
  createList,
  getList,
  renameList,
  membershipEndpoint("addContactListMembers", "add"),
  membershipEndpoint("removeContactListMembers", "remove"),
];
