import { createSealer, openDelivery } from "@punctual/server/simulation";
import type { Difference } from "./compare-mirror.ts";
import type { Query } from "./read-mirror.ts";

/** What must hold of inbox, queue and messages once everything has settled. */
export async function checkPromises(
  query: Query,
  encryptionKeys: Parameters<typeof createSealer>[0],
  acknowledged: readonly string[],
): Promise<Difference[]> {
  return [
    ...(await checkInbox(query, encryptionKeys, acknowledged)),
    ...(await nothing(
      query,
      "select event_name || ' is ' || state || ': ' || coalesce(reason, '') as what from punctual.webhook_deliveries where state not in ('applied', 'ignored')",
      "delivery",
    )),
    ...(await nothing(
      query,
      `select name || ' is dead: ' || coalesce(output::text, '') as what from punctual_queue.job where state = 'failed'`,
      "job",
    )),
    ...(await nothing(
      query,
      `select kind || ' to the ' || recipient_role || ' is ' || state as what from punctual.notifications
        where state not in ('sent', 'skipped')`,
      "message",
    )),
    ...(await nothing(
      query,
      `select kind || ' was sent ' || count(*) || ' times to one ' || min(recipient_role) as what from punctual.notifications
        where state = 'sent' group by session_id, kind, recipient, revision having count(*) > 1`,
      "message",
    )),
    ...(await nothing(
      query,
      `select 'an e-mail went out ' || count(*) || ' times' as what from punctual.mailbox_messages
        group by message_id having count(*) > 1`,
      "message",
    )),
    ...(await nothing(
      query,
      `select n.kind || ' was sent after the session was over' as what
         from punctual.notifications n join punctual.sessions s on s.id = n.session_id
        where n.state = 'sent' and n.sent_at >= s.end_at`,
      "message",
    )),
    ...(await nothing(
      query,
      `select 'mailbox holds ' || (select count(*) from punctual.mailbox_messages) || ' messages, '
              || count(*) || ' are marked as sent' as what
         from punctual.notifications where state = 'sent'
       having count(*) > (select count(*) from punctual.mailbox_messages)`,
      "message",
    )),
  ];
}

async function nothing(query: Query, statement: string, what: string): Promise<Difference[]> {
  return (await query(statement)).map((row) => `${what}: ${String(row["what"])}`);
}

/** Everything that was answered with 200 must lie in the inbox, once. */
async function checkInbox(
  query: Query,
  encryptionKeys: Parameters<typeof createSealer>[0],
  acknowledged: readonly string[],
): Promise<Difference[]> {
  const sealer = createSealer(encryptionKeys);
  const stored = new Set<string>();
  const differences: Difference[] = [];
  for (const row of await query("select id, body_sealed from punctual.webhook_deliveries")) {
    const body = await openDelivery(sealer, String(row["id"]), String(row["body_sealed"]));
    const told = toldBy(body);
    if (stored.has(told)) differences.push(`inbox: the same delivery is stored twice: ${told.slice(0, 120)}`);
    stored.add(told);
  }
  for (const body of new Set(acknowledged)) {
    if (!stored.has(toldBy(body))) differences.push(`inbox: answered with 200 and not stored: ${body.slice(0, 200)}`);
  }
  return differences;
}

/** A delivery without what differs between two subscriptions to the same. */
function toldBy(body: string): string {
  const { event, payload } = JSON.parse(body) as { event: string; payload: unknown };
  return JSON.stringify([event, payload]);
}
