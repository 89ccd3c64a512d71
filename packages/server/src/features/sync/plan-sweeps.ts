import { createHash } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { enqueueSweeps } from "./jobs.ts";
import { forgetGone } from "./record-gone.ts";
import { failSweeps, pruneSweeps, type SweptCoach, selectSweptCoaches } from "./record-sweeps.ts";
import type { SweepWish } from "./types.ts";

const minute = 60_000;

/** Milliseconds between two sweeps of a kind. A polled account learns of changes by its sweeps alone. */
const periods = { recent: 15 * minute, polled: 5 * minute, full: 24 * 60 * minute } as const;

/** A sweep that has run for so long lost its job. */
const longestRun = { hours: 24 };
/** How long certificates are kept, but for the newest full one of each coach; and those of the clock that found nothing. */
const keptFor = { all: { hours: 90 * 24 }, quiet: { hours: 7 * 24 } } as const;

/** More than the day that Calendly goes on trying to deliver. */
const lateDeliveries = { hours: 48 };

/**
 * Which sweeps are due. Every coach has moments of their own in the period, so that a fleet does not ask all at once; what
 * was missed while nothing ran is done once, not as often as it was missed.
 */
export function dueSweeps(coaches: readonly SweptCoach[], now: Temporal.Instant): SweepWish[] {
  return coaches.flatMap((coach) => {
    const depths = (["recent", "full"] as const).filter((depth) => isDue(coach, depth, now));
    return depths.map((depth): SweepWish => ({ coachId: coach.coachId, depth, cause: "schedule", fromAt: null }));
  });
}

export function isDue(coach: SweptCoach, depth: SweepWish["depth"], now: Temporal.Instant): boolean {
  if (depth === "recent") {
    const period = coach.isPolled ? periods.polled : periods.recent;
    return coach.recentAt === null || isEarlierTurn(coach, period, coach.recentAt, now);
  }
  // The copy that a connection begins with is as good as a full sweep.
  return isEarlierTurn(coach, periods.full, coach.fullAt ?? coach.connectedAt, now);
}

function isEarlierTurn(coach: SweptCoach, period: number, last: Temporal.Instant, now: Temporal.Instant): boolean {
  const offset = createHash("sha256").update(coach.coachId).digest().readUInt32BE() % period;
  const turn = (at: Temporal.Instant) => Math.floor((at.epochMilliseconds - offset) / period);
  return turn(last) < turn(now);
}

/**
 * Enqueues the sweeps that are due, and once an hour tidies those that were. Of several processes that do it at once each
 * sweep is begun by one. Planned every minute.
 */
export async function planSweeps(context: Context): Promise<void> {
  const now = context.clock.now();
  const wishes = dueSweeps(await selectSweptCoaches(context.database), now);
  if (wishes.length > 0) {
    const enqueue = enqueueSweeps(context);
    await context.database.transaction((tx) => enqueue(tx, wishes));
  }
  if (Math.floor(now.epochMilliseconds / minute) % 60 === 0) await tidySweeps(context);
}

/** Ends sweeps whose job is lost, and removes certificates that are too old and what is known of sessions long gone. */
export async function tidySweeps(context: Context): Promise<void> {
  const at = context.clock.now();
  await context.database.transaction(async (tx) => {
    const trouble = "It did not come to its end within a day. The next one is made by itself.";
    const lost = await failSweeps(tx, { startedBefore: at.subtract(longestRun) }, { trouble, at });
    for (const { id, coachId } of lost) {
      await context.live.publish(tx, { topic: "sweeps", id, audience: [coachId] });
    }
    // Whatever the inbox still holds may be applied again.
    await forgetGone(tx, at.subtract({ hours: context.config.inboxDays * 24 }).subtract(lateDeliveries));
    await pruneSweeps(tx, { before: at.subtract(keptFor.all), quietBefore: at.subtract(keptFor.quiet) });
  });
}
