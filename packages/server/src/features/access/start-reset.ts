import type { Context } from "../../platform/context.ts";
import { sendLinkJob } from "./jobs.ts";
import { findPersonByEmail } from "./queries.ts";
import type { Viewer } from "./types.ts";

/** A waiting person beats whatever else is to be done. */
const priority = 10;

/**
 * Has a link mailed to whoever has this address. For an address that nobody has, the same is done: one look, one job,
 * which then has nothing to do. Neither the answer nor its time tells who has an account.
 *
 * @param email in lower case.
 */
export async function startReset(context: Context, email: string): Promise<void> {
  const person = await findPersonByEmail(context.database, email);
  await context.database.transaction((tx) =>
    context.queue.enqueue(tx, sendLinkJob, { purpose: "reset", personId: person?.id ?? null }, { priority }),
  );
}

/** Has the viewer mailed a link that proves their address; false when it is proven. */
export async function startVerification(context: Context, viewer: Viewer): Promise<boolean> {
  if (viewer.emailVerified) return false;
  const { personId } = viewer;
  await context.database.transaction((tx) =>
    context.queue.enqueue(tx, sendLinkJob, { purpose: "verify", personId }, { priority, key: `verify:${personId}` }),
  );
  return true;
}
