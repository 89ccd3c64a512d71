import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { type Figure, percentile, valueFigure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { startPostgres } from "./postgres.ts";
import { openProduct } from "./product.ts";
import { benchHost, signedDelivery } from "./webhook-intake.ts";

/** As many as the worker applies at once. */
const concurrency = 4;

/**
 * Applying what lies in the inbox: the product's worker, which opens the body, merges it into the mirror, links, plans
 * notifications and marks the delivery, against a session, an invitee and a mark upserted by bare SQL, one commit each.
 */
export async function benchWebhookApply({ quick, say }: BenchOptions): Promise<Figure[]> {
  const deliveries = quick ? 300 : 1_500;
  const rounds = quick ? 2 : 3;
  const postgres = await startPostgres();
  const product = await openProduct(postgres.url);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 10 });
  try {
    await connectHost(pool);
    await pool.query(
      "create table bare_inbox (id text primary key, state text); create table bare_sessions (like punctual.sessions including all); create table bare_invitees (like punctual.invitees including all)",
    );
    const productRates: number[] = [];
    const bareRates: number[] = [];
    for (let round = 0; round < rounds; round++) {
      say(`${deliveries} deliveries applied (${round + 1} of ${rounds})`);
      for (let nth = 0; nth < deliveries; nth++) {
        const response = await product.fetch(signedDelivery());
        if (response.status !== 200) throw new Error(`Intake answered ${response.status}: ${await response.text()}`);
      }
      productRates.push(await rate(deliveries, () => applyAll(product, pool)));
      bareRates.push(await rate(deliveries, () => upsertAll(pool, deliveries)));
    }
    return [
      valueFigure(
        {
          name: "webhook deliveries applied",
          value: percentile(productRates, 0.5),
          baseline: percentile(bareRates, 0.5),
          unit: "deliveries/s",
        },
        null,
      ),
    ];
  } finally {
    await pool.end();
    await product.close();
    await postgres.stop();
  }
}

async function rate(count: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return count / ((performance.now() - startedAt) / 1000);
}

/** Starts the worker and waits until nothing in the inbox waits. */
async function applyAll(product: Awaited<ReturnType<typeof openProduct>>, pool: pg.Pool): Promise<void> {
  await product.worker.start();
  for (;;) {
    const { rows } = await pool.query(
      "select state, count(*)::int as n from punctual.webhook_deliveries where state <> 'applied' group by state",
    );
    if (rows.some(({ state }) => state !== "received")) throw new Error(`Not applied: ${JSON.stringify(rows)}`);
    if (rows.length === 0) break;
    await setTimeout(25);
  }
  await product.worker.stop();
}

async function upsertAll(pool: pg.Pool, count: number): Promise<void> {
  // The rows that the product made, so that both write the same columns of the same size.
  const { rows: pairs } = await pool.query<{ session: string; invitee: string }>(
    "select s.id as session, i.id as invitee from punctual.sessions s join punctual.invitees i on i.session_id = s.id limit $1",
    [count],
  );
  let next = 0;
  const worker = async () => {
    const client = await pool.connect();
    while (next < count) {
      const pair = pairs[next++];
      if (pair === undefined) throw new Error("The product applied fewer than that.");
      await client.query("begin");
      await client.query(
        "insert into bare_sessions select * from punctual.sessions where id = $1 on conflict (id) do update set updated_at = excluded.updated_at",
        [pair.session],
      );
      await client.query(
        "insert into bare_invitees select * from punctual.invitees where id = $1 on conflict (id) do update set updated_at = excluded.updated_at",
        [pair.invitee],
      );
      await client.query("insert into bare_inbox values ($1, 'applied')", [randomUUID()]);
      await client.query("commit");
    }
    client.release();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** The coach whose bookings the deliveries tell of. */
async function connectHost(pool: pg.Pool): Promise<void> {
  await pool.query(
    "insert into punctual.people (id, name, email, email_verified, role) values ('per_bench', 'Bench', 'bench@northside.example', true, 'coach')",
  );
  const account = { userUri: benchHost, timeZone: "America/Chicago", name: "Bench", email: "bench@northside.example" };
  await pool.query(
    // Looked after just now, so that the worker has nothing to do but to apply.
    `insert into punctual.connections (id, coach_id, state, account, user_uri, organization_uri, scopes, webhook_state,
       webhook_checked_at, probed_at, swept_at, swept_fully_at, connected_at, updated_at)
     values ('con_bench', 'per_bench', 'active', $1, $2, 'https://api.calendly.com/organizations/bench', '{}', 'active',
       now(), now(), now(), now(), now(), now())`,
    [JSON.stringify(account), benchHost],
  );
}
