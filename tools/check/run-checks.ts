import { spawn } from "node:child_process";
import { join } from "node:path";
import { checkOwnClaims } from "./check-claims.ts";
import { checkImports } from "./check-imports.ts";
import { checkPins } from "./check-pins.ts";
import { checkSnippets } from "./check-snippets.ts";
import { checkVocabulary } from "./check-vocabulary.ts";
import { listFiles, readSources, root } from "./source-files.ts";

interface Check {
  readonly name: string;
  /** The findings; none is good. */
  readonly run: () => Promise<string[]>;
}

const tool =
  (name: string, ...args: string[]) =>
  () =>
    new Promise<string[]>((resolve) => {
      const child = spawn(join(root, "node_modules/.bin", name), args, { cwd: root });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.on("error", (cause) => resolve([`${name} could not be started: ${cause.message}`]));
      child.on("close", (code) => resolve(code === 0 ? [] : [output.trim()]));
    });

const checks: readonly Check[] = [
  { name: "types (tsc)", run: tool("tsc", "-p", "tsconfig.json") },
  { name: "lint and format (biome)", run: tool("biome", "ci", "--colors=off", "--max-diagnostics=50", ".") },
  { name: "code in documents (tsc)", run: checkSnippets },
  { name: "imports between rooms and features", run: async () => checkImports(readSources()) },
  { name: "rooms and file names", run: async () => checkVocabulary(listFiles()) },
  { name: "tests that documents name", run: async () => checkOwnClaims() },
  { name: "exact pins", run: async () => checkPins() },
];

const results = await Promise.all(
  checks.map(async (check) => {
    const startedAt = Date.now();
    const findings = await check.run();
    return { name: check.name, findings, ms: Date.now() - startedAt };
  }),
);
for (const { name, findings, ms } of results) {
  console.log(`${findings.length === 0 ? "✓" : "✗"} ${name} (${ms} ms)`);
  for (const finding of findings) console.log(`  ${finding.replaceAll("\n", "\n  ")}`);
}
if (results.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
