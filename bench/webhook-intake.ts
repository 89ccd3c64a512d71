import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import pg from "pg";
import { type Figure, percentile, ratioFigure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { startPostgres } from "./postgres.ts";
import { apiUrl, openProduct, publicUrl, signingKey } from "./product.ts";

const concurrency = 16;
/** The Calendly user whose bookings the deliveries tell of. */
export const benchHost = `${apiUrl}/users/bench`;

/**
 * Webhook intake, durable before 200: the product against the least that anyone could do on the same database,
 * a bare Hono route that checks the HMAC and inserts one row. Rounds alternate, so that both see the same machine.
 */
export async function benchWebhookIntake({ quick, say }: BenchOptions): Promise<Figure[]> {
  const deliveries = quick ? 400 : 2_000;
  const rounds = quick ? 2 : 5;
  const postgres = await startPostgres();
  const product = await openProduct(postgres.url);
  const bare = await openBare(postgres.url);
  try {
    const productRates: number[] = [];
    const bareRates: number[] = [];
    await rate(bare.fetch, 200);
    await rate(product.fetch, 200);
    for (let round = 0; round < rounds; round++) {
      say(`${deliveries} deliveries to each (${round + 1} of ${rounds})`);
      bareRates.push(await rate(bare.fetch, deliveries));
      productRates.push(await rate(product.fetch, deliveries));
    }
    return [
      ratioFigure(
        {
          name: "webhook intake, durable before 200",
          value: percentile(productRates, 0.5),
          baseline: percentile(bareRates, 0.5),
          unit: "deliveries/s",
        },
        { atLeast: 0.7 },
      ),
    ];
  } finally {
    await bare.close();
    await product.close();
    await postgres.stop();
  }
}

async function openBare(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  await pool.query("create table bare_inbox (id bigserial primary key, key text not null unique, body text not null)");
  const app = new Hono();
  app.post("/api/calendly/webhooks", async (context) => {
    const body = Buffer.from(await context.req.arrayBuffer());
    const header = context.req.header("calendly-webhook-signature") ?? "";
    const [, timestamp = "", signature = ""] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(header) ?? [];
    const expected = createHmac("sha256", signingKey).update(`${timestamp}.`).update(body).digest();
    const given = Buffer.from(signature, "hex");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return context.json({}, 401);
    await pool.query("insert into bare_inbox (key, body) values ($1, $2)", [randomUUID(), body.toString()]);
    return context.json({ received: true });
  });
  return { fetch: async (request: Request) => app.fetch(request), close: () => pool.end() };
}

/** Deliveries a second, with {@link concurrency} under way at once; every answer must be 200. */
async function rate(fetch: (request: Request) => Promise<Response>, count: number): Promise<number> {
  const requests = Array.from({ length: count }, signedDelivery);
  const startedAt = performance.now();
  let next = 0;
  const sender = async () => {
    while (next < requests.length) {
      const request = requests[next++];
      if (request === undefined) return;
      const response = await fetch(request);
      if (response.status !== 200) throw new Error(`Intake answered ${response.status}: ${await response.text()}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sender));
  return count / ((performance.now() - startedAt) / 1000);
}

/** A delivery that was never sent before, signed now. */
export function signedDelivery(): Request {
  const body = JSON.stringify(invitation(randomUUID(), randomUUID()));
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", signingKey).update(`${timestamp}.${body}`).digest("hex");
  return new Request(`${publicUrl}/api/calendly/webhooks`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      // As the HTTP client of any sender adds it.
      "content-length": String(Buffer.byteLength(body)),
      "calendly-webhook-signature": `t=${timestamp},v1=${signature}`,
    },
    body,
  });
}

/** A delivery of the size and shape that a booking has. */
function invitation(event: string, invitee: string) {
  const now = new Date().toISOString().replace("Z", "000Z");
  const eventUri = `https://api.calendly.com/scheduled_events/${event}`;
  const nothing = { utm_campaign: null, utm_source: null, utm_medium: null, utm_content: null, utm_term: null };
  return {
    created_at: now,
    created_by: benchHost,
    event: "invitee.created",
    payload: {
      cancel_url: `https://calendly.com/cancellations/${invitee}`,
      created_at: now,
      email: "jordan@realty.example",
      event: eventUri,
      first_name: null,
      invitee_scheduled_by: null,
      last_name: null,
      name: "Jordan Blake",
      new_invitee: null,
      no_show: null,
      old_invitee: null,
      payment: null,
      questions_and_answers: [{ answer: "How to price a duplex.", position: 0, question: "What should we work on?" }],
      reconfirmation: null,
      reschedule_url: `https://calendly.com/reschedulings/${invitee}`,
      rescheduled: false,
      routing_form_submission: null,
      scheduled_event: {
        created_at: now,
        end_time: "2026-12-01T16:00:00.000000Z",
        event_guests: [],
        event_memberships: [{ user: benchHost, user_email: "maya@northside.example" }],
        event_type: "https://api.calendly.com/event_types/bench",
        invitees_counter: { total: 1, active: 1, limit: 1 },
        location: null,
        meeting_notes_html: null,
        meeting_notes_plain: null,
        name: "60-minute coaching",
        start_time: "2026-12-01T15:00:00.000000Z",
        status: "active",
        updated_at: now,
        uri: eventUri,
      },
      scheduling_method: null,
      status: "active",
      text_reminder_number: null,
      timezone: "America/Chicago",
      tracking: { ...nothing, salesforce_uuid: null },
      updated_at: now,
      uri: `${eventUri}/invitees/${invitee}`,
    },
  };
}
