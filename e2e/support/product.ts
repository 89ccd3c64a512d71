import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** What `npm start` runs. */
export const productCommand = [join(root, "node_modules/node/bin/node"), "tools/bootstrap/start.mjs"] as const;

/** Starts another product beside the one of the run, its data in a folder of its own. Resolves when it is ready. */
export async function startProduct(env: Readonly<Record<string, string>>): Promise<{ stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "punctual-e2e-"));
  const [node, ...words] = productCommand;
  const child = spawn(node, words, {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "", DATA_DIR: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  let output = "";
  await new Promise<void>((ready, failed) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes("Punctual is ready")) ready();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    void ended.then(() => failed(new Error(`The product ended before it was ready:\n${output}`)));
  });
  return {
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
