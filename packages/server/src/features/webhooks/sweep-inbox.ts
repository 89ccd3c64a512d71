import type { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { emptyOldDeliveries, emptyOrphans } from "./discard-contents.ts";
import type { DeliveryPosition } from "./types.ts";

/** Rows of one step: no lock is held long. */
const atOnce = 1_000;

/** How far each process has come: before that nothing is left that could be emptied. */
const reached = new WeakMap<Context, DeliveryPosition>();

/**
 * Empties what deliveries carried once it is older than is kept. A row stays, with what it was and what became of it, so that
 * a repeat of it is still known. What is not settled yet stays whole. Emptied whatever its age is what came late to a coach
 * who had everything erased.
 */
export async function sweepInbox(context: Context): Promise<void> {
  while ((await emptyOrphans(context.database, atOnce)) === atOnce);
  const before: Temporal.Instant = context.clock.now().subtract({ hours: context.config.inboxDays * 24 });
  let [position, isWhole] = [reached.get(context) ?? null, true];
  for (;;) {
    const step = await emptyOldDeliveries(context.database, { before, after: position, limit: atOnce });
    if (step.last === null) return;
    position = step.last;
    isWhole &&= !step.leftUnsettled;
    if (isWhole) reached.set(context, position);
  }
}
