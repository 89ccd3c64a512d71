import pg from "pg";
import { type Figure, percentile, ratioFigure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { startPostgres } from "./postgres.ts";
import { openProduct, publicUrl } from "./product.ts";

const sizes = { small: 10_000, large: 1_000_000 } as const;
const coaches = 1_000;

/** A filter as a person sets it, and the least SQL that answers the same rows. */
interface Case {
  readonly name: string;
  readonly query: string;
  readonly sql: string;
  readonly parameters: () => readonly unknown[];
}

const columns = `s.id, s.name, s.status, s.start_at, s.end_at, s.location, s.invitees_total, s.invitees_active,
  s.invitees_limit, s.cancellation, s.coach_id, p.name as coach_name`;
const from = "from punctual.sessions s join punctual.people p on p.id = s.coach_id";
const page = "order by s.start_at, s.id limit 51";
const now = () => new Date().toISOString();

const cases: readonly Case[] = [
  { name: "all", query: "", sql: `select ${columns} ${from} ${page}`, parameters: () => [] },
  {
    name: "upcoming",
    query: "&phase=upcoming",
    sql: `select ${columns} ${from} where s.start_at > $1 ${page}`,
    parameters: () => [now()],
  },
  {
    name: "canceled",
    query: "&status=canceled",
    sql: `select ${columns} ${from} where s.status = 'canceled' ${page}`,
    parameters: () => [],
  },
  {
    name: "one coach, upcoming",
    query: "&phase=upcoming&coachId=per_bench500",
    sql: `select ${columns} ${from} where s.coach_id = $1 and s.start_at > $2 ${page}`,
    parameters: () => ["per_bench500", now()],
  },
];

/** The session list, 50 rows with invitees, on Postgres: against the bare SQL for the same rows, and against itself on few. */
export async function benchSessionList({ quick, say }: BenchOptions): Promise<Figure[]> {
  const rounds = quick ? 40 : 200;
  const large = quick ? 100_000 : sizes.large;
  const postgres = await startPostgres();
  const product = await openProduct(postgres.url);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
  try {
    const login = await product.signIn({ name: "Ada Lindqvist", email: "ada@northside.example", role: "admin" });
    const list = (query: string) => productPage(product.fetch, login, query);
    await seedCoaches(pool);
    say(`${sizes.small.toLocaleString("en")} sessions`);
    await seedSessions(pool, 0, sizes.small);
    const small = await measure(pool, list, rounds);
    say(`${large.toLocaleString("en")} sessions`);
    await seedSessions(pool, sizes.small, large);
    const many = await measure(pool, list, rounds);
    return cases.flatMap(({ name }, index) => {
      const [at, before] = [many[index], small[index]];
      if (at === undefined || before === undefined) throw new Error(`${name} was not measured.`);
      return [
        ratioFigure(
          {
            name: `session list of ${large.toLocaleString("en")}, ${name}, p50 (baseline: bare SQL)`,
            value: at.product,
            baseline: at.bare,
            unit: "ms",
          },
          { atMost: 1.5 },
        ),
        ratioFigure(
          {
            name: `session list, ${name}, p50 (baseline: at 10,000 sessions)`,
            value: at.product,
            baseline: before.product,
            unit: "ms",
          },
          { atMost: 1.3 },
        ),
      ];
    });
  } finally {
    await pool.end();
    await product.close();
    await postgres.stop();
  }
}

async function seedCoaches(pool: pg.Pool): Promise<void> {
  await pool.query(
    `insert into punctual.people (id, name, email, role)
     select 'per_bench' || n, 'Coach ' || n, 'coach' || n || '@northside.example', 'coach' from generate_series(1, $1) n`,
    [coaches],
  );
}

/** Sessions numbered from..to, spread over a year on both sides of now, one in ten canceled, one invitee each, one in twenty with one busy coach. */
async function seedSessions(pool: pg.Pool, from: number, to: number): Promise<void> {
  await pool.query(
    `insert into punctual.sessions (id, uri, coach_id, event_type_uri, name, status, start_at, end_at, invitees_total,
       invitees_active, invitees_limit, calendly_created_at, calendly_updated_at, updated_at)
     select 'ses_bench' || n, 'https://api.calendly.com/scheduled_events/' || n, case when n % 20 = 0 then 'per_bench500' else 'per_bench' || (1 + n % $3) end,
       'https://api.calendly.com/event_types/' || (n % 5000), '60-minute coaching',
       case when n % 10 = 0 then 'canceled' else 'active' end, at, at + interval '1 hour', 1,
       case when n % 10 = 0 then 0 else 1 end, 1, at - interval '9 days', at - interval '9 days', now()
     from (select n, now() + (hashint8(n) / 2147483648.0) * interval '365 days' as at from generate_series($1::bigint + 1, $2::bigint) n) numbered`,
    [from, to, coaches],
  );
  await pool.query(
    `insert into punctual.invitees (id, uri, session_id, email, name, status, questions_and_answers, calendly_created_at,
       calendly_updated_at, updated_at)
     select 'inv_bench' || n, 'https://api.calendly.com/scheduled_events/' || n || '/invitees/' || n, 'ses_bench' || n,
       'realtor' || (n % 20000) || '@realty.example', 'Realtor ' || (n % 20000),
       case when n % 10 = 0 then 'canceled' else 'active' end, '[]', now(), now(), now()
     from generate_series($1::bigint + 1, $2::bigint) n`,
    [from, to],
  );
  await pool.query("vacuum analyze punctual.sessions, punctual.invitees");
}

/** p50 in ms for each case; product and bare SQL take turns, so that both see the same machine. */
async function measure(
  pool: pg.Pool,
  list: (query: string) => Promise<void>,
  rounds: number,
): Promise<{ readonly product: number; readonly bare: number }[]> {
  const measured = [];
  for (const { query, sql, parameters } of cases) {
    const bare = () => barePage(pool, sql, parameters());
    for (let warm = 0; warm < 10; warm++) {
      await list(query);
      await bare();
    }
    const times = { product: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      times.product.push(await timed(() => list(query)));
      times.bare.push(await timed(bare));
    }
    measured.push({ product: percentile(times.product, 0.5), bare: percentile(times.bare, 0.5) });
  }
  return measured;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function productPage(
  fetch: (request: Request) => Promise<Response>,
  login: Readonly<Record<string, string>>,
  query: string,
): Promise<void> {
  const response = await fetch(
    new Request(`${publicUrl}/api/calendly/scheduled_events?limit=50${query}`, { headers: login }),
  );
  const body = (await response.json()) as { items?: unknown[] };
  if (body.items?.length !== 50)
    throw new Error(`The list answered ${response.status} with ${body.items?.length} rows.`);
}

/** The rows and their invitees, in two statements and as JSON: what any list of them has to do. */
async function barePage(pool: pg.Pool, sql: string, parameters: readonly unknown[]): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(sql, [...parameters]);
  const invitees = await pool.query(
    "select id, session_id, name, time_zone, status from punctual.invitees where session_id = any($1)",
    [rows.map(({ id }) => id)],
  );
  JSON.stringify({ rows, invitees: invitees.rows });
}
