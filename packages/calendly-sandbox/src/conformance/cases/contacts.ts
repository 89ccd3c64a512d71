import { endpoints, isCalendlyError, uuidOf } from "@punctual/calendly";
import { expect } from "vitest";
import type { Target } from "../target.ts";
import { nobodysUri, type OperationCases, type Refusal, unknownId } from "./types.ts";

/** A word of this run, so that what is made can be told from what was there. */
const fresh = () => Math.random().toString(36).slice(2, 10);

async function makeContact({ client }: Target) {
  const word = fresh();
  const { resource } = await client.request(endpoints.createContact, {
    body: {
      name: `Contact ${word}`,
      emails: [{ email: `${word}@example.com`, is_primary: true }],
      city: "Lisbon",
    },
  });
  return {
    contact: resource,
    remove: () => client.request(endpoints.deleteContact, { params: { uuid: resource.uri } }),
  };
}

async function makeList(target: Target) {
  const { resource } = await target.client.request(endpoints.createContactList, { body: { name: `List ${fresh()}` } });
  return resource;
}

/** The first static list, made when there is none: lists cannot be deleted, and 25 are the most. */
async function staticList(target: Target) {
  const { collection } = await target.client.request(endpoints.listContactLists, { query: { type: "static_list" } });
  return collection[0] ?? (await makeList(target));
}

async function refusedMembers(target: Target): Promise<readonly Refusal[]> {
  const list = await staticList(target);
  return [
    { ...unknownId, body: { contacts: [] } },
    { why: "no contacts", params: { uuid: uuidOf(list.uri) }, body: {}, status: 400, parameter: "contacts" },
  ];
}

