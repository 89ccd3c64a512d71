import { sql } from "drizzle-orm";
import type pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSupabase, type Supabase } from "../../testing/supabase.ts";
import { silentLog } from "../logger.ts";
import { openQueue } from "../queue/queue.ts";
import { openDatabase } from "./open.ts";
import { protectTables } from "./row-security.ts";
import { people } from "./schema.ts";

const schemas = ["punctual", "punctual_migrations", "punctual_queue"] as const;
const browsers = ["anon", "authenticated"] as const;

let supabase: Supabase | null;
beforeEach(async () => {
  supabase = await createSupabase();
  if (supabase !== null) await start(supabase);
});
afterEach(() => {
  supabase = null;
});

/** What a start of the product does to the database; as whoever owns it. */
async function start({ ownerUrl }: Supabase): Promise<void> {
  const open = await openDatabase({ kind: "postgres", url: ownerUrl });
  await (await openQueue(open, { log: silentLog })).close();
  await open.database
    .insert(people)
    .values({ id: "per_1", name: "Maya Okafor", email: "maya@northside.example", role: "coach" })
    .onConflictDoNothing();
  await open.close();
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any($1) order by 1`,
    [schemas],
  );
  return rows.map(({ name }) => name);
}

/** What somebody may do in Supabase's SQL editor without thinking. */
async function grantAll(client: pg.Client): Promise<void> {
  for (const schema of schemas) {
    await client.query(`grant usage on schema ${schema} to anon, authenticated`);
    await client.query(`grant select, insert, update, delete on all tables in schema ${schema} to anon, authenticated`);
    await client.query(`grant all on all sequences in schema ${schema} to anon, authenticated`);
  }
}

test("by what Supabase grants nobody but the owner comes near, not even the role that row-level security exempts", async ({
  skip,
}) => {
  if (supabase === null) return skip();
  for (const role of [...browsers, "service_role"] as const) {
    await supabase.as(role, async (client) => {
      for (const schema of schemas) {
        await expect(
          client.query(`select * from ${schema}.${schema === "punctual" ? "people" : "job"}`),
        ).rejects.toThrow(`permission denied for schema ${schema}`);
      }
    });
  }
});

test("of every table it is on and forced: without the policy not even the owner reads a row, until the next start", async ({
  skip,
}) => {
  if (supabase === null) return skip();
  const own = supabase;
  const { rows: open } = await own.asOwner((client) =>
    client.query(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = any($1) and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`,
      [schemas],
    ),
  );
  expect(open).toEqual([]);
  const read = () => own.asOwner((client) => client.query("select id from punctual.people"));
  expect((await read()).rowCount).toBe(1);
  await own.asOwner((client) => client.query("drop policy punctual_owner on punctual.people"));
  expect((await read()).rowCount).toBe(0);
  await start(own);
  expect((await read()).rowCount).toBe(1);
});

test("where somebody grants all, browsers still read no row of any table and write none; the next start takes the grants back", async ({
  skip,
}) => {
  if (supabase === null) return skip();
  const { rows: people } = await supabase.asOwner(async (client) => {
    await client.query("create table punctual.of_a_later_version (id text)");
    await client.query("insert into punctual.of_a_later_version values ('x')");
    return client.query("select * from punctual.people");
  });
  expect(people).toHaveLength(1);
  await start(supabase);
  const tables = await supabase.asOwner(async (client) => {
    await grantAll(client);
    return tablesOf(client);
  });
  expect(tables.length).toBeGreaterThan(35);
  expect(tables).toEqual(expect.arrayContaining(["punctual.of_a_later_version", "punctual_queue.job"]));

  for (const role of browsers) {
    await supabase.as(role, async (client) => {
      for (const table of tables) {
        expect((await client.query(`select * from ${table}`)).rowCount, table).toBe(0);
        // The audit log refuses it to everybody, rows or none.
        const deleted = client.query(`delete from ${table}`).then(
          ({ rowCount }) => rowCount,
          (error: Error) => error.message,
        );
        const refused = `The audit log only grows: DELETE on ${table.split(".")[1]} is refused.`;
        expect([0, refused], table).toContain(await deleted);
      }
      expect((await client.query("update punctual.people set role = 'admin'")).rowCount).toBe(0);
      await expect(
        client.query(
          "insert into punctual.people (id, name, email, role) values ('per_2', 'x', 'x@x.example', 'admin')",
        ),
      ).rejects.toThrow("row-level security");
      await expect(client.query("insert into punctual.of_a_later_version values ('y')")).rejects.toThrow(
        "row-level security",
      );
    });
  }
  const kept = await supabase.asOwner((client) => client.query("select id, role from punctual.people"));
  expect(kept.rows).toEqual([{ id: "per_1", role: "coach" }]);

  await start(supabase);
  for (const role of browsers) {
    await supabase.as(role, (client) =>
      expect(client.query("select * from punctual.people")).rejects.toThrow("permission denied for schema punctual"),
    );
  }
});

test("a command that a superuser once ran leaves the owner in, and a start that finds all closed changes nothing", async ({
  skip,
}) => {
  const own = supabase;
  if (own === null) return skip();
  const open = await openDatabase({ kind: "postgres", url: own.superuserUrl });
  await open.database.execute(sql`drop policy punctual_owner on punctual.people`);
  await open.database.transaction((tx) => protectTables(tx, schemas));
  await open.close();
  const read = await own.asOwner((client) => client.query("select id from punctual.people"));
  expect(read.rows).toEqual([{ id: "per_1" }]);

  const policies = () => own.asOwner((client) => client.query("select oid from pg_policy order by oid"));
  const before = await policies();
  await start(own);
  expect((await policies()).rows).toEqual(before.rows);
});
