import { type Loaded, type ReadThrough, ReadThroughCache } from "../../platform/cache/read-through.ts";
import { calendlyFailure } from "../../platform/calendly/failure.ts";
import { toSlotReading } from "../../platform/calendly/translate-slot.ts";
import type { Context } from "../../platform/context.ts";
import { calendlyFor } from "../connections/index.ts";
import type { EventTypeRecord } from "../event-types/index.ts";
import { followChanges } from "./follow-changes.ts";
import { futurePart, mayServeStale, sharedWindow } from "./rules.ts";
import type { CachedSlot, OpeningsFailure, Window } from "./types.ts";

type OpeningsCache = ReadThroughCache<readonly CachedSlot[], OpeningsFailure>;

/** About 150 bytes a slot: some 30 MB at most. */
const limits = {
  freshMs: 60_000,
  staleMs: 30 * 60_000,
  retryMs: 10_000,
  maxEntries: 2_000,
  maxWeight: 200_000,
} as const;

const caches = new WeakMap<Context["database"], OpeningsCache>();

/** Makes the coach's openings be asked for again. A process that never showed any has none to drop. */
export function dropOpenings(context: Context, coachId: string): void {
  caches.get(context.database)?.drop(coachId);
}

/** The cache of this server: one per database, so that two servers in one process share nothing. */
function openingsCache(context: Context): OpeningsCache {
  const cache =
    caches.get(context.database) ??
    new ReadThroughCache<readonly CachedSlot[], OpeningsFailure>(limits, () => context.clock.now().epochMilliseconds);
  if (!caches.has(context.database)) {
    caches.set(context.database, cache);
    void followChanges(context, cache);
  }
  return cache;
}

/**
 * The slots around a window, ascending: from the cache while they are fresh, else from Calendly, once however many
 * ask. They cover whole UTC days, so the caller cuts out what it wants and what is past by now.
 */
export function readOpenings(
  context: Context,
  eventType: EventTypeRecord,
  window: Window,
): Promise<ReadThrough<readonly CachedSlot[], OpeningsFailure>> {
  const shared = sharedWindow(window);
  const key = `${eventType.id}/${shared.from.epochMilliseconds}/${shared.to.epochMilliseconds}`;
  return openingsCache(context).read(key, eventType.coachId, () => load(context, eventType, shared));
}

async function load(
  context: Context,
  eventType: EventTypeRecord,
  window: Window,
): Promise<Loaded<readonly CachedSlot[], OpeningsFailure>> {
  const access = await calendlyFor(context, eventType.coachId, { purpose: "person" });
  if (access.kind === "missing") return failed({ kind: "connection_missing" });
  if (access.kind === "needs_reconnect") {
    return failed({ kind: "connection_needs_reconnect", trouble: access.trouble });
  }
  const ahead = futurePart(window, context.clock.now());
  if (ahead === null) return { kind: "loaded", value: [], weight: 1 };
  const { bookingUrl } = context.config.calendly;
  try {
    const times = await access.client.availableTimes({
      eventType: eventType.uri,
      startTime: ahead.from.toString({ smallestUnit: "second" }),
      endTime: ahead.to.toString({ smallestUnit: "second" }),
    });
    const slots = times.flatMap((wire): CachedSlot[] => {
      const reading = toSlotReading(wire, { bookingUrl, eventTypeUrl: eventType.schedulingUrl });
      if (reading === null) return [];
      const { startAt, seatsLeft, schedulingUrl } = reading;
      return [{ startMs: startAt.epochMilliseconds, slot: { startAt: startAt.toString(), seatsLeft, schedulingUrl } }];
    });
    return { kind: "loaded", value: slots, weight: slots.length + 1 };
  } catch (error) {
    return failed(calendlyFailure(error));
  }
}

function failed(failure: OpeningsFailure): Loaded<readonly CachedSlot[], OpeningsFailure> {
  const seconds = "retryAfterSeconds" in failure ? failure.retryAfterSeconds : null;
  return {
    kind: "failed",
    failure,
    servesStale: mayServeStale(failure),
    retryAfterMs: seconds === null ? null : seconds * 1000,
  };
}
