import type { Context } from "../../platform/context.ts";
import { countBeyond, findHead, listUnchained, lockHead, moveHead, placeEntry } from "./queries.ts";
import { appendTo } from "./rules.ts";

/** Gives entries of before there was a chain their places in it, in their order. Doing so again changes nothing. */
export async function ensureChain({ database }: Pick<Context, "database">): Promise<void> {
  if ((await findHead(database)).seq > 0 && (await countBeyond(database)) === 0) return;
  await database.transaction(async (tx) => {
    const head = await lockHead(tx);
    const old = await listUnchained(tx);
    const chained = appendTo(head, old);
    // One after the other: a number becomes smaller, so the one that it takes has become free by then.
    for (const [index, { seq }] of old.entries()) {
      const entry = chained[index];
      if (entry !== undefined) await placeEntry(tx, seq, entry);
    }
    const last = chained.at(-1);
    if (last !== undefined) await moveHead(tx, last);
  });
}
