// `npm test`: every check and test, on a machine that has only git, Node and npm.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CommandFailed, ensureInstall, node24, nodeFlags, root, run } from "./ensure-install.mjs";
import { ensureWeb } from "./ensure-web.mjs";

const results = join(root, ".cache/test-results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const vitest = (name, ...projects) => [
  `Tests: ${name}`,
  async () => {
    await run("vitest", [
      "run",
      ...projects.map((project) => `--project=${project}`),
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${join(results, `${name}.json`)}`,
    ]);
    // The exit code alone does not tell: what database tests load sets it to 0, whatever it was.
    if (readReport(name)?.success !== true) throw new Error(`Not all tests passed: ${name}.`);
  },
];

const stages = [
  ["Checks", () => run(node24(), [...nodeFlags, "tools/check/run-checks.ts"])],
  vitest("units and components", "unit", "components"),
  vitest("embedded database", "database-pglite"),
  vitest("Postgres", "database-postgres"),
  [
    "Simulation: 200 seeds",
    () => run(node24(), [...nodeFlags, "simulation/run-simulation.ts", "--seeds", "200", "--steps", "12"]),
  ],
  [
    "Tests: browser",
    async () => {
      await ensureWeb();
      await run(node24(), [...nodeFlags, "apps/web/build/check-budget.ts"]);
      await run("playwright", ["test", "--config", "e2e/playwright.config.ts"], {
        env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, "browser.json") },
      });
    },
  ],
];

const failed = [];
try {
  await ensureInstall();
} catch (cause) {
  if (!(cause instanceof CommandFailed)) console.error(cause);
  process.exit(1);
}
for (const [title, work] of stages) {
  const startedAt = Date.now();
  console.log(`\n── ${title}`);
  try {
    await work();
  } catch (cause) {
    failed.push(title);
    if (!(cause instanceof CommandFailed)) console.error(cause);
  }
  console.log(
    `── ${title}: ${failed.includes(title) ? "FAILED" : "ok"} after ${Math.round((Date.now() - startedAt) / 1000)} s`,
  );
}

const counts = countTests();
if (failed.length > 0) console.error(`\nFailed: ${failed.join("; ")}.`);
console.log(`\n${counts.passed} passed, ${Math.max(counts.failed, failed.length > 0 ? 1 : 0)} failed`);
process.exit(failed.length > 0 || counts.passed === 0 ? 1 : 0);

function countTests() {
  let passed = 0;
  let failures = 0;
  for (const name of ["units and components", "embedded database", "Postgres"]) {
    const report = readReport(name);
    passed += report?.numPassedTests ?? 0;
    failures += report?.numFailedTests ?? 0;
  }
  const browser = readReport("browser")?.stats;
  passed += browser?.expected ?? 0;
  failures += browser?.unexpected ?? 0;
  return { passed, failed: failures };
}

function readReport(name) {
  try {
    return JSON.parse(readFileSync(join(results, `${name}.json`), "utf8"));
  } catch {
    return undefined;
  }
}
