import type { RefusalReason } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { gather } from "../../platform/gather.ts";
import { addRefusals } from "./list-refusals.ts";

const recorders = new WeakMap<Context, (reason: RefusalReason) => Promise<null>>();

/**
 * Counts and logs a POST that was not let in; nothing of what it carried is kept. Those that come while a count is being
 * written are written together, so that a flood costs one statement at a time.
 */
export async function recordRefusal(context: Context, reason: RefusalReason, bytes: number | null): Promise<void> {
  context.log.warn({ reason, bytes }, "webhook refused");
  let recorder = recorders.get(context);
  if (recorder === undefined) {
    recorder = gather((reasons: readonly RefusalReason[]) => countTogether(context, reasons), {
      most: 1000,
      atOnce: 1,
    });
    recorders.set(context, recorder);
  }
  // The refusal stands, whether or not it can be counted just now.
  await recorder(reason).catch((error: unknown) => context.log.warn({ error }, "webhook refusal not counted"));
}

async function countTogether(context: Context, reasons: readonly RefusalReason[]): Promise<null[]> {
  const counts = new Map<RefusalReason, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  await addRefusals(context.database, counts, context.clock.now());
  return reasons.map(() => null);
}
