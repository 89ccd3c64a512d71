import type { Context } from "./context.ts";

/** Looks for what is due and enqueues it. Must be harmless where another process does the same at the same moment. */
export type Plan = (context: Context) => Promise<void>;

const everyMs = 60_000;

/** Runs every plan now and each minute, beside a worker. A plan that fails keeps no other from its turn. */
export function startPlanning(context: Context, plans: readonly Plan[]): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const round = async () => {
    for (const plan of plans) {
      if (stopped) return;
      try {
        await plan(context);
      } catch (error) {
        context.log.warn({ error }, "what is due could not be planned; it is tried again in a minute");
      }
    }
  };
  const run = () => {
    running = running.then(round);
  };
  run();
  const timer = setInterval(run, everyMs);
  timer.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
