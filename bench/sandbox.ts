import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";
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

async function benchStart({ quick, say }: BenchOptions): Promise<Figure[]> {
  const cli = join(root, "packages/calendly-sandbox/src/cli.ts");
  const times: number[] = [];
  for (let round = 0; round <= (quick ? 2 : 5); round++) {
    say(`the command with the coaching scenario (${round === 0 ? "to warm up" : round})`);
    const sandbox = await start([cli, "--port", "0"]);
    if (round > 0) times.push(sandbox.milliseconds);
    await sandbox.stop();
  }
  const creating: number[] = [];
  for (let round = 0; round < (quick ? 2 : 5); round++) {
    say(`createSandbox with the coaching scenario (${round + 1})`);
    const sandbox = await startProcess({ scenario: "coaching" });
    creating.push(sandbox.creating ?? Number.NaN);
    await sandbox.stop();
  }
  const seconds = (samples: readonly number[]) => percentile(samples, 0.5) / 1000;
  return [
    valueFigure(
      { name: "sandbox, createSandbox to ready (coaching, seeded afresh)", value: seconds(creating), unit: "s" },
      { atMost: 0.5 },
    ),
    valueFigure(
      { name: "sandbox, process start to ready (coaching, seeded afresh)", value: seconds(times), unit: "s" },
      { atMost: 0.5 },
    ),
  ];
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
