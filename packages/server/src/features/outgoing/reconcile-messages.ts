import type { Context } from "../../platform/context.ts";
import { sendMessageJob } from "./jobs.ts";
import { listOverdue } from "./queries.ts";

/** Messages that one round picks up at most. */
const atOnce = 500;
/** What is this late has lost its job: with a process that died too often, or a queue that was emptied. */
const late = { minutes: 10 };

/** Plan: has messages that were due long ago sent after all. */
export async function reconcileMessages(context: Context): Promise<void> {
  const overdue = await listOverdue(context.database, context.clock.now().subtract(late), atOnce);
  if (overdue.length === 0) return;
  await context.database.transaction((tx) =>
    context.queue.enqueueMany(
      tx,
      sendMessageJob,
      overdue.map(({ id, endpointId }) => ({ data: { messageId: id }, key: id, group: endpointId })),
    ),
  );
}
