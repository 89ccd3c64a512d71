import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Figure, percentile, valueFigure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { freePort } from "./postgres.ts";

const root = resolve(import.meta.dirname, "..");

interface Started {
  readonly milliseconds: number;
  /** Resident memory of the whole process, MB, a few requests after it was ready. */
  readonly rssMb: number;
}

/** `npm start` as a person runs it, after the install: with an empty data directory, then again and again. */
export async function benchStart({ quick, say }: BenchOptions): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "punctual-bench-"));
  try {
    say("npm start with an empty data directory");
    const first = await startOnce(dataDir);
    const later: Started[] = [];
    for (let round = 0; round < (quick ? 2 : 5); round++) {
      say(`npm start again (${round + 1})`);
      later.push(await startOnce(dataDir));
    }
    const second = percentile(
      later.map(({ milliseconds }) => milliseconds),
      0.5,
    );
    const rss = percentile(
      later.map(({ rssMb }) => rssMb),
      0.5,
    );
    return [
      valueFigure({ name: "first start, installed, to ready", value: first.milliseconds / 1000, unit: "s" }, null),
      valueFigure({ name: "second start to ready", value: second / 1000, unit: "s" }, { atMost: 3 }),
      valueFigure({ name: "memory with everything embedded (RSS)", value: rss, unit: "MB" }, { atMost: 400 }),
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startOnce(dataDir: string): Promise<Started> {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const startedAt = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: root,
    env: { ...process.env, PORT: String(port), SANDBOX_PORT: String(sandboxPort), DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  try {
    await ready(child);
    const milliseconds = performance.now() - startedAt;
    for (const path of ["/", "/api/config", "/readyz"]) await fetch(`http://localhost:${port}${path}`);
    return { milliseconds, rssMb: residentMb(child) };
  } finally {
    // npm runs the product in its process group: Ctrl-C in a terminal reaches both.
    if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
    if (child.exitCode === null) await once(child, "close");
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Punctual is ready")) done();
    });
    child.once("close", (code) => failed(new Error(`npm start ended with ${code} before it was ready:\n${output}`)));
  });
}

/** The product's own process is the largest of the group; npm itself is not counted. */
function residentMb(child: ChildProcess): number {
  const pids = descendants(child.pid ?? 0);
  const sizes = pids.map((pid) => {
    const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(match?.[1] ?? 0) / 1024;
  });
  return Math.max(...sizes);
}

function descendants(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return children === "" ? [] : children.split(" ").flatMap((child) => [Number(child), ...descendants(Number(child))]);
}
