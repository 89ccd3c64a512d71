import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

/** A database as Supabase sets one up, on the Postgres of the tests. */
export interface Supabase {
  /** As the role that owns the database. It is no superuser and not exempt from row-level security. */
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  /** Runs statements as PostgREST does for a browser (`anon`, `authenticated`) or a backend (`service_role`). */
  as<Result>(role: SupabaseRole, work: (client: pg.Client) => Promise<Result>): Promise<Result>;
  /** Runs statements as the owner. */
  asOwner<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result>;
}

export type SupabaseRole = "anon" | "authenticated" | "service_role";

/** Roles and default grants of Supabase's images (supabase/postgres, `init-scripts`). */
const roles = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create role service_role nologin noinherit bypassrls;
  create role authenticator login noinherit password 'authenticator';
  grant anon, authenticated, service_role to authenticator;`;
const grants = (owner: string) => `
  grant usage on schema public to anon, authenticated, service_role;
  alter default privileges for role ${owner} in schema public grant all on tables to anon, authenticated, service_role;
  alter default privileges for role ${owner} in schema public grant all on functions to anon, authenticated, service_role;
  alter default privileges for role ${owner} in schema public grant all on sequences to anon, authenticated, service_role;`;

/** Null on PGlite, which has no roles to speak of. */
export async function createSupabase(): Promise<Supabase | null> {
  const template = inject("testDatabase");
  if (template.kind === "pglite") return null;
  const owner = `owner_${randomBytes(6).toString("hex")}`;
  const urlOf = (user: string, password: string) => {
    const url = new URL(template.adminUrl);
    [url.username, url.password, url.pathname] = [user, password, `/${owner}`];
    return url.href;
  };
  await connected(template.adminUrl, async (client) => {
    const found = await client.query("select 1 from pg_roles where rolname = 'authenticator'");
    if (found.rowCount === 0) await client.query(roles);
    await client.query(`create role ${owner} login nosuperuser nobypassrls password '${owner}'`);
    await client.query(`create database ${owner} owner ${owner}`);
  });
  const ownerUrl = urlOf(owner, owner);
  const { username, password } = new URL(template.adminUrl);
  const superuserUrl = urlOf(username, password);
  await connected(superuserUrl, (client) => client.query(grants(owner)));
  return {
    ownerUrl,
    superuserUrl,
    asOwner: (work) => connected(ownerUrl, work),
    as: (role, work) =>
      connected(urlOf("authenticator", "authenticator"), async (client) => {
        await client.query(`set role ${role}`);
        return work(client);
      }),
  };
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
