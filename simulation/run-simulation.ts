import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import type { Played } from "./simulate-seed.ts";

const help = `Plays seeded histories against the product and compares what it knows with what happened.

  npm run simulate -- --seed 7 [--steps 40]     one seed, told step by step
  npm run simulate -- --seeds 200 [--steps 40]  seeds 1 to 200, in two processes
  npm run simulate -- --crash [--kills 20]      the real process, killed with kill -9 under load, on PGlite and on Postgres
`;

const whole = (text: string | undefined, name: string): number | undefined => {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  console.error(`--${name} must be a whole number from 1 on, for example --${name} 7.`);
  return process.exit(2);
};

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string" },
    steps: { type: "string" },
    crash: { type: "boolean", default: false },
    kills: { type: "string" },
    /** Of those processes that share the seeds of one run: which of how many this is, as in 1/2. */
    share: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const seed = whole(values.seed, "seed");
const seeds = whole(values.seeds, "seeds");
const steps = whole(values.steps, "steps") ?? 40;

const wanted = [seed !== undefined, seeds !== undefined, values.crash].filter(Boolean).length;

if (values.help || wanted !== 1) {
  console.log(help);
  process.exit(values.help ? 0 : 2);
}
const processes = 2;
if (values.crash) process.exit(await killOften(whole(values.kills, "kills") ?? 20));
if (seed !== undefined) process.exit(await tell(seed));
if (values.share !== undefined) process.exit(await playShare(seeds ?? 0, values.share));
process.exit(await playAll(seeds ?? 0));

/** One seed with everything that happened in it. */
async function tell(one: number): Promise<number> {
  const { openStage, simulateSeed, warmUp } = await import("./simulate-seed.ts");
  const stage = await openStage();
  await warmUp(stage);
  const played = await simulateSeed(stage, one, steps);
  await stage.close();
  for (const line of played.story) console.log(line);
  for (const difference of played.differences) console.log(`✗ ${difference}`);
  console.log(
    `Seed ${one}, ${steps} steps: ${played.sessions} sessions, ${played.webhooks} webhooks, ${played.deaths} deaths, trace ${played.hash}, ${played.differences.length} differences, ${Math.round(played.milliseconds)} ms.`,
  );
  return played.differences.length === 0 ? 0 : 1;
}

/** The seeds of one process: each a line of JSON for the one that counts. */
async function playShare(last: number, share: string): Promise<number> {
  const { openStage, simulateSeed, warmUp } = await import("./simulate-seed.ts");
  const [mine = 1, of = 1] = share.split("/").map(Number);
  const stage = await openStage();
  await warmUp(stage);
  for (let one = mine; one <= last; one += of) {
    const { story, ...played } = await simulateSeed(stage, one, steps);
    console.log(JSON.stringify({ ...played, story: played.differences.length === 0 ? [] : story }));
  }
  await stage.close();
  return 0;
}

async function playAll(last: number): Promise<number> {
  const startedAt = performance.now();
  const counts = { seeds: 0, differences: 0, deaths: 0, sessions: 0, webhooks: 0 };
  const read = (line: string) => {
    const played = JSON.parse(line) as Played;
    counts.seeds += 1;
    counts.differences += played.differences.length;
    counts.deaths += played.deaths;
    counts.sessions += played.sessions;
    counts.webhooks += played.webhooks;
    if (played.differences.length === 0) return;
    console.log(`\nSeed ${played.seed} ends with differences:`);
    for (const step of played.story) console.log(`  ${step}`);
    for (const difference of played.differences.slice(0, 20)) console.log(`  ✗ ${difference}`);
    console.log(`  Again: npm run simulate -- --seed ${played.seed} --steps ${steps}`);
  };
  const codes = await Promise.all(
    Array.from({ length: processes }, (_, at) => playShareApart(last, `${at + 1}/${processes}`, read)),
  );
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const broken = codes.some((code) => code !== 0) || counts.seeds !== last;
  // A history without webhooks would prove little, and look just as well.
  if (counts.webhooks === 0) console.log("No webhook arrived in any of them: the simulation does not do its work.");
  if (broken) console.log("A process of the simulation ended before its seeds did.");
  console.log(
    `${counts.seeds} seeds run (${counts.sessions} sessions, ${counts.webhooks} webhooks, ${counts.deaths} deaths, ${seconds} s), ${counts.differences} differences found.`,
  );
  return broken || counts.webhooks === 0 || counts.differences > 0 ? 1 : 0;
}

function playShareApart(last: number, share: string, read: (line: string) => void): Promise<number> {
  const words = [import.meta.filename, "--seeds", String(last), "--steps", String(steps), "--share", share];
  const child = spawn(process.execPath, [...process.execArgv, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) read(line);
  });
  return new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
}

/** Both databases, one after the other: side by side they would take the time from each other in which they die. */
async function killOften(kills: number): Promise<number> {
  const { crash } = await import("./crash.ts");
  let differences = 0;
  for (const kind of ["pglite", "postgres"] as const) {
    const report = await crash(kind, kills, (what) => console.log(`· ${what}`));
    for (const difference of report.differences.slice(0, 20)) console.log(`✗ ${difference}`);
    differences += report.differences.length;
    console.log(
      `${kind}: ${report.kills} kills, ${report.acknowledged} webhooks acknowledged, ${report.sessions} sessions, ${report.differences.length} differences found (${Math.round(report.seconds)} s).`,
    );
  }
  return differences === 0 ? 0 : 1;
}
