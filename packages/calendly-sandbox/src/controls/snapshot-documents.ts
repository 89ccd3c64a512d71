import * as z from "zod";
import { scenarioNames } from "../scenario/scenarios.ts";
import type { StateDocument } from "../store/copy.ts";
import { formatVersion, openStore } from "../store/store.ts";
import type { Table } from "../store/table.ts";
import { definitions } from "../store/tables.ts";
import { SandboxTrouble } from "../store/trouble.ts";
import { read } from "./read.ts";

type TableName = keyof typeof definitions;

/** Characters of the records of a state that is given or taken as JSON: it is read as a whole. */
export const longestDocument = 64_000_000;

/** A meta value that is JSON in its turn. */
const json = (schema: z.ZodType) =>
  z.string().refine((text) => {
    try {
      return schema.safeParse(JSON.parse(text)).success;
    } catch {
      return false;
    }
  }, "cannot be read");
const digits = z.string().regex(/^\d{1,15}$/, "must be a whole number");

/** What every state knows of itself, beside its records. */
export const metaSchema = z
  .object({
    scenario: z.enum(scenarioNames as [string, ...string[]]),
    seed: digits.optional(),
    savedAt: digits.optional(),
    span: json(z.unknown()).optional(),
    settings: json(z.record(z.string(), z.unknown())).optional(),
    clock: json(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("running"), offset: z.number() }),
        z.object({ kind: z.literal("frozen"), at: z.number() }),
      ]),
    ).optional(),
  })
  .catchall(z.string().max(100_000));

const documentSchema = z.strictObject({
  format: z.literal(formatVersion, "is that of another version of the sandbox: seed it again instead"),
  meta: metaSchema,
  tables: z.partialRecord(
    z.enum(Object.keys(definitions) as [TableName, ...TableName[]]),
    z.array(z.record(z.string(), z.unknown())),
  ),
});

/**
 * Writes a state that is given as JSON into a file as a snapshot has it. Throws `SandboxTrouble` (`invalid`) with the
 * first thing that is wrong. What a record must have to be found is checked, and not every field of it.
 */
export function writeDocument(document: unknown, file: string): void {
  const { meta, tables } = read(documentSchema, document) satisfies StateDocument;
  const store = openStore(null);
  try {
    store.bulkLoad(() => {
      for (const [name, value] of Object.entries(meta)) if (value !== undefined) store.setMeta(name, value);
      for (const [name, rows] of Object.entries(tables)) {
        const table = store[name as TableName] as unknown as Table<unknown>;
        for (const [at, row] of (rows ?? []).entries()) {
          try {
            table.put(row);
          } catch (error) {
            throw new SandboxTrouble(`tables.${name}.${at}: is no record of this table.`, {
              kind: "invalid",
              cause: error,
            });
          }
        }
      }
    });
    store.copyTo(file, {});
  } finally {
    store.close();
  }
}
