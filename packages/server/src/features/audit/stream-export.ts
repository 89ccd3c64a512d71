import { createHash } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { findChained, findHead, findSpan, listChained, listCheckpoints } from "./queries.ts";
import { canonical, instantText, organization, origin, type SealKeys } from "./rules.ts";
import type { Link } from "./types.ts";

/** Entries that are in memory at once. */
const atOnce = 500;

/** A time; null without a beginning or an end. */
export interface ExportedTime {
  readonly from: Temporal.Instant | null;
  readonly to: Temporal.Instant | null;
}

/**
 * The log of a time as lines of JSON, each in its canonical form and with its line end: a header, the entries, each
 * checkpoint behind the entry that it sealed, and a sealed trailer over all of it. A part of the chain is whole: from the
 * first entry of that time to the last. Null when nothing was recorded then.
 */
export async function streamExport(
  context: Pick<Context, "database" | "clock">,
  keys: SealKeys,
  time: ExportedTime,
): Promise<AsyncGenerator<string> | null> {
  const { database, clock } = context;
  const head = await findHead(database);
  const span = await findSpan(database, time);
  if (span === null || span.first > head.seq) return null;
  const start = span.first === 1 ? origin : await findChained(database, span.first - 1);
  if (start === null) return null;
  const part = { start, last: Math.min(span.last, head.seq), exportedAt: instantText(clock.now()) };
  return linesOf(context, keys, part);
}

async function* linesOf(
  { database }: Pick<Context, "database">,
  keys: SealKeys,
  { start, last, exportedAt }: { readonly start: Link; readonly last: number; readonly exportedAt: string },
): AsyncGenerator<string> {
  const digest = createHash("sha256");
  const line = (value: object) => {
    const text = `${canonical(value)}\n`;
    digest.update(text);
    return text;
  };
  const span = { first: start.seq + 1, last, previousHash: start.hash };
  yield line({ kind: "header", form: 1, organization, exportedAt, ...span });

  let end: Link = start;
  let checkpoints = 0;
  for (let after = start.seq; after < last; after += atOnce) {
    const part = { after, upTo: Math.min(after + atOnce, last) };
    const sealed = new Map((await listCheckpoints(database, part)).map((one) => [one.seq, one]));
    for (const entry of await listChained(database, { ...part, limit: atOnce })) {
      yield line({ kind: "entry", ...entry });
      end = { seq: entry.seq, hash: entry.hash };
      const checkpoint = sealed.get(entry.seq);
      if (checkpoint === undefined) continue;
      yield line({ kind: "checkpoint", ...checkpoint });
      checkpoints += 1;
    }
  }
  const trailer = {
    kind: "trailer",
    form: 1,
    organization,
    entries: end.seq - start.seq,
    checkpoints,
    head: { seq: end.seq, hash: end.hash },
    digest: digest.digest("hex"),
    keyId: keys.newest,
  };
  yield `${canonical({ ...trailer, seal: keys.seal(keys.newest, trailer) })}\n`;
}
