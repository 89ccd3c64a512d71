import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const main = [...process.execArgv, join(root, "apps/punctual/src/main.ts")];

/** The product as a process of its own, which can be killed. */
export interface ProductProcess {
  readonly child: ChildProcess;
  /** Resolves when it has said that it is ready; rejects with its last words when it ended before. */
  readonly ready: Promise<void>;
}

export function startProduct(environment: Readonly<Record<string, string>>): ProductProcess {
  const child = spawn(process.execPath, [...main, "start"], {
    cwd: root,
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const ready = new Promise<void>((resolve, reject) => {
    const listen = (text: Buffer) => {
      said += text.toString();
      if (said.includes("Punctual is ready")) resolve();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("close", (code) =>
      reject(new Error(`The product ended with ${code ?? "a signal"}:\n${said.slice(-2_000)}`)),
    );
  });
  ready.catch(() => undefined);
  return { child, ready };
}

/** Ends a process and waits until it is gone. */
export async function stopProduct({ child }: ProductProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "close");
  child.kill(signal);
  await gone;
}

/** Runs one command of the product to its end. */
export async function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(process.execPath, [...main, ...words], {
    cwd: root,
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`punctual ${words[0]} ended with ${code}.`);
}

/** A port that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