/** The address book: contacts, their fields, lists and notes. */
export const contactCases = {
  listContacts: {
    effect: "writes",
    async works(target) {
      const { contact, remove } = await makeContact(target);
      const { email } = contact.emails[0] ?? { email: "" };
      const found = await target.client.request(endpoints.listContacts, { query: { email } });
      expect(found.collection.map((one) => one.uri)).toEqual([contact.uri]);
      const bare = await target.client.request(endpoints.listContacts, { query: { email, exclude: "custom_fields" } });
      expect(bare.collection[0]).not.toHaveProperty("custom_fields");
      await remove();
    },
    refuses: () => [
      { why: "a count over 100", query: { count: "1000" }, status: 400, parameter: "count" },
      { why: "a field that cannot be sorted by", query: { sort: "city:asc" }, status: 400, parameter: "sort" },
    ],
  },
  createContact: {
    effect: "writes",
    async works(target) {
      const { contact, remove } = await makeContact(target);
      expect(contact.emails[0]?.is_primary).toBe(true);
      expect(contact.city).toBe("Lisbon");
      const again = await target.client
        .request(endpoints.createContact, { body: { name: "Twice", emails: contact.emails } })
        .catch((error: unknown) => error);
      expect(isCalendlyError(again, "already_exists")).toBe(true);
      await remove();
    },
    refuses: () => [
      { why: "no name", body: { emails: [{ email: "a@example.com", is_primary: true }] }, status: 400 },
      { why: "no address", body: { name: "x", emails: [] }, status: 400 },
      {
        why: "two primary addresses",
        body: {
          name: "x",
          emails: [
            { email: "a@example.com", is_primary: true },
            { email: "b@example.com", is_primary: true },
          ],
        },
        status: 400,
      },
    ],
  },
  getContact: {
    effect: "writes",
    async works(target) {
      const { contact, remove } = await makeContact(target);
      const { resource } = await target.client.request(endpoints.getContact, { params: { uuid: contact.uri } });
      expect(resource).toEqual(contact);
      await remove();
    },
    refuses: () => [unknownId],
  },
  updateContact: {
    effect: "writes",
    async works(target) {
      const { contact, remove } = await makeContact(target);
      const { resource } = await target.client.request(endpoints.updateContact, {
        params: { uuid: contact.uri },
        body: { company: "Northside" },
      });
      expect(resource).toMatchObject({ company: "Northside", city: "Lisbon", name: contact.name });
      await remove();
    },
    async refuses(target) {
      const { collection } = await target.client.request(endpoints.listContacts, { query: { count: 1 } });
      const params = { uuid: uuidOf(collection[0]?.uri ?? "") };
      return [
        { ...unknownId, body: { company: "x" } },
        ...(collection.length === 0
          ? []
          : [
              { why: "nothing to change", params, body: {}, status: 400 as const },
              { why: "a field that there is not", params, body: { shoe_size: 43 }, status: 400 as const },
            ]),
      ];
    },
  },
  deleteContact: {
    effect: "writes",
    async works(target) {
      const { contact, remove } = await makeContact(target);
      await remove();
      const gone = await target.client
        .request(endpoints.getContact, { params: { uuid: contact.uri } })
        .catch((error: unknown) => error);
      expect(isCalendlyError(gone, "not_found")).toBe(true);
    },
    refuses: () => [unknownId],
  },
  listContactCustomFieldDefinitions: {
    effect: "reads",
    async works({ client }) {
      const { collection } = await client.request(endpoints.listContactCustomFieldDefinitions);
      for (const definition of collection) expect(definition.label).not.toBe("");
    },
    refuses: () => [],
  },
  createContactCustomFieldDefinition: {
    effect: "writes",
    async works({ client, sandbox }) {
      // A definition cannot be deleted again: not on somebody's account.
      if (sandbox === null) return;
      const body = { label: `Area ${fresh()}`, field_type: "single_select" as const, options: [{ label: "North" }] };
      const { resource } = await client.request(endpoints.createContactCustomFieldDefinition, { body });
      expect(resource.options?.[0]).toMatchObject({ label: "North", is_active: true });
      const again = await client
        .request(endpoints.createContactCustomFieldDefinition, { body: { ...body, label: body.label.toUpperCase() } })
        .catch((error: unknown) => error);
      expect(isCalendlyError(again, "already_exists")).toBe(true);
    },
    refuses: () => [
      { why: "no label", body: { field_type: "text" }, status: 400, parameter: "label" },
      { why: "a kind that there is not", body: { label: "x", field_type: "colour" }, status: 400 },
      { why: "a choice without options", body: { label: "x", field_type: "single_select" }, status: 400 },
      { why: "a field that it does not take", body: { label: "x", field_type: "text", size: 3 }, status: 400 },
    ],
  },
  getContactCustomFieldDefinition: {
    effect: "reads",
    async works({ client }) {
      const { collection } = await client.request(endpoints.listContactCustomFieldDefinitions);
      const [definition] = collection;
      if (definition === undefined) return;
      const { resource } = await client.request(endpoints.getContactCustomFieldDefinition, {
        params: { uuid: definition.uri },
      });
      expect(resource).toEqual(definition);
    },
    refuses: () => [unknownId],
  },
  listContactLists: {
    effect: "reads",
    async works({ client }) {
      const { collection, pagination } = await client.request(endpoints.listContactLists);
      expect(pagination).toMatchObject({ count: collection.length, next_page: null, next_page_token: null });
    },
    refuses: () => [{ why: "a type that there is not", query: { type: "pile" }, status: 400, parameter: "type" }],
  },
  createContactList: {
    effect: "writes",
    async works(target) {
      if (target.sandbox === null) return;
      const list = await makeList(target);
      expect(list).toMatchObject({ type: "static_list", contact_count: 0 });
      const again = await target.client
        .request(endpoints.createContactList, { body: { name: ` ${list.name.toUpperCase()} ` } })
        .catch((error: unknown) => error);
      expect(isCalendlyError(again, "already_exists")).toBe(true);
    },
    refuses: () => [{ why: "no name", body: {}, status: 400, parameter: "name" }],
  },
  getContactList: {
    effect: "reads",
    async works({ client }) {
      const { collection } = await client.request(endpoints.listContactLists);
      const [list] = collection;
      if (list === undefined) return;
      const { resource } = await client.request(endpoints.getContactList, { params: { uuid: list.uri } });
      expect(resource).toEqual(list);
    },
    refuses: () => [unknownId],
  },
  updateContactList: {
    effect: "writes",
    async works(target) {
      const list = await staticList(target);
      const params = { uuid: list.uri };
      const { resource } = await target.client.request(endpoints.updateContactList, {
        params,
        body: { name: `${list.name} renamed` },
      });
      expect(resource.name).toBe(`${list.name} renamed`);
      await target.client.request(endpoints.updateContactList, { params, body: { name: list.name } });
    },
    refuses: () => [{ ...unknownId, body: { name: "x" } }],
  },
  addContactListMembers: {
    effect: "writes",
    async works(target) {
      const { contact, remove } = await makeContact(target);
      const list = await staticList(target);
      const call = {
        params: { uuid: list.uri },
        body: { contacts: [contact.uri, nobodysUri(target, "contacts")] },
      };
      const { resource } = await target.client.request(endpoints.addContactListMembers, call);
      expect(resource.invalid).toBe(1);
      const members = await target.client.request(endpoints.listContacts, {
        query: { contact_list: list.uri, email: contact.emails[0]?.email ?? "" },
      });
      expect(members.collection.map((one) => one.uri)).toEqual([contact.uri]);
      await remove();
    },
    refuses: refusedMembers,
  },
  removeContactListMembers: {
    effect: "writes",
    async works(target) {
      const { contact, remove } = await makeContact(target);
      const list = await staticList(target);
      const call = { params: { uuid: list.uri }, body: { contacts: [contact.uri] } };
      await target.client.request(endpoints.addContactListMembers, call);
      await target.client.request(endpoints.removeContactListMembers, call);
      const members = await target.client.request(endpoints.listContacts, {
        query: { contact_list: list.uri, email: contact.emails[0]?.email ?? "" },
      });
      expect(members.collection).toEqual([]);
      await remove();
    },
    refuses: refusedMembers,
  },
  listNotes: {
    effect: "writes",
    async works(target) {
      const { contact, remove } = await makeContact(target);
      const body = { contact: contact.uri, title: "First words" };
      const { resource: note } = await target.client.request(endpoints.createNote, { body });
      const { collection } = await target.client.request(endpoints.listNotes, { query: { contact: [contact.uri] } });
      expect(collection.map((one) => one.uri)).toEqual([note.uri]);
      await remove();
    },
    refuses: (target) => [
      { why: "no contact", status: 400, parameter: "contact" },
      {
        why: "a parameter that it does not take",
        query: { contact: nobodysUri(target, "contacts"), colour: "red" },
        status: 400,
      },
    ],
  },
  createNote: {
    effect: "writes",
    async works(target) {
      const { contact, remove } = await makeContact(target);
      const { resource } = await target.client.request(endpoints.createNote, {
        body: { contact: contact.uri, title: "A talk", body: "What was said" },
      });
      expect(resource).toMatchObject({ contact: contact.uri, title: "A talk", body: "What was said" });
      await remove();
    },
    async refuses(target) {
      const { collection } = await target.client.request(endpoints.listContacts, { query: { count: 1 } });
      const contact = collection[0]?.uri ?? nobodysUri(target, "contacts");
      return [
        { why: "no contact", body: { title: "x" }, status: 400, parameter: "contact" },
        { why: "neither title nor text", body: { contact, title: "  ", body: "" }, status: 400 },
        { why: "a reminder that is no time", body: { contact, title: "x", remind_at: "soon" }, status: 400 },
      ];
    },
  },
  getNote: {
    effect: "writes",
    async works(target) {
      const { contact, remove } = await makeContact(target);
      const { resource: made } = await target.client.request(endpoints.createNote, {
        body: { contact: contact.uri, body: "Words" },
      });
      const { resource } = await target.client.request(endpoints.getNote, { params: { uuid: made.uri } });
      expect(resource).toEqual(made);
      await remove();
    },
    refuses: () => [unknownId],
  },
} as const satisfies OperationCases;
