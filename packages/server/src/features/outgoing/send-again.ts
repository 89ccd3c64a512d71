import type { OutgoingMessage } from "@punctual/contract";
import { eq } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { outgoingMessages } from "../../platform/database/schema.ts";
import { type AuthorizedAdmin, actorOf } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { sendMessageJob } from "./jobs.ts";
import { toMessage } from "./list-messages.ts";
import { findMessage, lockEndpoint } from "./queries.ts";
import { enqueueMessages, newMessage } from "./record-outgoing.ts";

/** Before what is told by itself: somebody looks at the page and waits. */
const forPerson = 10;

export type SentAgain =
  | { readonly kind: "enqueued"; readonly message: OutgoingMessage }
  | { readonly kind: "not_found" }
  | { readonly kind: "switched_off" };

/** Sends a message again, whatever became of it: with the same id, so that the receiver knows it, and all its attempts anew. */
export async function sendAgain(
  context: Context,
  admin: AuthorizedAdmin,
  { messageId, requestId }: { readonly messageId: string; readonly requestId: string },
): Promise<SentAgain> {
  const now = context.clock.now();
  return context.database.transaction(async (tx) => {
    const message = await findMessage(tx, messageId);
    const endpoint = message === null ? null : await lockEndpoint(tx, message.endpointId);
    if (message === null || endpoint === null) return { kind: "not_found" };
    if (!endpoint.enabled) return { kind: "switched_off" };
    const change = { state: "waiting", attempts: 0, nextAttemptAt: now, settledAt: null } as const;
    await tx.update(outgoingMessages).set(change).where(eq(outgoingMessages.id, messageId));
    // A job that still waits for the message's next attempt finds it taken, or over.
    const key = `${messageId} ${now.epochMilliseconds}`;
    await context.queue.enqueue(tx, sendMessageJob, { messageId }, { key, group: endpoint.id, priority: forPerson });
    await recordAudit(tx, {
      at: now,
      ...actorOf(admin),
      action: "outgoing_message.sent_again",
      subject: messageId,
      detail: { was: message.state, ids: [endpoint.id] },
      requestId,
    });
    return { kind: "enqueued", message: toMessage({ ...message, ...change }) };
  });
}

/** Sends a message of the type `test`. */
export async function sendTest(context: Context, _admin: AuthorizedAdmin, endpointId: string): Promise<SentAgain> {
  const now = context.clock.now();
  return context.database.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, endpointId);
    if (endpoint === null) return { kind: "not_found" };
    if (!endpoint.enabled) return { kind: "switched_off" };
    const content = { type: "test", subject: endpointId, timestamp: now.toString(), data: { endpointId } };
    const message = newMessage(endpointId, content, now);
    await enqueueMessages(context, tx, [message], forPerson);
    return { kind: "enqueued", message: toMessage(message) };
  });
}
