import type { Context } from "../../platform/context.ts";
import { countBeyond, findCheckpoint, findHead, listChained, listCheckpoints } from "./queries.ts";
import { hashOf, origin, type SealKeys, sealedBy } from "./rules.ts";
import type { ChainedEntry, Checkpoint, Finding, Link } from "./types.ts";

/** What was found out about a chain. */
export interface Verification {
  /** The first thing that is wrong, which explains what comes after it; null when nothing is. */
  readonly finding: Finding | null;
  readonly entries: number;
  readonly checkpoints: number;
  /** The last entry. */
  readonly head: Link;
  /** The newest entry under a seal that was checked; null when none is. */
  readonly sealedUpTo: number | null;
  /** Names of keys that sealed checkpoints and were not given, so that those could not be checked. */
  readonly missingKeys: readonly string[];
}

/** A chain that is looked at entry by entry, in its order. Each call answers what is wrong, or null. */
export interface ChainCheck {
  take(entry: ChainedEntry, line?: number): Finding | null;
  takeCheckpoint(checkpoint: Checkpoint, line?: number): Finding | null;
  /** All is there; `head` is where the chain is said to end. */
  end(head: Link, line?: number): Finding | null;
  result(finding: Finding | null): Verification;
}

/**
 * @param start the entry before the first that will be given.
 * @param expected an entry that is known from elsewhere.
 */
export function checkChain(start: Link, keys: SealKeys, expected: Link | null = null): ChainCheck {
  let last = start;
  let [entries, checkpoints, sealedAt] = [0, 0, start.seq - 1];
  let sealedUpTo: number | null = null;
  const missingKeys = new Set<string>();

  return {
    take(entry, line) {
      const wrong = (what: string): Finding => ({ seq: entry.seq, line: line ?? null, what });
      if (entry.seq !== last.seq + 1) return wrong(outOfPlace(entry.seq, last.seq));
      if (hashOf(entry) !== entry.hash) {
        return wrong(`Entry ${entry.seq} was altered: what it says does not have its hash.`);
      }
      if (entry.previousHash !== last.hash) {
        return wrong(`Entry ${entry.seq} does not follow from the one before it: one of the two was replaced.`);
      }
      if (entry.seq === expected?.seq && entry.hash !== expected.hash) {
        return wrong(`Entry ${entry.seq} is not the one that was expected: the chain was made anew.`);
      }
      last = { seq: entry.seq, hash: entry.hash };
      entries += 1;
      return null;
    },

    takeCheckpoint(checkpoint, line) {
      const { seq, hash, keyId } = checkpoint;
      const wrong = (what: string): Finding => ({ seq, line: line ?? null, what });
      if (seq > last.seq)
        return wrong(`Entry ${seq} was sealed, but the chain ends at entry ${last.seq}: the rest is missing.`);
      if (seq !== last.seq || seq <= sealedAt) return wrong(`The checkpoint of entry ${seq} is not in its place.`);
      if (hash !== last.hash) return wrong(`Entry ${seq} is not the one that was sealed: the chain was made anew.`);
      const isSealed = keys.isSealOf(keyId, sealedBy(checkpoint), checkpoint.seal);
      if (isSealed === false)
        return wrong(`The checkpoint of entry ${seq} was not made by the key ${keyId}: it is forged.`);
      if (isSealed === null) missingKeys.add(keyId);
      else sealedUpTo = seq;
      sealedAt = seq;
      checkpoints += 1;
      return null;
    },

    end(head, line) {
      const wrong = (what: string): Finding => ({ seq: last.seq, line: line ?? null, what });
      if (head.seq > last.seq)
        return wrong(`The chain ends at entry ${last.seq}, but should go on to ${head.seq}: the rest is missing.`);
      if (head.seq !== last.seq || head.hash !== last.hash)
        return wrong(`Entry ${last.seq} is not the end that the chain should have.`);
      if (expected !== null && (expected.seq > last.seq || expected.seq <= start.seq)) {
        return wrong(
          `Entry ${expected.seq}, which was expected, is not there: these are entries ${start.seq + 1} to ${last.seq}.`,
        );
      }
      return null;
    },

    result: (finding) => ({
      finding,
      entries,
      checkpoints,
      head: last,
      sealedUpTo,
      missingKeys: [...missingKeys].sort(),
    }),
  };
}

/** Entries that are in memory at once. */
const atOnce = 1000;

/**
 * Looks at the chain in the database, from its beginning or from an entry that is known to be good. Entries that are
 * recorded meanwhile are left for another time.
 */
export async function verifyChain(
  { database }: Pick<Context, "database">,
  keys: SealKeys,
  { start = origin, expected = null }: { readonly start?: Link; readonly expected?: Link | null } = {},
): Promise<Verification> {
  const head = await findHead(database);
  const check = checkChain(start, keys, expected);
  const beyond = await countBeyond(database);
  if (beyond > 0) {
    const what = `${beyond} entries stand behind the end of the chain, at entry ${head.seq}: they were not recorded by Punctual.`;
    return check.result({ seq: head.seq, line: null, what });
  }
  for (let after = start.seq; after < head.seq; after += atOnce) {
    const upTo = Math.min(after + atOnce, head.seq);
    const finding = await verifyPart({ database }, check, { after, upTo });
    if (finding !== null) return check.result(finding);
  }
  const newest = await findCheckpoint(database);
  // One that was made meanwhile is of entries that were recorded meanwhile.
  const isLost = newest !== null && newest.seq > head.seq && (await findHead(database)).seq < newest.seq;
  return check.result((isLost ? check.takeCheckpoint(newest) : null) ?? check.end(head));
}

async function verifyPart(
  { database }: Pick<Context, "database">,
  check: ChainCheck,
  part: { readonly after: number; readonly upTo: number },
): Promise<Finding | null> {
  const checkpoints = new Map((await listCheckpoints(database, part)).map((one) => [one.seq, one]));
  for (const entry of await listChained(database, { ...part, limit: atOnce })) {
    const checkpoint = checkpoints.get(entry.seq);
    const finding = check.take(entry) ?? (checkpoint === undefined ? null : check.takeCheckpoint(checkpoint));
    if (finding !== null) return finding;
  }
  return null;
}

function outOfPlace(seq: number, last: number): string {
  if (seq === last) return `Entry ${seq} is there twice.`;
  if (seq < last) return `Entry ${seq} comes after entry ${last}: they are out of order.`;
  return seq === last + 2 ? `Entry ${last + 1} is missing.` : `Entries ${last + 1} to ${seq - 1} are missing.`;
}
