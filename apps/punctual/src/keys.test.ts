import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadKeys } from "./keys.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "punctual-keys-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test("the first start makes a key that its owner alone may read; later ones find it again", () => {
  const made = loadKeys(undefined, dataDir);
  expect(statSync(join(dataDir, "encryption-keys")).mode & 0o777).toBe(0o600);
  expect(loadKeys(undefined, dataDir)).toEqual(made);
});

test("beside a database that is there already no new key is made: it would open nothing", () => {
  mkdirSync(join(dataDir, "database"));
  expect(() => loadKeys(undefined, dataDir)).toThrow(/encryption-keys is missing.*backup/s);
});
