import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");

/** The product as its own process, driven from outside as an operator would. */
export interface ProductProcess {
  readonly url: string;
  readonly sandboxUrl: string;
  /** Everything that it has printed so far. */
  output(): string;
  /** Sends a signal and resolves with the exit code, or null when a signal ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

export type Settings = Readonly<Record<string, string>>;

/**
 * Starts the product and resolves when it says that it is ready.
 *
 * `behindShell`: as npm runs it, with a shell in between; signals then go to the shell.
 */
export async function startProduct(
  settings: Settings,
  how: { readonly behindShell?: boolean } = {},
): Promise<ProductProcess> {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const own = { PORT: String(port), SANDBOX_PORT: String(sandboxPort), ...settings };
  const child = how.behindShell
    ? spawnBehindShell({ npm_lifecycle_event: "start", ...own })
    : spawnProduct(["start"], own);
  const output = collect(child);
  await new Promise<void>((ready, failed) => {
    child.stdout?.on("data", () => output().includes("Punctual is ready") && ready());
    child.once("close", (code) => failed(new Error(`It ended with ${code} before it was ready:\n${output()}`)));
  });
  return {
    url: `http://localhost:${port}`,
    sandboxUrl: `http://localhost:${sandboxPort}`,
    output,
    stop: async (signal) => {
      const closed = once(child, "close");
      child.kill(signal);
      const [code] = await closed;
      return code as number | null;
    },
  };
}

/** Runs a command that is expected to end by itself. */
export async function runProduct(
  words: readonly string[],
  settings: Settings,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawnProduct(words, settings);
  const output = collect(child);
  const [code] = await once(child, "close");
  return { code: code as number | null, output: output() };
}

/**
 * A port that nothing listens on just now.
 *
 * Taken from below the range that systems give to outgoing connections: those of other tests would take it
 * in the second between this answer and its use.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = candidate++;
    if (await isFree(port)) return port;
  }
}

let candidate = 20_000 + ((process.pid * 32) % 12_000);

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once("error", () => answer(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => answer(true)));
  });
}

function spawnProduct(words: readonly string[], settings: Settings): ChildProcess {
  return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "apps/punctual/src/main.ts", ...words], {
    cwd: root,
    env: { PATH: process.env["PATH"], ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function spawnBehindShell(settings: Settings): ChildProcess {
  return spawn("sh", ["-c", '"$NODE" --disable-warning=ExperimentalWarning apps/punctual/src/main.ts start; true'], {
    cwd: root,
    env: { PATH: process.env["PATH"], NODE: process.execPath, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function collect(child: ChildProcess): () => string {
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}
