import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPunctual } from "@punctual/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type AuditWords, audit } from "./audit-commands.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { noCalendly, serverConfig } from "./server-config.ts";

let dataDir: string;
let environment: Environment;
const printed: string[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "punctual-audit-"));
  environment = readEnvironment({ DATA_DIR: dataDir, LOG_LEVEL: "silent" });
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: unknown) => printed.push(String(line)));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const command = (words: readonly string[], options: AuditWords = {}) => audit(environment, words, options);

test("the log is exported, verified without the database, and a change is told with its line", async () => {
  const punctual = await createPunctual(serverConfig(environment, "http://localhost:3000", noCalendly, []));
  const person = { role: "admin", password: "on-time-every-time", emailVerified: true, timeZone: null } as const;
  const names = ["Ada", "Ben", "Cleo"];
  await punctual.people.ensureAll(names.map((name) => ({ ...person, name, email: `${name}@x.example` })));
  await expect(command(["verify"])).rejects.toThrow("use the page http://localhost:3000/audit");
  await punctual.worker.runDue();
  await punctual.close();

  const out = join(dataDir, "audit.jsonl");
  await command(["export"], { out });
  await expect(command(["export"], { out })).rejects.toThrow("is there already");
  rmSync(join(dataDir, "database"), { recursive: true });
  printed.length = 0;
  await command(["verify", out]);
  expect(printed[0]).toMatch(/^\d+ entries and 1 checkpoint are whole and in order/);
  const head = printed[1]?.trim() ?? "";
  await command(["verify", out], { expect: head });
  await expect(command(["verify", out], { expect: head.replace(/^\d+/, "99") })).rejects.toThrow(
    "Entry 99, which was expected",
  );

  const lines = readFileSync(out, "utf8").split("\n");
  const at = lines.findIndex((line) => line.includes("person.created"));
  writeFileSync(out, lines.with(at, lines[at]?.replace("person.created", "person.changed") ?? "").join("\n"));
  await expect(command(["verify", out])).rejects.toThrow(`Line ${at + 1}: Entry ${at} was altered`);
  writeFileSync(out, lines.slice(0, -2).join("\n"));
  await expect(command(["verify", out])).rejects.toThrow("The file is cut off here");
  rmSync(join(dataDir, "encryption-keys"));
  await expect(command(["verify", out])).rejects.toThrow("The keys are missing that sealed the file");
}, 300_000);

test.each([
  [["export"], { from: "yesterday" }, "--from must be a date or an instant"],
  [["export"], { from: "2026-12-01", to: "2026-11-01" }, "--from must be before --to"],
  [["verify", "nothing.jsonl"], {}, "There is no file nothing.jsonl"],
  [["verify", "a", "b"], {}, "One file at a time"],
  [["verify"], { expect: "12" }, "--expect must be the number of an entry and its hash"],
  [["forget"], {}, "audit verify audit.jsonl"],
])("%j %j is refused with what to write, before anything is opened", async (words, options, sentence) => {
  await expect(command(words, options)).rejects.toThrow(sentence);
});
