import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { SandboxOptions } from "@punctual/calendly-sandbox";
import { type Figure, percentile, valueFigure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";

const root = resolve(import.meta.dirname, "..");

interface Running {
  readonly url: string;
  /** From the start of the process to the line that says where it listens. */
  readonly milliseconds: number;
  /** Of that, what making the sandbox took; null where the process does not say. */
  readonly creating: number | null;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a process that prints an address, and waits for it. */
async function start(args: readonly string[]): Promise<Running> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [text] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  const milliseconds = performance.now() - startedAt;
  const url = /http:\/\/\S+/.exec(text)?.[0];
  if (url === undefined) throw new Error(`The sandbox said: ${text}`);
  return {
    url,
    milliseconds,
    creating: Number(/ready in ([\d.]+) ms/.exec(text)?.[1] ?? Number.NaN) || null,
    child,
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

const startProcess = (options: SandboxOptions) =>
  start([join(import.meta.dirname, "sandbox-process.ts"), JSON.stringify(options)]);

function residentMb(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Answers a second to one path, asked by so many connections at once. */
async function readsPerSecond(url: string, token: string, reads: number, connections = 16): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const read = () =>
    new Promise<void>((done, fail) => {
      get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
        response.resume();
        response.on("end", () => (response.statusCode === 200 ? done() : fail(new Error(`${response.statusCode}`))));
      }).on("error", fail);
    });
  let left = reads;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left > 0) {
        left -= 1;
        await read();
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  return reads / seconds;
}

/** The sandbox's command as an install lays it down: compiled, beside the one library that it reads files of. */
function installCommand(folder: string): string {
  const modules = join(folder, "node_modules");
  execFileSync(process.execPath, [join(root, "tools/publish/pack-packages.ts"), "--unpacked", modules]);
  mkdirSync(join(modules, "@fontsource-variable"));
  symlinkSync(join(root, "node_modules/@fontsource-variable/geist"), join(modules, "@fontsource-variable/geist"));
  return join(modules, "@punctual/calendly-sandbox/dist/cli.js");
}

async function startsOf(times: number, startOne: () => Promise<Running>): Promise<number> {
  const samples: number[] = [];
  // The first is to warm up: compiled code is kept from then on.
  for (let round = 0; round <= times; round++) {
    const sandbox = await startOne();
    if (round > 0) samples.push(sandbox.creating ?? sandbox.milliseconds);
    await sandbox.stop();
  }
  return percentile(samples, 0.5) / 1000;
}

async function benchStart({ quick, say }: BenchOptions): Promise<Figure[]> {
  const times = quick ? 2 : 7;
  const folder = mkdtempSync(join(tmpdir(), "punctual-bench-"));
  try {
    say("the installed command with the coaching scenario");
    const installed = installCommand(folder);
    const command = await startsOf(times, () => start([installed, "--port", "0"]));
    say("createSandbox with the coaching scenario");
    const created = await startsOf(times, () => startProcess({ scenario: "coaching" }));
    say("npm run sandbox with the coaching scenario, from the sources");
    const sources = join(root, "packages/calendly-sandbox/src/cli.ts");
    const unbuilt = await startsOf(times, () => start([sources, "--port", "0"]));
    const figure = (what: string, value: number, bound: { readonly atMost: number } | null) =>
      valueFigure({ name: `sandbox to ready (coaching, seeded afresh), ${what}`, value, unit: "s" }, bound);
    return [
      figure("the installed command from process start", command, { atMost: 0.5 }),
      figure("createSandbox", created, { atMost: 0.5 }),
      figure("the unbuilt sources from process start", unbuilt, null),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchReads({ quick, say }: BenchOptions): Promise<Figure[]> {
  const sandbox = await startProcess({ scenario: "coaching", settings: { callsPerMinute: null } });
  try {
    const token = "sandbox-personal-token-maya";
    const me = await fetch(`${sandbox.url}/users/me`, { headers: { authorization: `Bearer ${token}` } });
    const { resource } = (await me.json()) as { resource: { uri: string } };
    const paths = [
      ["one user", "/users/me", 2_000],
      ["a page of 20 scheduled events", `/scheduled_events?user=${encodeURIComponent(resource.uri)}`, null],
    ] as const;
    const figures: Figure[] = [];
    for (const [name, path, least] of paths) {
      say(`reads: ${name}`);
      await readsPerSecond(`${sandbox.url}${path}`, token, 2_000);
      const rates: number[] = [];
      for (let round = 0; round < (quick ? 2 : 5); round++) {
        rates.push(await readsPerSecond(`${sandbox.url}${path}`, token, quick ? 2_000 : 5_000));
      }
      const measured = { name: `sandbox reads, ${name}`, value: percentile(rates, 0.5), unit: "reads/s" };
      figures.push(valueFigure(measured, least === null ? null : { atLeast: least }));
    }
    return figures;
  } finally {
    await sandbox.stop();
  }
}

async function benchFleet({ say }: BenchOptions): Promise<Figure[]> {
  say("the fleet: 1,000 coaches, 200,000 sessions");
  const sandbox = await startProcess({ scenario: "fleet", settings: { callsPerMinute: null } });
  try {
    const token = "sandbox-personal-token-coach-0001";
    const headers = { authorization: `Bearer ${token}` };
    const me = (await (await fetch(`${sandbox.url}/users/me`, { headers })).json()) as {
      resource: { current_organization: string };
    };
    const organization = encodeURIComponent(me.resource.current_organization);
    await readsPerSecond(`${sandbox.url}/scheduled_events?organization=${organization}&count=100`, token, 200, 4);
    const memory = residentMb(sandbox.child);
    return [
      valueFigure({ name: "sandbox, fleet seeded and ready", value: sandbox.milliseconds / 1000, unit: "s" }, null),
      valueFigure({ name: "sandbox, memory of the fleet (RSS)", value: memory, unit: "MB" }, { atMost: 400 }),
    ];
  } finally {
    await sandbox.stop();
  }
}

/** The sandbox as a process of its own: how soon it is ready, how much it answers, how much memory a fleet takes. */
export async function benchSandbox(options: BenchOptions): Promise<Figure[]> {
  return [...(await benchStart(options)), ...(await benchReads(options)), ...(await benchFleet(options))];
}
