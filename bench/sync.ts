import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { sealedTokens } from "@punctual/server/testing/sealed-tokens";
import pg from "pg";
import { type Figure, percentile, valueFigure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { startPostgres } from "./postgres.ts";
import { apiUrl, openProduct, publicUrl } from "./product.ts";
import { createUpstream } from "./upstream.ts";

const dayMs = 86_400_000;
const sizes = {
  backfill: { record: 100_000, quick: 3_000 },
  coaches: { record: 1_000, quick: 100 },
  sessionsEach: 20,
} as const;

/** A backfill that takes longer on this machine is measured by as much as it copied. */
const endAfterMs = 300_000;
/** Sweeps that have not ended by then never will. */
const sweepsMs = 600_000;

type Product = Awaited<ReturnType<typeof openProduct>>;

/**
 * A backfill of 100,000 sessions, and a sweep over 1,000 coaches, on Postgres and against a Calendly that answers from
 * memory. Beside each stands the least that the same rows cost: writing them page by page, reading them coach by coach.
 */
export async function benchSync(options: BenchOptions): Promise<Figure[]> {
  return [...(await benchBackfill(options)), ...(await benchSweep(options))];
}

async function benchBackfill({ quick, say }: BenchOptions): Promise<Figure[]> {
  const count = quick ? sizes.backfill.quick : sizes.backfill.record;
  const upstream = createUpstream({ apiUrl, sessions: count, firstStart: Date.now() - 3_649 * dayMs, endAfterMs });
  return withProduct(upstream.fetch, async ({ pool, product, connect }) => {
    await connect(["c0000"]);
    say(`a backfill of ${count.toLocaleString("en")} sessions`);
    const memory = watchMemory();
    const startedAt = performance.now();
    const ended = await product.sync.backfill({ email: "c0000@northside.example", days: 3_650 }, () => undefined);
    const seconds = (performance.now() - startedAt) / 1000;
    const growth = memory.stop();
    if (ended.kind !== "ended" || ended.backfill.state !== "done") {
      throw new Error(`The backfill came to ${JSON.stringify(ended)}`);
    }
    const copied = ended.backfill.sessions;
    say("the same rows, written bare");
    const bare = await writeBare(pool, copied);
    const ofThem = copied === count ? "" : `, the first ${copied.toLocaleString("en")} of them`;
    return [
      valueFigure(
        {
          name: `backfill of ${count.toLocaleString("en")} sessions${ofThem}`,
          value: copied / seconds,
          baseline: bare,
          unit: "sessions/s",
        },
        null,
      ),
      valueFigure(
        { name: "the same, memory in use late against early", value: growth.late, baseline: growth.early, unit: "MB" },
        quick ? null : { atMost: growth.early * 1.5 },
      ),
    ];
  });
}

async function benchSweep({ quick, say }: BenchOptions): Promise<Figure[]> {
  const count = quick ? sizes.coaches.quick : sizes.coaches.record;
  const sessions = sizes.sessionsEach;
  const upstream = createUpstream({ apiUrl, sessions, firstStart: Date.now() + dayMs });
  return withProduct(upstream.fetch, async ({ pool, product, connect }) => {
    const coaches = Array.from({ length: count }, (_, at) => `c${String(at).padStart(4, "0")}`);
    await connect(coaches);
    const [first = "", ...others] = coaches;
    await product.sync.backfill({ email: `${first}@northside.example` }, () => undefined);
    for (const table of ["sessions", "invitees"]) await copyRows(pool, table, first, others);
    await pool.query("analyze");
    // What the clock would have had made already: otherwise the worker begins with it.
    await pool.query(`
      insert into punctual.sweeps (id, coach_id, connection_id, depth, cause, state, from_at, started_at, ended_at)
      select 'swp_' || depth || c.id, c.coach_id, c.id, depth, 'schedule', 'done', now(), now(), now()
      from punctual.connections c cross join unnest(array['recent', 'full']) depth`);
    const login = await product.signIn({ name: "Ada Lindqvist", email: "ada@northside.example", role: "admin" });
    await product.worker.start();
    const figures: Figure[] = [];
    for (const depth of ["recent", "full"] as const) {
      say(`${depth} sweeps of ${count.toLocaleString("en")} coaches with ${sessions} sessions each`);
      const [before, startedAt] = [upstream.calls(), performance.now()];
      await sweepAll(pool, product, login, { depth, count, sessions });
      const seconds = (performance.now() - startedAt) / 1000;
      const calls = (upstream.calls() - before) / count;
      figures.push(
        valueFigure(
          {
            name: `${depth} sweep of ${count.toLocaleString("en")} coaches (${calls.toFixed(1)} calls each)`,
            value: count / seconds,
            baseline: await readBare(pool, coaches),
            unit: "coaches/s",
          },
          null,
        ),
      );
    }
    return figures;
  });
}

/** The product with coaches who are connected already; and a pool of our own beside it. */
async function withProduct<Result>(
  upstreamFetch: typeof fetch,
  work: (on: {
    pool: pg.Pool;
    product: Product;
    connect(coaches: readonly string[]): Promise<void>;
  }) => Promise<Result>,
): Promise<Result> {
  const encryptionKeys = [{ id: "bench", key: new Uint8Array(randomBytes(32)) }];
  const postgres = await startPostgres();
  const product = await openProduct(postgres.url, { fetch: upstreamFetch, encryptionKeys });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  const connect = async (coaches: readonly string[]) => {
    for (const coach of coaches) {
      const account = {
        userUri: `${apiUrl}/users/${coach}`,
        organizationUri: `${apiUrl}/organizations/northside`,
        name: coach,
        email: `${coach}@northside.example`,
        slug: coach,
        schedulingUrl: `${apiUrl}/${coach}`,
        timeZone: "America/New_York",
        avatarUrl: null,
      };
      await pool.query(
        "insert into punctual.people (id, name, email, email_verified, role) values ($1, $2, $3, true, 'coach')",
        [`per_${coach}`, coach, account.email],
      );
      await pool.query(
        `insert into punctual.connections (id, coach_id, state, account, user_uri, organization_uri, scopes, tokens_sealed,
           tokens_expire_at, webhook_state, webhook_checked_at, probed_at, connected_at, updated_at)
         values ($1, $2, 'active', $3, $4, $5, '{}', $6, now() + interval '1 day', 'active', now(), now(), now() - interval '1 day', now())`,
        [
          `con_${coach}`,
          `per_${coach}`,
          account,
          account.userUri,
          account.organizationUri,
          await sealedTokens(encryptionKeys, `con_${coach}`),
        ],
      );
    }
  };
  try {
    return await work({ pool, product, connect });
  } finally {
    await pool.end();
    await product.close();
    await postgres.stop();
  }
}

/** The first coach's rows, for others: every id and URI holds the coach's name. */
async function copyRows(pool: pg.Pool, table: string, first: string, others: readonly string[]): Promise<void> {
  await pool.query(
    `insert into punctual.${table}
     select (jsonb_populate_record(null::punctual.${table}, replace(to_jsonb(s)::text, $1, other)::jsonb
       || jsonb_build_object('id', s.id || other) ${table === "invitees" ? "|| jsonb_build_object('session_id', s.session_id || other)" : ""})).*
     from punctual.${table} s cross join unnest($2::text[]) other`,
    [first, others],
  );
}

async function sweepAll(
  pool: pg.Pool,
  product: Product,
  login: Readonly<Record<string, string>>,
  wish: { readonly depth: "recent" | "full"; readonly count: number; readonly sessions: number },
): Promise<void> {
  const response = await product.fetch(
    new Request(`${publicUrl}/api/calendly/sweeps`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: publicUrl, ...login },
      body: JSON.stringify({ coachId: null, depth: wish.depth }),
    }),
  );
  if (response.status !== 202) throw new Error(`Starting sweeps answered ${response.status}: ${await response.text()}`);
  const givenUpAt = performance.now() + sweepsMs;
  for (;;) {
    const { rows } = await pool.query(
      `select count(*)::int as ended, coalesce(sum(found), 0)::int as found, coalesce(sum(sessions_compared), 0)::int as compared,
         count(*) filter (where state = 'failed')::int as failed
       from punctual.sweeps where depth = $1 and cause = 'person' and state <> 'running'`,
      [wish.depth],
    );
    const [{ ended, found, compared, failed }] = rows;
    if (failed > 0) throw new Error(`${failed} sweeps failed.`);
    if (ended === wish.count) {
      if (found > 0 || compared !== wish.count * wish.sessions) {
        throw new Error(`${compared} sessions were compared and ${found} differed.`);
      }
      return;
    }
    if (performance.now() > givenUpAt) throw new Error(`${ended} of ${wish.count} sweeps ended within ten minutes.`);
    // The database tells nobody that a sweep has ended: it is asked again.
    await setTimeout(100);
  }
}

