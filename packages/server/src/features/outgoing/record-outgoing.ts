import type { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { newId } from "../../platform/ids.ts";
import { sendMessageJob } from "./jobs.ts";
import { insertMessages, listListeners } from "./queries.ts";
import type { Happening, MessageRow } from "./types.ts";

/**
 * Plans a message to each endpoint that wants to be told, within the transaction of what happened: neither exists without
 * the other. One query where nobody listens.
 */
export async function recordOutgoing(
  context: Context,
  tx: Transaction,
  happenings: readonly Happening[],
): Promise<void> {
  if (happenings.length === 0) return;
  const listeners = await listListeners(tx, [...new Set(happenings.map(({ type }) => type))]);
  const now = context.clock.now();
  const messages = happenings.flatMap((happening) =>
    listeners
      .filter(({ kinds }) => kinds.includes(happening.type))
      .map(({ id }) => newMessage(id, { ...happening, timestamp: now.toString() }, now)),
  );
  await enqueueMessages(context, tx, messages);
}

/** Stores messages and has them sent once the transaction has committed. */
export async function enqueueMessages(
  context: Context,
  tx: Transaction,
  messages: readonly MessageRow[],
  priority = 0,
): Promise<void> {
  if (messages.length === 0) return;
  await insertMessages(tx, messages);
  await context.queue.enqueueMany(
    tx,
    sendMessageJob,
    messages.map(({ id, endpointId }) => ({ data: { messageId: id }, key: id, group: endpointId, priority })),
  );
}

/** A message to one endpoint, to be sent at once. */
export function newMessage(
  endpointId: string,
  content: { readonly type: string; readonly subject: string; readonly timestamp: string; readonly data: object },
  now: Temporal.Instant,
): MessageRow {
  const { type, subject, timestamp, data } = content;
  return {
    id: newId("out"),
    endpointId,
    kind: type,
    subject,
    payload: { type, timestamp, data },
    state: "waiting",
    attempts: 0,
    lastStatus: null,
    lastTrouble: null,
    nextAttemptAt: now,
    settledAt: null,
    createdAt: now,
  };
}
