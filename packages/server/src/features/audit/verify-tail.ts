import type { Context } from "../../platform/context.ts";
import { findChained, findCheckpoint, findHead } from "./queries.ts";
import { origin, sealKeysOf } from "./rules.ts";
import type { Checkpoint, Link } from "./types.ts";
import { verifyChain } from "./verify-chain.ts";

/** The end of the log, as it is and as it should be. */
export interface Tail {
  readonly head: Link;
  readonly sealed: Checkpoint | null;
  /** Number of the first entry that was looked at. */
  readonly from: number;
  /** What is wrong, in a sentence; null when nothing is. */
  readonly trouble: string | null;
}

/** Looks at so many entries at the end of the log, and at their seals. */
export async function verifyTail(context: Context, count: number): Promise<Tail> {
  const { database } = context;
  const sealed = await findCheckpoint(database);
  const end = await findHead(database);
  const before = Math.max(0, end.seq - count);
  const start = before === 0 ? origin : await findChained(database, before);
  const missing = `Entry ${before} is missing.`;
  if (start === null) return { head: end, sealed, from: before, trouble: missing };
  const { finding, head } = await verifyChain(context, sealKeysOf(context.config.encryptionKeys), { start });
  return { head, sealed, from: start.seq + 1, trouble: finding?.what ?? null };
}
