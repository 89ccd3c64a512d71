import { type Sandbox, SandboxTrouble } from "@punctual/calendly-sandbox";
import type { Difference } from "./compare-mirror.ts";

/** A request of the coach's browser; null when nobody answers. */
export type Ask = (method: string, path: string, body?: object) => Promise<Response | null>;

/** Whoever books waits while so many webhooks, or jobs, are ahead: a backlog without end would prove nothing more. */
const mostAhead = { webhooks: 12, jobs: 40 };

/**
 * People book, move and cancel at Calendly, and the coach reads and cancels here, as fast as the product follows, until
 * it is stopped.
 */
export function underLoad(sandbox: Sandbox, ask: Ask): { stop(): void } {
  const booked: { readonly inviteeId: string; readonly eventId: string }[] = [];
  const oneOf = <T>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)];
  const act = () => {
    const dice = Math.random();
    const one = oneOf(booked);
    try {
      if (dice < 0.7 || one === undefined) {
        const eventType = `robin-vega/${dice < 0.55 ? "lecture" : "30-minute-meeting"}`;
        const name = `guest${Math.floor(Math.random() * 1e6)}`;
        const { event, invitee } = sandbox.act.book({ eventType, name, email: `${name}@realty.example` });
        booked.push({ inviteeId: invitee.id, eventId: event.id });
      } else if (dice < 0.8) sandbox.act.cancel(one.inviteeId);
      else if (dice < 0.9) sandbox.act.reschedule(one.inviteeId);
      else if (dice < 0.93) void ask("POST", `/api/calendly/cancel_event/${one.eventId}`, { reason: "Not today." });
      else void ask("GET", "/api/calendly/scheduled_events");
    } catch (error) {
      // Two of these may want the same: then Calendly refuses the second, as in life.
      if (!(error instanceof SandboxTrouble)) throw error;
    }
  };
  let jobsAhead = 0;
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    jobsAhead = (await readJobs(ask))?.ready ?? 0;
    isLooking = false;
  };
  const looks = setInterval(() => void look(), 250);
  const acts = setInterval(() => {
    if (jobsAhead < mostAhead.jobs && pendingIn(sandbox) < mostAhead.webhooks) act();
  }, 40);
  return {
    stop() {
      clearInterval(acts);
      clearInterval(looks);
    },
  };
}

const pendingIn = (sandbox: Sandbox): number => sandbox.listDeliveries({ status: "pending" }).length;

/** How many jobs can be begun, and are under way; null when nobody answers. */
async function readJobs(ask: Ask): Promise<{ readonly ready: number; readonly active: number } | null> {
  const answer = await ask("GET", "/metrics");
  // A process that is killed may leave half an answer.
  const text = await answer?.text().catch(() => undefined);
  if (text === undefined) return null;
  const read = (name: string) =>
    Number(new RegExp(`^punctual_jobs_${name} (\\d+)$`, "m").exec(text)?.[1] ?? Number.NaN);
  return { ready: read("ready"), active: read("active") };
}

const longestRestMs = 120_000;

/** Waits until Calendly has delivered everything and the product has nothing left to do; what is left, if it takes too long. */
export async function comeToRest(sandbox: Sandbox, ask: Ask): Promise<Difference[]> {
  const until = performance.now() + longestRestMs;
  let jobs: Awaited<ReturnType<typeof readJobs>> = null;
  for (let quiet = 0; quiet < 3; ) {
    if (performance.now() > until) {
      const left = `${pendingIn(sandbox)} webhooks, ${jobs?.ready} jobs that wait, ${jobs?.active} that run`;
      return [`it did not come to rest within ${longestRestMs / 1_000} s: ${left}`];
    }
    await new Promise<void>((resolve) => setTimeout(resolve, 1_000));
    jobs = await readJobs(ask);
    quiet = pendingIn(sandbox) === 0 && jobs?.ready === 0 && jobs.active === 0 ? quiet + 1 : 0;
  }
  return [];
}
