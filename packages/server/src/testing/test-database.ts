import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { inject } from "vitest";
import { type OpenDatabase, onPglite, openDatabase } from "../platform/database/open.ts";

/** A clean, migrated database of the kind that this test project runs on. Closing it removes it. */
export async function openTestDatabase(): Promise<OpenDatabase> {
  const template = inject("testDatabase");
  if (template.kind === "pglite") {
    const loadDataDir = new Blob([await readFile(template.templateFile)]);
    return onPglite(await PGlite.create({ loadDataDir }));
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

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
