import * as z from "zod";
import { SandboxTrouble } from "../store/trouble.ts";

const earliest = Date.parse("2000-01-01T00:00:00Z");
const latest = Date.parse("2100-01-01T00:00:00Z");

/** An instant of this century, as milliseconds or as ISO 8601 with `Z` or an offset; read as milliseconds. */
export const instant = z
  .union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))], {
    error: "must be a time as in 2026-11-20T15:00:00Z, or milliseconds",
  })
  .refine((at) => at >= earliest && at < latest, "must lie between the years 2000 and 2100");

/** Zod lists every choice; of many choices a few show what kind is meant. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value" && issue.values.length > 12) {
    return `is none of the ${issue.values.length} that there are, such as ${issue.values.slice(-3).join(", ")}`;
  }
  return issue.message;
}

/** `value` as `schema` wants it. Throws `SandboxTrouble` (`invalid`) with one sentence on the first thing that is wrong. */
export function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? "The request" : issue.path.join(".");
  const words = issue === undefined ? "is invalid" : wordsOf(issue);
  throw new SandboxTrouble(`${where}: ${words}.`, { kind: "invalid" });
}

/** Options as the world wants them: it tells an absent one from one of undefined. */
export type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };
export function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Defined<T>;
}

/** The id at the end of a URI; an id is that already. */
export const idIn = (text: string): string => text.replace(/\/+$/, "").split("/").at(-1) ?? text;

/** Refuses for what is not there. */
export const missing = (what: string) => new SandboxTrouble(`There is no ${what} of this id.`, { kind: "missing" });

/** Refuses for what does not fit how things stand. */
export const conflict = (sentence: string) => new SandboxTrouble(sentence, { kind: "conflict" });
