import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { createNoteBodySchema, noteSchema } from "../schemas/notes.ts";
import { pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

/** The caller's own notes about 1 to 10 contacts, the last changed first. */
export const listNotes = defineEndpoint({
  id: "listNotes",
  method: "GET",
  path: "/notes",
  scopes: ["contacts:read"],
  plan: "any",
  query: z.object({ ...pageQuery, contact: z.array(uriSchema).min(1).max(10) }),
  response: pageOf(noteSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/list-notes",
});

/**
 * `title` or `body` must hold more than spaces. Where reminders are not available, one with `remind_at` is
 * `permission_denied` and nothing is made.
 */
export const createNote = defineEndpoint({
  id: "createNote",
  method: "POST",
  path: "/notes",
  scopes: ["contacts:write"],
  plan: "any",
  body: createNoteBodySchema,
  response: resourceOf(noteSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/create-note",
});

/** `not_found` also for a note of somebody else. */
export const getNote = defineEndpoint({
  id: "getNote",
  method: "GET",
  path: "/notes/{uuid}",
  scopes: ["contacts:read"],
  plan: "any",
  response: resourceOf(noteSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/contacts/get-note",
});
