import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { recordAudit } from "./record-audit.ts";
import { recordCheckpoint } from "./record-checkpoint.ts";
import { appendTo, canonical, contentOf, sealedBy, sealKeysOf } from "./rules.ts";
import { streamExport } from "./stream-export.ts";
import type { ChainedEntry } from "./types.ts";
import { verifyExport } from "./verify-export.ts";

const ring = [
  { id: "new", key: new Uint8Array(32).fill(9) },
  { id: "test", key: new Uint8Array(32).fill(7) },
];
const keys = sealKeysOf(ring);
const whole = { from: null, to: null };

let harness: TestContext;
/** The lines of an export, each with its end. */
let lines: readonly string[];

beforeAll(async () => {
  harness = await createTestContext();
  const { context, clock } = harness;
  for (let nth = 0; nth < 24; nth += 1) {
    const about = {
      actor: nth % 2 === 0 ? "per_ada" : "system",
      action: "session.canceled",
      subject: `ses_${nth % 5}`,
    };
    const more = { reason: nth % 3 === 0 ? "Ill; sorry 🎉" : null, detail: { reasonGiven: nth % 3 === 0, days: nth } };
    await context.database.transaction((tx) => recordAudit(tx, { at: clock.now(), ...about, ...more }));
    clock.advance({ minutes: 3 });
    const encryptionKeys = nth < 12 ? ring.slice(1) : ring;
    await recordCheckpoint({ ...context, config: { ...context.config, encryptionKeys } });
  }
  lines = await exported();
}, 60_000);
afterAll(() => harness.close());

async function exported(time: Parameters<typeof streamExport>[2] = whole): Promise<string[]> {
  const file = await streamExport(harness.context, keys, time);
  if (file === null) throw new Error("Nothing was exported.");
  const written: string[] = [];
  for await (const line of file) written.push(line);
  return written;
}

async function* chunks(bytes: Uint8Array, size = 777): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const verify = (text: string | Uint8Array, by = keys, expected?: { seq: number; hash: string }) =>
  verifyExport(chunks(typeof text === "string" ? Buffer.from(text) : text), by, expected ?? null);
const entryAt = (index: number) => JSON.parse(lines[index] ?? "") as ChainedEntry & { kind: string };
const kindAt = (index: number) => entryAt(index).kind;
/** Any line of the file. */
const place = () => fc.nat({ max: lines.length - 1 });

test("an export verifies as it was written, whole or of some time", async () => {
  expect(lines.filter((line) => line.includes('"kind":"checkpoint"')).length).toBeGreaterThan(4);
  expect(await verify(lines.join(""))).toMatchObject({ finding: null, entries: 25, sealedUpTo: 25, missingKeys: [] });
  const part = await exported({
    from: harness.clock.now().subtract({ minutes: 50 }),
    to: harness.clock.now().subtract({ minutes: 9 }),
  });
  expect(part.length).toBeLessThan(lines.length);
  expect(await verify(part.join(""))).toMatchObject({ finding: null });
  const nothing = await streamExport(harness.context, keys, { from: harness.clock.now(), to: null });
  expect(nothing).toBeNull();
});