/** Sessions a second, written by pages of 50 with their invitees, one transaction each. */
async function writeBare(pool: pg.Pool, count: number): Promise<number> {
  await pool.query("create table bare_sessions (like punctual.sessions including defaults including indexes)");
  await pool.query("create table bare_invitees (like punctual.invitees including defaults including indexes)");
  const client = await pool.connect();
  const startedAt = performance.now();
  try {
    let after = ["-infinity", ""];
    for (let first = 0; first < count; first += 50) {
      const { rows } = await client.query(
        "select id, start_at::text from punctual.sessions where (start_at, id) > ($1::timestamptz, $2) order by start_at, id limit 50",
        after,
      );
      after = [rows.at(-1)?.start_at, rows.at(-1)?.id];
      const ids = rows.map(({ id }) => id);
      await client.query("begin");
      await client.query("insert into bare_sessions select * from punctual.sessions where id = any($1)", [ids]);
      await client.query("insert into bare_invitees select * from punctual.invitees where session_id = any($1)", [ids]);
      await client.query("commit");
    }
  } finally {
    client.release();
  }
  return count / ((performance.now() - startedAt) / 1000);
}

/** Coaches a second whose sessions and invitees are read, and of whom one row is kept. */
async function readBare(pool: pg.Pool, coaches: readonly string[]): Promise<number> {
  await pool.query("create table if not exists bare_sweeps (coach text not null, sessions integer, invitees integer)");
  const rates: number[] = [];
  for (let round = 0; round < 3; round++) {
    const startedAt = performance.now();
    for (const coach of coaches) {
      const { rows } = await pool.query("select * from punctual.sessions where coach_id = $1", [`per_${coach}`]);
      const ids = rows.map(({ id }) => id);
      const people = await pool.query("select * from punctual.invitees where session_id = any($1)", [ids]);
      await pool.query("insert into bare_sweeps values ($1, $2, $3)", [coach, rows.length, people.rows.length]);
    }
    rates.push(coaches.length / ((performance.now() - startedAt) / 1000));
  }
  return percentile(rates, 0.5);
}

/** What is in use right after a collection, in the first fifth of the time and in the last: the least of each. */
function watchMemory() {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(process.memoryUsage().heapUsed), 50);
  return {
    stop: () => {
      clearInterval(timer);
      const fifth = Math.max(1, Math.floor(samples.length / 5));
      const least = (part: readonly number[]) => Math.min(...part) / 1024 / 1024;
      return { early: least(samples.slice(fifth, fifth * 2)), late: least(samples.slice(-fifth)) };
    },
  };
}
