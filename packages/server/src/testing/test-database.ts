import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { inject } from "vitest";
import { type OpenDatabase, onPglite, openDatabase } from "../platform/database/open.ts";

/** Databases that a test has closed: the next one empties and takes one of them, which is quicker than a new one. */
const spare: { readonly pglite: PGlite[]; readonly postgres: string[] } = { pglite: [], postgres: [] };

/** A clean, migrated database of the kind that this test project runs on. Closing it leaves it to the next one. */
export async function openTestDatabase(): Promise<OpenDatabase> {
  const template = inject("testDatabase");
  if (template.kind === "pglite") {
    const pglite = (await takePglite()) ?? (await unpack(template.templateFile));
    return {
      ...onPglite(pglite),
      close: async () => {
        if (!pglite.closed) spare.pglite.push(pglite);
      },
    };
  }
  const url = (await takePostgres()) ?? (await copyTemplate(template));
  const open = await openDatabase({ kind: "postgres", url });
  return {
    ...open,
    close: async () => {
      await open.close();
      spare.postgres.push(url);
    },
  };
}

async function unpack(templateFile: string): Promise<PGlite> {
  return PGlite.create({ loadDataDir: new Blob([await readFile(templateFile)]) });
}

/** Emptied only now, so that whatever the last test left running at its end is gone as well. */
async function takePglite(): Promise<PGlite | undefined> {
  const pglite = spare.pglite.pop();
  if (pglite === undefined) return undefined;
  if (pglite.closed) return takePglite();
  await empty((statement) => pglite.query<{ readonly name: string }>(statement));
  return pglite;
}

async function takePostgres(): Promise<string | undefined> {
  const url = spare.postgres.pop();
  if (url === undefined) return undefined;
  await connected(url, async (client) => {
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await empty((statement) => client.query(statement));
  });
  return url;
}

async function empty(
  query: (statement: string) => Promise<{ readonly rows: readonly { readonly name: string }[] }>,
): Promise<void> {
  const { rows } = await query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname = 'punctual' or (schemaname = 'punctual_queue' and tablename = 'job')`,
  );
  // The audit log refuses to be emptied; as a replica, the database lets its triggers rest.
  await query("set session_replication_role = replica");
  await query(`truncate ${rows.map(({ name }) => name).join(", ")} restart identity cascade`);
  await query("set session_replication_role = origin");
}

async function copyTemplate(from: { readonly adminUrl: string; readonly template: string }): Promise<string> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await connected(from.adminUrl, (client) => client.query(`create database ${name} template ${from.template}`));
  const url = new URL(from.adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function connected<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
