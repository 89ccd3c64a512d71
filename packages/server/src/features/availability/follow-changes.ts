import type { LiveTopic } from "@punctual/contract";
import type { ReadThroughCache } from "../../platform/cache/read-through.ts";
import type { Context } from "../../platform/context.ts";

/** What changes a coach's openings. */
const touching: ReadonlySet<LiveTopic> = new Set(["sessions", "event-types"]);

/** Milliseconds before a feed that broke is followed again. */
const pauseMs = 1_000;

/**
 * Drops the openings that changes touch, whichever process applied them: a worker of its own learns of a booking, the
 * servers beside it hold the openings. Ends when the live feed is closed.
 */
export async function followChanges<Value, Failure>(
  context: Pick<Context, "live" | "log">,
  cache: Pick<ReadThroughCache<Value, Failure>, "drop">,
): Promise<void> {
  const everything = { personId: "", isAdmin: true };
  let told: number | null = null;
  for (let ended = false; !ended; ) {
    try {
      for await (const change of context.live.changesFor(everything, told, new AbortController().signal)) {
        told = change.seq;
        // The coach is in the audience; the ids of realtors name no openings.
        if (touching.has(change.topic)) for (const personId of change.audience) cache.drop(personId);
      }
      ended = true;
    } catch (error) {
      context.log.warn({ error }, "changes of openings are not followed just now");
      await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
    }
  }
}
