import "./virtual-time.ts";
import { PGlite } from "@electric-sql/pglite";
import { createSandbox, type Sandbox } from "@punctual/calendly-sandbox";
import {
  createPunctual,
  migrateDatabase,
  onPglite,
  type Punctual,
  silentLog,
  testConfig,
} from "@punctual/server/simulation";
import type { Network } from "./network.ts";
import { endVirtualTime, throwDice, virtualNow } from "./virtual-time.ts";

/** Somebody who is signed in, in this life of the product and the next. */
export interface Person {
  readonly email: string;
  readonly cookie: string;
  readonly csrfToken: string;
}

/** What every seed of this process plays on: one database and one Calendly, both cleared in between. */
export interface Stage {
  readonly pglite: PGlite;
  readonly sandbox: Sandbox;
  readonly config: ReturnType<typeof testConfig>;
  readonly coach: Person;
  /** In the same organization at Calendly, in those histories in which it has two. */
  readonly colleague: Person;
  readonly admin: Person;
  /** The wires of the seed that plays. */
  network: Network | null;
  close(): Promise<void>;
}

/**
 * Where the product believes Calendly to be: its real port would be another one in each process. On this machine, because
 * a Calendly elsewhere could not deliver webhooks to localhost.
 */
export const calendlyUrl = "http://127.0.0.1:9";
const password = "a password for nobody";
/** Tables that outlive a seed: signing in costs a slow hash, by design. */
const kept = ["people", "login_sessions", "login_accounts", "login_verifications"];

export async function openStage(): Promise<Stage> {
  endVirtualTime();
  // Ids of people and of Calendly's records decide over orders: they are the same in every process.
  throwDice(0);
  const wires: { network: Network | null } = { network: null };
  // It need not survive anything but the deaths that are played in it.
  const careless = ["synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"];
  const pglite = await PGlite.create({
    initDbStartParams: ["--wal-segsize=1"],
    startParams: [...PGlite.defaultStartParams, ...careless.flatMap((setting) => ["-c", setting])],
  });
  const sandbox = await createSandbox({
    scenario: "solo",
    span: { daysBack: 3, daysAhead: 4 },
    now: virtualNow,
    settings: {
      callsPerMinute: null,
      tokenCallsPerMinute: null,
      bookingCalls: null,
      historySize: 0,
      dataDeletedAfter: 3_600_000,
      publicUrl: calendlyUrl,
    },
    post: async (post) => wires.network?.post(post) ?? { kind: "failed", trouble: "no network" },
  });
  const [app] = sandbox.credentials().apps;
  if (app === undefined) throw new Error("The scenario has no OAuth app.");
  const config = testConfig({
    publicUrl: new URL(app.redirectUris[0] ?? testConfig().publicUrl).origin,
    calendly: {
      apiUrl: calendlyUrl,
      authUrl: calendlyUrl,
      bookingUrl: calendlyUrl,
      assetsUrl: calendlyUrl,
      picturesUrl: calendlyUrl,
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      webhookSigningKeys: [app.webhookSigningKey],
    },
  });
  const open = onPglite(pglite);
  await migrateDatabase(open.database);
  const product = await createPunctual(config, { log: silentLog, open: { ...open, close: async () => undefined } });
  const enter = (name: string, email: string, role: "coach" | "admin") =>
    signIn(product, config.publicUrl, { name, email, role });
  const coach = await enter("Robin Vega", "robin@vega.example", "coach");
  const colleague = await enter("Kim Sato", "kim@vega.example", "coach");
  const admin = await enter("Ada Lindqvist", "ada@vega.example", "admin");
  await product.close();
  // A simulation may last for weeks, and nobody in it signs in again.
  await pglite.query("update punctual.login_sessions set expires_at = '2100-01-01'");
  return {
    pglite,
    sandbox,
    config,
    coach,
    colleague,
    admin,
    get network() {
      return wires.network;
    },
    set network(network) {
      wires.network = network;
    },
    async close() {
      endVirtualTime();
      await sandbox.close();
      await pglite.close();
    },
  };
}

/** Clears the database of everything but the people, and Calendly of everything. */
export async function clearStage(stage: Stage, seed: number): Promise<void> {
  const { rows } = await stage.pglite.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE'
        and (table_schema = 'punctual' and table_name <> all($1)
          or table_schema = 'punctual_queue' and table_name ~ '^(job|warning|queue_stats)')`,
    [kept],
  );
  // As a replica, the database lets those triggers rest by which the audit log refuses to be emptied.
  await stage.pglite.exec("set session_replication_role = replica");
  await stage.pglite.exec(`truncate ${rows.map(({ name }) => name).join(", ")} restart identity cascade`);
  await stage.pglite.exec("set session_replication_role = origin");
  stage.sandbox.reset({ seed });
}

async function signIn(
  product: Punctual,
  origin: string,
  person: { readonly name: string; readonly email: string; readonly role: "coach" | "admin" },
): Promise<Person> {
  const timeZone = "America/New_York";
  await product.people.ensure({ ...person, password, emailVerified: true, timeZone });
  const answer = await product.fetch(
    new Request(`${origin}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ email: person.email, password }),
    }),
  );
  if (!answer.ok) throw new Error(`Signing in answered ${answer.status}: ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((one) => one.split(";")[0]);
  const cookie = cookies.join("; ");
  const me = await product.fetch(new Request(`${origin}/api/me`, { headers: { cookie } }));
  return { email: person.email, cookie, csrfToken: me.headers.get("x-csrf-token") ?? "" };
}
