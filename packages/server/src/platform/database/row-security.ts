import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { rowsOf } from "./rows.ts";

/** Roles by which Supabase's data API lets browsers in. With Postgres's `public`, which is everybody, they are the strangers. */
const strangers = ["anon", "authenticated"] as const;

/** Any number that nothing else locks on: two processes that change the same table's protection would fail each other. */
const protectionLock = 7_208_315_442;

const policy = "punctual_owner";

/**
 * Closes every table of these schemas, whichever migration made it, to all but the role that owns it: row-level
 * security is on and forced, its one policy is for the owner, and strangers have no grants. So even a grant that
 * somebody adds later reads and writes nothing. Does nothing, at the price of one query, when all is so already.
 *
 * The policy is for the owner and not for whoever runs this, so that a command that a superuser once ran does not
 * shut the product out.
 */
export async function protectTables(database: Pick<Database, "execute">, schemas: readonly string[]): Promise<void> {
  const statements = await missing(database, schemas);
  if (statements.length === 0) return;
  await database.execute(sql`select pg_advisory_xact_lock(${protectionLock})`);
  for (const statement of await missing(database, schemas)) await database.execute(sql.raw(statement));
}

/** The statements that are still wanted, read off the catalog. */
async function missing(database: Pick<Database, "execute">, schemas: readonly string[]): Promise<readonly string[]> {
  const names = sql`(${sql.join(
    schemas.map((name) => sql`${name}`),
    sql`, `,
  )})`;
  const found = await database.execute(sql`
    with stranger as (
      select oid, format('%I', rolname) as name from pg_roles where rolname in (${sql.join(
        strangers.map((name) => sql`${name}`),
        sql`, `,
      )})
      union all select 0, 'public'
    ), space as (
      select oid, format('%I', nspname) as name, nspacl from pg_namespace where nspname in ${names}
    ), relation as (
      select c.oid, c.relkind, c.relowner, c.relacl, c.relrowsecurity, c.relforcerowsecurity,
             format('%s.%I', space.name, c.relname) as name, pg_get_userbyid(c.relowner) as owner
        from pg_class c join space on space.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S')
    ), stored as (
      select * from relation where relkind in ('r', 'p')
    ), policed as (
      select stored.oid, count(p.oid) as policies,
             count(*) filter (where p.polname = ${policy} and p.polroles = array[stored.relowner]) as good
        from stored left join pg_policy p on p.polrelid = stored.oid group by stored.oid, stored.relowner
    ), routine as (
      select p.oid, p.proowner, p.proacl, format('%s.%I(%s)', space.name, p.proname, pg_get_function_identity_arguments(p.oid)) as name
        from pg_proc p join space on space.oid = p.pronamespace
    ), wanted (step, statement) as (
      select 1, format('alter table %s enable row level security', name) from stored where not relrowsecurity
      union all
      select 2, format('alter table %s force row level security', name) from stored where not relforcerowsecurity
      union all
      select 3, format('drop policy if exists ${sql.raw(policy)} on %s', name) from stored join policed using (oid) where good = 0
      union all
      select 4, format('create policy ${sql.raw(policy)} on %s to %I using (true) with check (true)', name, owner)
        from stored join policed using (oid) where good = 0
      union all
      select distinct 5, format('revoke all on schema %s from %s', space.name, stranger.name)
        from space, aclexplode(space.nspacl) acl join stranger on stranger.oid = acl.grantee
      union all
      select distinct 6, format('revoke all on %s %s from %s', case relkind when 'S' then 'sequence' else 'table' end, relation.name, stranger.name)
        from relation, aclexplode(relation.relacl) acl join stranger on stranger.oid = acl.grantee
      union all
      select distinct 7, format('revoke all on routine %s from %s', routine.name, stranger.name)
        from routine, aclexplode(coalesce(routine.proacl, acldefault('f', routine.proowner))) acl
        join stranger on stranger.oid = acl.grantee
    )
    select statement from wanted order by step, statement`);
  return rowsOf(found).map(({ statement }) => String(statement));
}
