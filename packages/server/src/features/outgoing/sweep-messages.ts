import type { Context } from "../../platform/context.ts";
import { deleteSettled } from "./queries.ts";

const keptFor = { hours: 30 * 24 };
/** Rows of one step: no lock is held long. */
const atOnce = 1_000;

/** Forgets messages that were settled more than 30 days ago. */
export async function sweepMessages(context: Context): Promise<void> {
  const before = context.clock.now().subtract(keptFor);
  while (await deleteSettled(context.database, before, atOnce));
}
