import { Temporal } from "temporal-polyfill";

/** Minutes that a webhook may be on its way before what it tells of counts as drift. */
export const graceMinutes = 2;

/** What started longer ago than this is left to the full sweep. */
const recent = { hours: 48 };

/** How long a spell without a connection may be for what happened in it to be still news. */
const oldNews = { hours: 14 * 24 };

/** From which start on sessions are copied: as far back as was ever asked for. */
export function historyFrom(
  connection: { readonly backfillFrom: Temporal.Instant | null },
  days: number,
  now: Temporal.Instant,
): Temporal.Instant {
  const wanted = now.subtract({ hours: days * 24 });
  return connection.backfillFrom === null ? wanted : earlier(wanted, connection.backfillFrom);
}

/** From which start on a sweep compares. `askedFrom`: since when changes may have been missed. */
export function sweepFrom(
  sweep: {
    readonly depth: "recent" | "full";
    readonly askedFrom: Temporal.Instant | null;
    /** Start of the oldest mirrored session, and of the window that was copied. */
    readonly history: readonly (Temporal.Instant | null)[];
  },
  now: Temporal.Instant,
): Temporal.Instant {
  const starts = sweep.depth === "recent" ? [sweep.askedFrom] : [sweep.askedFrom, ...sweep.history];
  return starts.filter((one) => one !== null).reduce(earlier, now.subtract(recent));
}

/**
 * Since when a change is news to people: since the coach connected. Who had to reconnect missed nothing that way: there it
 * counts from when the mirror was last known to be the same, within reason.
 */
export function newsSince(connection: {
  readonly connectedAt: Temporal.Instant;
  readonly sweptAt: Temporal.Instant | null;
}): Temporal.Instant {
  const { connectedAt, sweptAt } = connection;
  if (sweptAt === null) return connectedAt;
  return earlier(connectedAt, later(sweptAt, connectedAt.subtract(oldNews)));
}

/**
 * What changed at Calendly before this should be in the mirror by now. An account that is polled learns of a change by the
 * sweep itself: there it is drift only when the sweep before should have found it.
 */
export function countedBefore(sweep: {
  readonly readAt: Temporal.Instant;
  readonly polledSince: Temporal.Instant | null;
}): Temporal.Instant {
  const settled = sweep.readAt.subtract({ minutes: graceMinutes });
  return sweep.polledSince === null ? settled : earlier(settled, sweep.polledSince);
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}
