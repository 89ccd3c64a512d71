// `npm run <task>` for the tasks that need the installed dependencies.
import { CommandFailed, ensureInstall, node24, nodeFlags, run } from "./ensure-install.mjs";
import { ensureWeb } from "./ensure-web.mjs";

const [task = "", ...rest] = process.argv.slice(2);
const script = (file, ...args) => run(node24(), [...nodeFlags, file, ...args]);

const tasks = {
  check: () => script("tools/check/run-checks.ts", ...rest),
  e2e: async () => {
    await ensureWeb();
    await run("playwright", ["test", "--config", "e2e/playwright.config.ts", ...rest]);
  },
  bench: async () => {
    await ensureWeb();
    await script("bench/run-benches.ts", ...rest);
  },
  simulate: () => script("simulation/run-simulation.ts", ...rest),
  dev: () => script("tools/dev/run-dev.ts", ...rest),
  pack: () => script("tools/publish/pack-packages.ts", ...rest),
  sandbox: () => script("packages/calendly-sandbox/src/cli.ts", ...rest),
  punctual: () => script("apps/punctual/src/main.ts", ...rest),
};

const chosen = tasks[task];
if (chosen === undefined) {
  console.error(`There is no task '${task}'. The tasks are: ${Object.keys(tasks).join(", ")}.`);
  process.exit(1);
}
// A terminal sends Ctrl-C to this process and its child; the child decides when it has stopped.
process.on("SIGINT", () => {});
try {
  await ensureInstall();
  await chosen();
} catch (cause) {
  if (!(cause instanceof CommandFailed)) console.error(cause);
  process.exit(cause.exitCode ?? 1);
}
