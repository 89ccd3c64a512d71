import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { StartRefused } from "../start-refused.ts";
import { createSealer, headOf, keyIdOf, longestHead } from "./envelope.ts";
import { SealBroken } from "./sealer.ts";

const key = (id: string, fill: number) => ({ id, key: new Uint8Array(32).fill(fill) });
const sealer = createSealer([key("now", 1), key("before", 2)]);

test("what is sealed opens at its place, whatever it is, and reads as nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string({ minLength: 1 }), async (secret, place) => {
      const sealed = await sealer.seal(secret, place);
      expect(sealed).toMatch(/^v1\.now\.[\w-]+\.[\w-]+$/);
      expect(await sealer.open(sealed, place)).toBe(secret);
    }),
    { numRuns: 50 },
  );
});

test("a sealed value moved to another row does not open", async () => {
  const sealed = await sealer.seal("token", "connections:con_1:tokens");
  await expect(sealer.open(sealed, "connections:con_2:tokens")).rejects.toThrow(SealBroken);
});

test("the same secret sealed twice is never the same text", async () => {
  expect(await sealer.seal("token", "p")).not.toBe(await sealer.seal("token", "p"));
});

test("a previous key opens what it sealed; a key that is gone is named", async () => {
  const old = await createSealer([key("before", 2)]).seal("token", "p");
  expect(await sealer.open(old, "p")).toBe("token");
  await expect(createSealer([key("now", 1)]).open(old, "p")).rejects.toThrow("No key named before");
});

test("a value under another key keeps its secret to the byte, and its place: only the wrapping of its data key is new", async () => {
  const rotated = createSealer([key("newest", 3), key("now", 1)]);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string({ minLength: 1 }), async (secret, place) => {
      const old = await sealer.seal(secret, place);
      const head = headOf(old.slice(0, longestHead)) ?? "";
      const secretPart = old.slice(head.length);
      const fresh = `${rotated.rewrap(head, place)}${secretPart}`;
      expect([keyIdOf(old), keyIdOf(fresh)]).toEqual(["now", "newest"]);
      expect(await createSealer([key("newest", 3)]).open(fresh, place)).toBe(secret);
      await expect(rotated.open(fresh, `${place}x`)).rejects.toThrow(SealBroken);
      expect(() => rotated.rewrap(head, `${place}x`)).toThrow(SealBroken);
    }),
    { numRuns: 50 },
  );
  expect([headOf(""), keyIdOf("v1.now.short.x"), keyIdOf("v2.now.a.b")]).toEqual([null, null, null]);
});

test("every altered character is noticed, and so is another key under the same name", async () => {
  const sealed = await sealer.seal("token", "p");
  await expect(createSealer([key("now", 9)]).open(sealed, "p")).rejects.toThrow(SealBroken);
  for (let at = 0; at < sealed.length; at += 1) {
    // The last characters of each part hold unused bits, which base64url decoders ignore.
    if (sealed[at] === "." || sealed[at + 1] === "." || at === sealed.length - 1) continue;
    const altered = `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
    await expect(sealer.open(altered, "p"), `character ${at}`).rejects.toThrow(SealBroken);
  }
  for (const text of ["", "v1", "v1.now.x", "v2.now.a.b", `${sealed}.x`, sealed.slice(0, -20)]) {
    await expect(sealer.open(text, "p"), text).rejects.toThrow(SealBroken);
  }
});

test("an unusable key ring stops the start with what to write", () => {
  expect(() => createSealer([])).toThrow(StartRefused);
  expect(() => createSealer([{ id: "a", key: new Uint8Array(randomBytes(16)) }])).toThrow(/32 random bytes/);
  expect(() => createSealer([key("a", 1), key("a", 2)])).toThrow(StartRefused);
  expect(() => createSealer([key("a.b", 1)])).toThrow(StartRefused);
});
