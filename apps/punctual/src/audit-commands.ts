import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createPunctual, DirectoryInUse, type Punctual, type Verification, verifyAuditExport } from "@punctual/server";
import * as z from "zod";
import { BadEnvironment, type Environment } from "./environment.ts";
import { type EncryptionKeys, loadKeys } from "./keys.ts";
import { noCalendly, publicUrlOf, serverConfig } from "./server-config.ts";

const usage = `Write one of:

  npm run punctual -- audit export --from 2026-11-01 --to 2026-12-01 --out audit.jsonl
  npm run punctual -- audit verify audit.jsonl
  npm run punctual -- audit verify
  npm run punctual -- audit verify audit.jsonl --expect 1200:9f86d081...`;

const time = (flag: string) =>
  z
    .string()
    .refine(
      (text) => z.union([z.iso.date(), z.iso.datetime({ offset: true })]).safeParse(text).success,
      `${flag} must be a date or an instant, for example 2026-11-01 (which begins in UTC) or 2026-11-01T08:00:00Z`,
    )
    .transform((text) => (text.length === 10 ? `${text}T00:00:00Z` : text))
    .optional();

const exportSchema = z
  .object({
    from: time("--from"),
    to: time("--to"),
    out: z.string().min(1, "--out must be the name of a file").optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
    error: "--from must be before --to",
  });

const expectSchema = z
  .string()
  .regex(/^[1-9]\d{0,14}:[0-9a-f]{64}$/, {
    error:
      "--expect must be the number of an entry and its hash, for example --expect 1200:9f86d081... with 64 characters",
  })
  .transform((text) => {
    const [seq = "", hash = ""] = text.split(":");
    return { seq: Number(seq), hash };
  })
  .optional();

export interface AuditWords {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly out?: string | undefined;
  readonly expect?: string | undefined;
}

/** Exports the audit log, and verifies an export or the log itself. */
export async function audit(
  environment: Environment,
  [verb, file, ...more]: readonly string[],
  words: AuditWords,
): Promise<void> {
  if (more.length > 0) throw new BadEnvironment(`One file at a time.\n${usage}`);
  if (verb === "export" && file === undefined) return exportLog(environment, parse(exportSchema, words));
  if (verb !== "verify") throw new BadEnvironment(usage);
  const expected = parse(expectSchema, words.expect) ?? null;
  if (file === undefined) return withAudit(environment, async (log) => conclude(await log.verify(expected)));
  if (!existsSync(file)) throw new BadEnvironment(`There is no file ${file}.`);
  const keys = keysOf(environment);
  conclude(await verifyAuditExport(createReadStream(file), keys, expected));
}

async function exportLog(
  environment: Environment,
  {
    from,
    to,
    out,
  }: { readonly from?: string | undefined; readonly to?: string | undefined; readonly out?: string | undefined },
): Promise<void> {
  if (out !== undefined && existsSync(out)) {
    throw new BadEnvironment(`${out} is there already. Name another file, so that no export is lost.`);
  }
  await withAudit(environment, async (log) => {
    const lines = await log.export({ from: from ?? null, to: to ?? null });
    if (lines === null) throw new BadEnvironment("Nothing was recorded in that time.");
    if (out === undefined) {
      for await (const line of lines) if (!process.stdout.write(line)) await drained();
      return;
    }
    await pipeline(Readable.from(lines), createWriteStream(out, { mode: 0o600, flags: "wx" }));
    console.log(`${out} is written. Keep it where nobody can write who can write to the database.`);
  });
}

/** Says what was found out. @throws {BadEnvironment} when the log cannot be relied on, so that the command fails. */
function conclude({ finding, entries, checkpoints, head, sealedUpTo, missingKeys }: Verification): void {
  if (finding !== null) {
    const where = finding.line === null ? "" : `Line ${finding.line}: `;
    throw new BadEnvironment(`${where}${finding.what}`);
  }
  const missing = `Checkpoints by ${missingKeys.join(", ")} could not be looked at, because ENCRYPTION_KEYS does not have ${missingKeys.length === 1 ? "that key" : "those keys"}.`;
  if (sealedUpTo === null && missingKeys.length > 0) throw new BadEnvironment(`${missing} So nothing is proven.`);
  console.log(
    entries === 0
      ? "The audit log is empty."
      : `${count(entries, "entry", "entries")} and ${count(checkpoints, "checkpoint", "checkpoints")} are whole and in order, up to entry ${head.seq}:`,
  );
  if (entries === 0) return;
  console.log(`  ${head.seq}:${head.hash}`);
  if (sealedUpTo === null) console.log("Nothing is sealed yet: the worker seals the newest entry within a minute.");
  else if (sealedUpTo < head.seq) {
    console.log(
      `Sealed up to entry ${sealedUpTo}; the ${head.seq - sealedUpTo} after it are sealed within ten minutes.`,
    );
  } else console.log(`Sealed up to entry ${sealedUpTo}.`);
  if (missingKeys.length > 0) console.log(missing);
}

/** The keys of this deployment; none is made, as it would prove nothing. */
function keysOf(environment: Environment): EncryptionKeys {
  const dataDir = resolve(environment.DATA_DIR);
  if (environment.ENCRYPTION_KEYS === undefined && !existsSync(join(dataDir, "encryption-keys"))) {
    throw new BadEnvironment(
      "The keys are missing that sealed the file. Set ENCRYPTION_KEYS, or DATA_DIR to the folder that has the file encryption-keys.",
    );
  }
  return loadKeys(environment.ENCRYPTION_KEYS, dataDir);
}

async function withAudit(environment: Environment, work: (log: Punctual["audit"]) => Promise<void>): Promise<void> {
  const publicUrl = publicUrlOf(environment, environment.PORT);
  let punctual: Punctual;
  try {
    // What is known is in the database: Calendly is not asked.
    punctual = await createPunctual(serverConfig(environment, publicUrl, noCalendly, []));
  } catch (cause) {
    if (!(cause instanceof DirectoryInUse)) throw cause;
    throw new BadEnvironment(
      `Punctual is running, and its embedded database belongs to that process. Stop it first, or use the page ${publicUrl}/audit as an admin.`,
    );
  }
  try {
    await work(punctual.audit);
  } finally {
    await punctual.close();
  }
}

function drained(): Promise<void> {
  return new Promise((done) => process.stdout.once("drain", done));
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function parse<Schema extends z.ZodType>(schema: Schema, words: unknown): z.output<Schema> {
  const parsed = schema.safeParse(words);
  if (parsed.success) return parsed.data;
  throw new BadEnvironment(parsed.error.issues.map(({ message }) => `${message}.`).join("\n"));
}
