import type { Scene } from "./scene.ts";
import type { Person } from "./stage.ts";
import { passTimeUntil, sleepFor } from "./virtual-time.ts";

const hour = 3_600_000;
/** Longer than any retry, of Calendly's or ours, goes on. */
const longest = 80;

/** Ends everything that goes wrong, and waits until nothing is left to do: deliveries, retries, sweeps. */
export async function settle(scene: Scene): Promise<void> {
  scene.note("everything goes well from here on");
  scene.network.callsLost = 0;
  scene.network.postsLost = 0;
  scene.stage.sandbox.clearFaults();
  await comeToRest(scene);
  for (const coach of scene.coaches) await compareAll(scene, coach);
}

/** Whatever Calendly dropped for good is found by comparing, which only a working connection can. */
async function compareAll(scene: Scene, coach: Person): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    if (!(await isConnected(scene, coach))) {
      await scene.connect(coach);
      await comeToRest(scene);
    }
    // A conference has its address a moment after the booking.
    await sleepFor(hour / 60);
    const swept = await scene.request(coach, "POST", "/api/calendly/connection/sweep", { depth: "full" });
    scene.note(`everything is compared: ${swept?.status}`);
    await comeToRest(scene);
    // A permission that was taken back while nobody called Calendly shows only now.
    if (await isConnected(scene, coach)) return;
  }
}

async function isConnected(scene: Scene, coach: Person): Promise<boolean> {
  const answer = await scene.request(coach, "GET", "/api/calendly/connection");
  if (answer === null || !answer.ok) return false;
  return ((await answer.json()) as { readonly state: string }).state === "active";
}

async function comeToRest(scene: Scene): Promise<void> {
  for (let round = 0; round < longest; round += 1) {
    await passTimeUntil(scene.stage.sandbox.settle());
    const ran = await scene.work();
    const waiting = (await jobsWaiting(scene)) + deliveriesWaiting(scene);
    if (ran === 0 && waiting === 0) return;
    if (ran === 0) await sleepFor(round < 10 ? hour / 60 : hour);
  }
}

async function jobsWaiting(scene: Scene): Promise<number> {
  const { rows } = await scene.stage.pglite.query<{ waiting: number }>(
    "select count(*)::int as waiting from punctual_queue.job where state in ('created', 'retry', 'active') and name <> 'punctual.dead-letters'",
  );
  return rows[0]?.waiting ?? 0;
}

function deliveriesWaiting(scene: Scene): number {
  return scene.stage.sandbox.listDeliveries({ status: "pending" }).length;
}
