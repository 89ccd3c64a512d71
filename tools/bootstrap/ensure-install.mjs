// Runs before anything is installed, so it uses nothing but Node itself (20 or later).
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { step } from "./progress.mjs";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const stampFile = join(root, "node_modules/.punctual-install");

/** Installs the pinned dependencies when the lock file is not the one that was installed last. */
export async function ensureInstall() {
  refuseOldNode();
  const wanted = installStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted && existsSync(node24())) return;
  await step("Installing dependencies (once, about half a minute)", () =>
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { quiet: true }),
  );
  writeFileSync(stampFile, wanted);
}

/** The Node 24 that the project pins, whatever the machine has. */
export function node24() {
  return join(root, "node_modules/node/bin/node");
}

/**
 * Node's own flags for running our TypeScript unbuilt: no warning of what is experimental; a young generation of 8 MB, which
 * on a laptop is worth a hundred megabytes of memory and costs nothing that can be measured; WebAssembly, which is the
 * embedded database, compiled by V8's quick compiler alone: the optimizing one needs a multiple of the memory for the largest
 * of its functions, and what people wait for is no faster afterwards.
 */
export const nodeFlags = ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=8", "--liftoff-only"];

/**
 * Runs a command to its end in the project's root. Quiet: its output is kept and shown only if it fails.
 * @returns {Promise<void>} rejects with a `CommandFailed` that carries the exit code; what went wrong has been printed by then.
 */
export function run(command, args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
      env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}`, ...env },
    });
    // Only a terminal tells both: whoever ends this process by its id means the command too, which would keep its port.
    const end = () => child.kill("SIGTERM");
    process.on("SIGTERM", end);
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    child.on("error", (cause) => {
      process.off("SIGTERM", end);
      console.error(`${command} could not be started: ${cause.message}`);
      reject(new CommandFailed(`${command} could not be started.`, 1));
    });
    child.on("close", (code, signal) => {
      process.off("SIGTERM", end);
      if (code === 0) return resolve();
      const message = `'${command} ${args.join(" ")}' ended with ${signal ?? code}.`;
      if (quiet) console.error(`${output.trim()}\n${message}`);
      reject(new CommandFailed(message, code ?? 1));
    });
  });
}

export class CommandFailed extends Error {
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

function refuseOldNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 20) return;
  console.error(
    `Punctual needs Node 20 or later to begin; this is Node ${process.versions.node}. Install a newer Node and try again.`,
  );
  process.exit(1);
}

function installStamp() {
  const lock = readFileSync(join(root, "package-lock.json"));
  return `${createHash("sha256").update(lock).digest("hex")} ${process.platform} ${process.arch}\n`;
}
