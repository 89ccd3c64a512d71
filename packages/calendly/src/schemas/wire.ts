import * as z from "zod";

/**
 * The building blocks of every wire schema. They are tolerant on purpose: Calendly adds fields and values
 * without notice, and a mirror that refuses a whole page because of one new word loses data.
 */

/** Any string, of which Calendly documents `Known`: reads as a union in the editor, never refuses an added value. */
export type Open<Known extends string> = Known | (string & Record<never, never>);

const knownWords = new WeakMap<z.ZodType, readonly string[]>();

/** A word from a list that may grow. Switch on it with a default branch. */
export function openEnum<const Known extends string>(known: readonly Known[]): z.ZodType<Open<Known>, Open<Known>> {
  const schema = z.string();
  knownWords.set(schema, known);
  return schema;
}

/** The words that Calendly documents for a field whose list may grow; undefined for any other schema. */
export function knownWordsOf(schema: z.ZodType): readonly string[] | undefined {
  return knownWords.get(schema);
}

const essentials = new WeakSet<z.ZodType>();

/**
 * Marks a field without which a record says nothing that may be acted on: what it is, whose, when, whether it stands.
 * When one is missing or mistyped, the whole answer is `unexpected_response`; any other field is drift.
 */
export function essential<S extends z.ZodType>(schema: S): S {
  // A copy, as schemas such as `uriSchema` are shared and essential in one place only.
  const own: S = schema.clone();
  essentials.add(own);
  return own;
}

export function isEssential(schema: z.ZodType): boolean {
  return essentials.has(schema);
}

/** An instant on the wire: ISO 8601 with `Z` or an offset, any precision (records carry microseconds). */
export const instantSchema = z.iso.datetime({ offset: true });

/** A whole Calendly URI; ids in bodies and queries are always whole URIs. */
export const uriSchema = z.string().min(1);

/** A field that is documented as always there but nullable. Absent is read as null, so there is one word for nothing. */
export function orNull<S extends z.ZodType>(schema: S) {
  return z.union([schema, z.null()]).default(null);
}

/** A calendar date on the wire, `YYYY-MM-DD`, without a zone. */
export const dateSchema = z.iso.date();

/** `pagination` of a collection. `next_page` is never followed: the token is, so that a bearer token stays at its host. */
export const paginationSchema = z.looseObject({
  count: z.number(),
  next_page: orNull(z.string()),
  previous_page: orNull(z.string()),
  next_page_token: essential(orNull(z.string())),
  previous_page_token: orNull(z.string()),
});
export type Pagination = z.infer<typeof paginationSchema>;

/** `{ resource }`, the envelope of one record. */
export function resourceOf<S extends z.ZodType>(schema: S) {
  return z.looseObject({ resource: essential(schema) });
}

/** `{ collection, pagination }`, the envelope of a paged list. */
export function pageOf<S extends z.ZodType>(schema: S) {
  return z.looseObject({
    collection: essential(z.array(essential(schema))),
    pagination: essential(paginationSchema),
  });
}

/** `{ collection }`, the envelope of a list that is never paged. */
export function collectionOf<S extends z.ZodType>(schema: S) {
  return z.looseObject({ collection: essential(z.array(essential(schema))) });
}

/** What the client hands back for a 204: there is no body. */
export const noContentSchema = z.undefined();

/** The two query fields of every paged list. `count` is 1 to 100, 20 when left out. */
export const pageQuery = {
  count: z.int().min(1).max(100).optional(),
  page_token: z.string().optional(),
};
