import * as z from "zod";
import { essential, instantSchema, uriSchema } from "./wire.ts";

/** A note of one user about a contact. */
export const noteSchema = z.looseObject({
  uri: essential(uriSchema),
  contact: essential(uriSchema),
  title: z.string().nullish(),
  body: z.string().nullish(),
  remind_at: instantSchema.nullish(),
  created_at: instantSchema.nullish(),
  updated_at: instantSchema,
});
export type Note = z.infer<typeof noteSchema>;

export const createNoteBodySchema = z.object({
  contact: uriSchema,
  title: z.string().max(255).nullable().optional(),
  body: z.string().max(10_000).nullable().optional(),
  /** RFC 3339, with seconds and `Z` or an offset. */
  remind_at: instantSchema.nullable().optional(),
});
export type CreateNoteBody = z.input<typeof createNoteBodySchema>;
