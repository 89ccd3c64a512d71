import { createHash } from "node:crypto";
import * as z from "zod";
import { canonical, organization, origin, type SealKeys } from "./rules.ts";
import type { Finding, Link } from "./types.ts";
import { checkChain, type Verification } from "./verify-chain.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const seq = z.int().positive();
const facts = z.record(z.string(), z.unknown());
const ours = { form: z.literal(1), organization: z.literal(organization) };

const lineSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("header"),
    ...ours,
    exportedAt: z.string(),
    first: seq,
    last: seq,
    previousHash: hash,
  }),
  z.strictObject({
    kind: z.literal("entry"),
    seq,
    at: z.string(),
    actor: z.string(),
    onBehalfOf: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    reason: z.string().nullable(),
    detail: facts,
    before: facts.nullable(),
    after: facts.nullable(),
    requestId: z.string().nullable(),
    previousHash: hash,
    hash,
  }),
  z.strictObject({ kind: z.literal("checkpoint"), seq, hash, at: z.string(), keyId: z.string(), seal: hash }),
  z.strictObject({
    kind: z.literal("trailer"),
    ...ours,
    entries: z.int(),
    checkpoints: z.int(),
    head: z.strictObject({ seq, hash }),
    digest: hash,
    keyId: z.string(),
    seal: hash,
  }),
]);
type Line = z.infer<typeof lineSchema>;
type Trailer = Extract<Line, { kind: "trailer" }>;

/** Bytes; no line of ours is near it. */
const longestLine = 1_000_000;

/**
 * Looks at an export, without any database: every line is the bytes that it was, entries follow from one another, seals
 * are of the keys that are given, and nothing is missing up to the sealed trailer.
 */
export async function verifyExport(
  file: AsyncIterable<Uint8Array>,
  keys: SealKeys,
  expected: Link | null = null,
): Promise<Verification> {
  const digest = createHash("sha256");
  let check = checkChain(origin, keys, expected);
  let trailer: Trailer | null = null;
  let number = 0;
  const wrong = (what: string): Verification => check.result({ seq: null, line: number, what });

  for await (const bytes of linesOf(file)) {
    number += 1;
    if (trailer !== null) return wrong("Something stands behind the trailer.");
    if (bytes.at(-1) !== newline) return wrong(number === 1 ? notOurs : cutOff);
    const read = readLine(bytes);
    if (read === null) return wrong(number === 1 ? notOurs : "This line was altered: it is not as Punctual wrote it.");
    if ((read.kind === "header") !== (number === 1)) {
      return wrong(number === 1 ? "The header is missing." : "There is a second header.");
    }
    if (read.kind === "trailer") {
      trailer = read;
      continue;
    }
    digest.update(bytes);
    let finding: Finding | null = null;
    if (read.kind === "header") {
      check = checkChain({ seq: read.first - 1, hash: read.previousHash }, keys, expected);
    } else if (read.kind === "entry") {
      const { kind: _kind, ...entry } = read;
      finding = check.take(entry, number);
    } else {
      finding = check.takeCheckpoint(read, number);
    }
    if (finding !== null) return check.result(finding);
  }
  if (number === 0) return wrong("The file is empty.");
  if (trailer === null) {
    number += 1;
    return wrong(cutOff);
  }
  const ended = check.end(trailer.head, number);
  if (ended !== null) return check.result(ended);
  const what = sealTrouble(trailer, keys, { ...check.result(null), digest: digest.digest("hex") });
  return what === null ? sealedByTrailer(check.result(null)) : wrong(what);
}

const cutOff = "The file is cut off here: the rest of it, with its sealed trailer, is missing.";
const notOurs = "This is no export of Punctual's audit log, or its header was altered.";

/** What the trailer says against the lines before it; null when it confirms them. */
function sealTrouble(
  { seal, ...trailer }: Trailer,
  keys: SealKeys,
  found: { readonly entries: number; readonly checkpoints: number; readonly digest: string },
): string | null {
  switch (keys.isSealOf(trailer.keyId, trailer, seal)) {
    case null:
      return `The file is sealed by the key ${trailer.keyId}, which was not given, so nothing is proven. Put it into ENCRYPTION_KEYS.`;
    case false:
      return `The trailer was not made by the key ${trailer.keyId}: it is altered or forged.`;
    case true:
      break;
  }
  if (trailer.checkpoints !== found.checkpoints) {
    return `There are ${found.checkpoints} checkpoints, but ${trailer.checkpoints} were written.`;
  }
  if (trailer.entries !== found.entries)
    return `There are ${found.entries} entries, but ${trailer.entries} were written.`;
  return trailer.digest === found.digest
    ? null
    : "The lines before the trailer are not all those that were written: the header, or a checkpoint whose key was not given, was altered.";
}

/** The trailer's seal is over everything in the file. */
function sealedByTrailer(result: Verification): Verification {
  return { ...result, sealedUpTo: result.head.seq };
}

/** Null for a line that is not, byte for byte, as it was written. */
function readLine(bytes: Uint8Array): Line | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const line = lineSchema.parse(JSON.parse(text));
    return `${canonical(line)}\n` === text ? line : null;
  } catch {
    return null;
  }
}

const newline = 10;

/** Lines with their ends; the last one may have none. One that is far too long is cut, so that it is noticed. */
async function* linesOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of file) {
    let rest = chunk;
    for (let end = rest.indexOf(newline); end !== -1; end = rest.indexOf(newline)) {
      yield Buffer.concat([...begun, rest.subarray(0, end + 1)]);
      [begun, length] = [[], 0];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) begun.push(rest);
    length += rest.length;
    if (length > longestLine) break;
  }
  if (length > 0) yield Buffer.concat(begun);
}
