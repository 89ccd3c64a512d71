import type { Context } from "../../platform/context.ts";
import { type JobAttempt, NotNow } from "../../platform/queue/job.ts";
import * as queries from "./queries.ts";
import { decideToSend } from "./rules.ts";
import { writeMessage } from "./templates.ts";
import type { Circumstances } from "./types.ts";

/**
 * Decides a planned message again from the present state, then sends or skips it. A message keeps its Message-ID
 * through every attempt: where a crash falls between sending and remembering it, the recipient's server sees a repeat.
 *
 * @throws {NotNow} while it has to wait for the other half of a reschedule.
 * @throws when the message cannot be handed over; the job tries again, and after the last attempt says so in the row.
 */
export async function sendNotification(
  context: Context,
  notificationId: string,
  attempt: Pick<JobAttempt, "last">,
): Promise<void> {
  const circumstances = await queries.readCircumstances(context.database, notificationId);
  if (circumstances === null) return;
  const now = context.clock.now();
  const decision = decideToSend(circumstances, now);
  if (decision.kind === "skip") {
    await context.database.transaction((tx) => queries.markSkipped(tx, notificationId, decision.reason));
    return;
  }
  if (decision.kind === "wait") throw new NotNow("The other half of a reschedule may still come.", decision.seconds);
  const mail = await writeMessage(circumstances, { publicUrl: context.config.publicUrl, now });
  await context.database.transaction((tx) => queries.markAttempt(tx, notificationId, mail.messageId));
  try {
    await context.mailer.send(mail);
  } catch (error) {
    await queries.markTrouble(context.database, notificationId, attempt.last ? "failed" : "pending", reasonOf(error));
    throw error;
  }
  await remember(context, circumstances);
}

async function remember(context: Context, { notification }: Circumstances): Promise<void> {
  await context.database.transaction(async (tx) => {
    await queries.markSent(tx, notification.id, context.clock.now());
    const audience = await queries.ownersOf(tx, notification.recipient);
    await context.live.publish(tx, { topic: "mailbox", id: null, audience });
  });
}

/** The error's code alone: its message may hold addresses. */
function reasonOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "no answer";
  return `The mail server did not take the message (${code}).`;
}
