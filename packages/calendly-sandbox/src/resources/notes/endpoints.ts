import { randomUUID } from "node:crypto";
import { collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import type { Endpoint } from "../../http/endpoint.ts";
import type { Origins } from "../../http/origin.ts";
import { readPage } from "../../http/paging.ts";
import { createReader, idInUri, type Reader } from "../../http/reader.ts";
import { findContact } from "../contacts/endpoints.ts";
import { contactUri } from "../contacts/present.ts";
import type { Note } from "./note-records.ts";

const mostContacts = 10;
const longestTitle = 255;
const longestBody = 10_000;

/** RFC 3339 with seconds and `Z` or an offset; a plus that a form turned into a space is repaired. */
const reminderPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;
const firstReminder = Date.UTC(1970, 0, 1);
const lastReminder = Date.UTC(10_000, 0, 1);

function presentNote(note: Note, origins: Origins) {
  return {
    uri: `${origins.api}/notes/${note.id}`,
    contact: contactUri(origins, note.contactId),
    title: note.title,
    body: note.body,
    remind_at: note.remindAt === null ? null : new Date(note.remindAt).toISOString().replace(".000Z", "Z"),
    updated_at: note.updatedAt,
  };
}

/** Milliseconds. */
function readReminder(reader: Reader): number | null {
  const text = reader.string("remind_at")?.replace(/ (\d\d:\d\d)$/, "+$1");
  if (text === undefined) return null;
  const at = reminderPattern.test(text) ? Date.parse(text) : Number.NaN;
  if (at >= firstReminder && at < lastReminder) return at;
  reader.details.push({ parameter: "remind_at", message: "must be a valid date-time" });
  return null;
}

const listNotes: Endpoint = {
  operation: "listNotes",
  handle(call) {
    const reader = createReader(call.query);
    reader.only(["contact", "count", "page_token"]);
    const uris = reader.strings("contact", { required: true }) ?? [];
    if (uris.length > mostContacts) {
      reader.details.push({ parameter: "contact", message: `size cannot be greater than ${mostContacts}` });
    }
    const ids = uris.flatMap((uri) => idInUri(uri, "contacts") ?? []);
    if (ids.length < uris.length) reader.details.push({ parameter: "contact", message: "is not a valid URI" });
    if (reader.details.length > 0) return invalid(reader.details);
    for (const id of ids) {
      const found = findContact(call, id);
      if ("answer" in found) return found.answer;
    }
    const page = readPage(call, reader, call.state.store.notes, {
      where: { author: call.caller.id, contact: { in: ids } },
      order: [{ by: "updated", direction: "desc" }],
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.map((note) => presentNote(note, call.origins)),
      page.pagination,
    );
  },
};

const createNote: Endpoint = {
  operation: "createNote",
  handle(call) {
    const { store, clock, settings } = call.state;
    const reader = createReader(call.body);
    const contactId = reader.uri("contact", "contacts", { required: true });
    const title = reader.string("title", { longest: longestTitle })?.trim() || null;
    const body = reader.string("body", { longest: longestBody })?.trim() || null;
    const remindAt = readReminder(reader);
    if (reader.details.length === 0 && title === null && body === null) {
      reader.details.push({ parameter: "title", message: "title or body must be filled" });
    }
    if (reader.details.length > 0 || contactId === undefined) return invalid(reader.details);
    const found = findContact(call, contactId);
    if ("answer" in found) return found.answer;
    if (remindAt !== null && settings.noteReminders === "unavailable") {
      return denied("Reminders are not available for your account");
    }
    const createdAt = clock.timestamp();
    const note = { id: randomUUID(), authorId: call.caller.id, contactId, title, body, remindAt, createdAt };
    store.notes.put({ ...note, updatedAt: createdAt });
    return resource(presentNote({ ...note, updatedAt: createdAt }, call.origins), 201);
  },
};

const getNote: Endpoint = {
  operation: "getNote",
  handle(call) {
    const note = call.state.store.notes.get(call.params["uuid"] ?? "");
    // Somebody else's note looks like one that does not exist, in Calendly's own words.
    return note?.authorId === call.caller.id ? resource(presentNote(note, call.origins)) : notFound;
  },
};

export const noteEndpoints: readonly Endpoint[] = [listNotes, createNote, getNote];