describe("any one change is found:", () => {
  test("a byte, wherever it stands; in an entry, in its line", async () => {
    const file = Buffer.from(lines.join(""));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: file.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const altered = Buffer.from(file);
        altered[at] = (altered[at] ?? 0) ^ flip;
        const { finding } = await verify(altered);
        expect(finding).not.toBeNull();
        const line = file.subarray(0, at).toString("latin1").split("\n").length;
        // A line's end that is gone makes one line of two.
        if (kindAt(line - 1) === "entry") expect(finding?.line).toBe(line);
      }),
      { numRuns: 500 },
    );
  }, 120_000);

  test("a field of an entry that is given a new value, and even a new hash", async () => {
    const entries = lines.flatMap((_, index) => (kindAt(index) === "entry" ? [index] : []));
    const field = fc.constantFrom(
      "seq",
      "at",
      "actor",
      "onBehalfOf",
      "action",
      "subject",
      "reason",
      "requestId",
      "detail",
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...entries), field, fc.boolean(), async (index, name, rehash) => {
        const { kind, ...entry } = entryAt(index);
        const changed = {
          ...entry,
          [name]: name === "seq" ? entry.seq + 1 : name === "detail" ? { days: -1 } : "other",
        };
        const [again = changed] = rehash ? appendTo({ seq: entry.seq - 1, hash: entry.previousHash }, [changed]) : [];
        const altered = lines.with(index, `${canonical({ kind, ...(rehash && name !== "seq" ? again : changed) })}\n`);
        const { finding } = await verify(altered.join(""));
        // With a hash of its own it contradicts what comes next: the entry after it, its checkpoint or the trailer.
        const place = rehash && name !== "seq" ? index + 2 : index + 1;
        expect(finding?.line).toBe(place);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  test("a line that is dropped, doubled, moved or put in", async () => {
    const change = fc.oneof(
      fc.record({ what: fc.constant("drop" as const), at: place(), other: place() }),
      fc.record({
        what: fc.constantFrom("double", "swap", "insert") as fc.Arbitrary<string>,
        at: place(),
        other: place(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(change, async ({ what, at, other }) => {
        const [one, two] = [lines[at] ?? "", lines[other] ?? ""];
        const altered =
          what === "drop"
            ? lines.toSpliced(at, 1)
            : what === "double"
              ? lines.toSpliced(at, 0, one)
              : what === "insert"
                ? lines.toSpliced(at, 0, two)
                : lines.with(at, two).with(other, one);
        if (altered.join("") === lines.join("")) return;
        const { finding } = await verify(altered.join(""));
        expect(finding).not.toBeNull();
        // Where an entry is missing, the first line that shows it is the one that took its place.
        if (what === "drop" && kindAt(at) === "entry") expect(finding?.line).toBe(at + 1);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  test("the end that is cut off, at whichever byte", async () => {
    const file = Buffer.from(lines.join(""));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: file.length - 1 }), async (length) => {
        const { finding } = await verify(file.subarray(0, length));
        expect(finding?.line).toBe(length === 0 ? 0 : file.subarray(0, length).toString("latin1").split("\n").length);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  test("a chain that was made anew from some entry on, with checkpoints and trailer by another key of the same name", async () => {
    const forger = sealKeysOf(ring.map(({ id }) => ({ id, key: new Uint8Array(32).fill(1) })));
    const at = lines.findIndex((line) => line.includes('"seq":5,') && line.includes('"kind":"entry"'));
    let last = { seq: 4, hash: entryAt(at).previousHash };
    const forged = lines.map((text, index) => {
      if (index < at) return text;
      const { kind, ...read } = entryAt(index);
      if (kind === "entry") {
        const [next] = appendTo(last, [index === at ? { ...read, actor: "per_other" } : read]);
        if (next !== undefined) last = { seq: next.seq, hash: next.hash };
        return `${canonical({ kind, ...next })}\n`;
      }
      if (kind !== "checkpoint") return text;
      const checkpoint = { ...(JSON.parse(text) as { at: string; keyId: string }), ...last };
      return `${canonical({ ...checkpoint, seal: forger.seal(checkpoint.keyId, sealedBy(checkpoint)) })}\n`;
    });
    expect((await verify(forged.join(""))).finding?.what).toContain("it is forged");
  });
});

test("seals by keys that were not given are named, and a file that none of them proves is not called good", async () => {
  const onlyNew = await verify(lines.join(""), sealKeysOf(ring.slice(0, 1)));
  expect(onlyNew).toMatchObject({ finding: null, missingKeys: ["test"] });
  const onlyOld = await verify(lines.join(""), sealKeysOf(ring.slice(1)));
  expect(onlyOld.finding).toMatchObject({
    line: lines.length,
    what: expect.stringContaining("sealed by the key new, which was not given"),
  });
});

test("an entry that is known from elsewhere has to be there as it was", async () => {
  const { seq, hash } = entryAt(3);
  expect((await verify(lines.join(""), keys, { seq, hash })).finding).toBeNull();
  const other = await verify(lines.join(""), keys, { seq, hash: "0".repeat(64) });
  expect(other.finding).toMatchObject({ seq, what: expect.stringContaining("not the one that was expected") });
  const later = await verify(lines.join(""), keys, { seq: 99, hash });
  expect(later.finding?.what).toContain("Entry 99, which was expected, is not there");
});

test.each([
  ["", "The file is empty."],
  ["not ours\n", "This is no export of Punctual's audit log"],
  [`{"kind":"header"}\n`, "This is no export of Punctual's audit log"],
  ["x".repeat(1_500_000), "This is no export of Punctual's audit log"],
])("a file that is none of ours is told apart (%#)", async (text, sentence) => {
  expect((await verify(text)).finding?.what).toContain(sentence);
});

test("content is what is hashed, whatever the order of its fields", () => {
  const at = harness.context.clock.now();
  const content = contentOf({ at, actor: "a", action: "b.c", subject: "d", detail: { days: 1, depth: "full" } });
  const turned = { ...content, detail: { depth: "full", days: 1 } };
  const [one, two] = [content, turned].map((each) => appendTo({ seq: 0, hash: "0".repeat(64) }, [each])[0]?.hash);
  expect(one).toBe(two);
});
