import { createCalendlyClient, endpoints } from "@punctual/calendly";
import { createSandbox, type Sandbox } from "@punctual/calendly-sandbox";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { openTestDatabase } from "../../testing/test-database.ts";
import { systemClock } from "../clock.ts";
import { type OpenDatabase, openDatabase } from "../database/open.ts";
import { calendlyCalls } from "../database/schema.ts";
import { silentLog } from "../logger.ts";
import { realSleep } from "../sleep.ts";
import type { ClientPurpose } from "./purpose.ts";
import { openUpstream, type Upstream } from "./upstream.ts";

/** The sandbox counts in minutes of the machine, so a test does not outlast one. */
const callsPerMinute = 60;

let sandbox: Sandbox;
let databases: OpenDatabase[];
let processes: Upstream[];

beforeEach(async () => {
  sandbox = await createSandbox({ scenario: "solo", settings: { callsPerMinute } });
  const first = await openTestDatabase();
  const { driver } = first;
  databases = driver.kind === "pglite" ? [first] : [await openDatabase({ kind: "postgres", url: driver.url }), first];
  processes = databases.map((open) =>
    openUpstream({ open, clock: systemClock, sleep: realSleep, log: silentLog, flushMs: null }),
  );
});
afterEach(async () => {
  await Promise.all(processes.map((upstream) => upstream.close()));
  for (const open of databases) await open.close();
  await sandbox.close();
});

function clientOf(upstream: Upstream | undefined, purpose: ClientPurpose) {
  const person = sandbox.credentials().people.find(({ userUri }) => userUri !== null);
  if (upstream === undefined || person?.personalToken == null)
    throw new Error("The scenario has nobody who can be called for.");
  return createCalendlyClient({
    accessToken: person.personalToken,
    apiUrl: sandbox.url,
    ...upstream.clientOptions({ coachId: "per_1", calendlyUser: person.userUri, purpose }),
  });
}

/** Calls until the budget has no place; answers how many were sent. */
async function useUp(upstream: Upstream | undefined, purpose: ClientPurpose, lanes: number): Promise<number> {
  let sent = 0;
  let lastAt = performance.now();
  const stop = new AbortController();
  const lane = async () => {
    for (;;) {
      await clientOf(upstream, purpose).request(endpoints.getCurrentUser, { signal: stop.signal });
      sent += 1;
      lastAt = performance.now();
    }
  };
  // Some wait for the next window: nobody stays for that here.
  const watch = setInterval(() => {
    if (performance.now() - lastAt > 2_000) stop.abort();
  }, 100);
  await Promise.allSettled(Array.from({ length: lanes }, lane));
  clearInterval(watch);
  return sent;
}

const statuses = async () => {
  await Promise.all(processes.map((upstream) => upstream.flush()));
  const rows = await databases[0]?.database
    .select({ status: calendlyCalls.status, code: calendlyCalls.code, count: sql<number>`count(*)::int` })
    .from(calendlyCalls)
    .groupBy(calendlyCalls.status, calendlyCalls.code);
  return new Map(rows?.map(({ status, code, count }) => [code ?? status, count]));
};

test.skipIf(inject("testDatabase").kind === "pglite")(
  "two processes on one Postgres stay under the limit together, sweeps under their share, and a person still gets through",
  async () => {
    const [one, two] = processes;
    const swept = await Promise.all([useUp(one, "sweep", 6), useUp(two, "sweep", 6)]);
    // 40 of 100 places are kept for what is more urgent.
    expect(swept[0] + swept[1]).toBe(36);
    const visited = await Promise.all([useUp(one, "person", 3), useUp(two, "person", 3)]);
    expect(visited[0] + visited[1]).toBe(24);
    const found = await statuses();
    expect([found.get(200), found.get("rate_limited")]).toEqual([60, undefined]);
    expect(found.get("held_back")).toBeGreaterThanOrEqual(6);
  },
  60_000,
);

test("clients of one user share a budget, however many there are and whatever they are for", async () => {
  const [one] = processes;
  expect(await useUp(one, "sweep", 6)).toBe(36);
  expect(await useUp(one, "event_types", 3)).toBe(18);
  expect(await useUp(one, "person", 3)).toBe(6);
  const found = await statuses();
  expect([found.get(200), found.get("rate_limited")]).toEqual([60, undefined]);
}, 60_000);
