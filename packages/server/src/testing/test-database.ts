import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { inject } from "vitest";
import { type OpenDatabase, onPglite, openDatabase } from "../platform/database/open.ts";

/** Embedded databases that a test has closed: the next one empties and takes it, which is quicker than a new one. */
const spare: PGlite[] = [];

/** A clean, migrated database of the kind that this test project runs on. Closing it removes it. */
export async function openTestDatabase(): Promise<OpenDatabase> {
  const template = inject("testDatabase");
  if (template.kind === "pglite") {
    const pglite = (await takeSpare()) ?? (await unpack(template.templateFile));
    return {
      ...onPglite(pglite),
      close: async () => {
        if (!pglite.closed) spare.push(pglite);
      },
    };
  }
  const name = `test_${randomBytes(8).toString("hex")}`;
  await administer(template.adminUrl, `create database ${name} template ${template.template}`);
  const url = new URL(template.adminUrl);
  url.pathname = `/${name}`;
  const open = await openDatabase({ kind: "postgres", url: url.href });
  return {
    ...open,
    close: async () => {
      await open.close();
      await administer(template.adminUrl, `drop database ${name} with (force)`);
    },
  };
}

async function unpack(templateFile: string): Promise<PGlite> {
  return PGlite.create({ loadDataDir: new Blob([await readFile(templateFile)]) });
}

/** Emptied only now, so that whatever the last test left running at its end is gone as well. */
async function takeSpare(): Promise<PGlite | undefined> {
  const pglite = spare.pop();
  if (pglite === undefined) return undefined;
  if (pglite.closed) return takeSpare();
  const { rows } = await pglite.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname = 'punctual' or (schemaname = 'punctual_queue' and tablename = 'job')`,
  );
  await pglite.exec(`truncate ${rows.map(({ name }) => name).join(", ")} restart identity cascade`);
  return pglite;
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
