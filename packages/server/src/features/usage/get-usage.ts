import type { CoachUsage, Usage, UsageCircuit, UsageWindow } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import { type UpstreamName, upstreamNames } from "../../platform/calendly/upstream.ts";
import type { Context } from "../../platform/context.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { selectCoaches, selectConcerned, selectGroups, selectLatencies, selectPeaks } from "./queries.ts";
import { countCalls } from "./report-calls.ts";
import { spanOf } from "./rules.ts";
import type { Span } from "./types.ts";

const mostCoaches = 100;
const mostErrors = 50;

/** How much of Calendly's budget is used, what goes wrong, and whether Calendly is there. Includes the newest calls. */
export async function getUsage(context: Context, admin: AuthorizedAdmin, window: UsageWindow): Promise<Usage> {
  await context.upstream.flush();
  const { database } = context;
  const span = spanOf(window, context.clock.now());
  const [groups, latencies, concerned] = await Promise.all([
    selectGroups(database, admin, span),
    selectLatencies(database, admin, span),
    selectConcerned(database, admin, span),
  ]);
  return {
    window,
    from: span.from.toString(),
    until: span.until.toString(),
    ...countCalls(span, groups, latencies, concerned, mostErrors),
    circuits: upstreamNames.map((name) => circuitOf(context, name)),
    ...(await coachesOf(context, admin, span)),
  };
}

async function coachesOf(
  context: Context,
  admin: AuthorizedAdmin,
  span: Span,
): Promise<{ readonly coaches: CoachUsage[]; readonly moreCoaches: number }> {
  const rows = await selectCoaches(context.database, admin, span, mostCoaches);
  const windows = await context.upstream.windows(rows.flatMap(({ userUri }) => (userUri === null ? [] : [userUri])));
  const peaks = await selectPeaks(
    context.database,
    admin,
    span,
    rows.flatMap(({ coachIds }) => coachIds),
  );
  const coaches = rows.map(({ userUri, coaches: _all, coachIds, ...row }): CoachUsage => {
    const known = userUri === null ? undefined : windows.get(userUri);
    const peakPerMinute = coachIds.reduce((most, id) => Math.max(most, peaks.get(id) ?? 0), 0);
    return { ...row, peakPerMinute, limit: known?.limit ?? null, remaining: known?.remaining ?? null };
  });
  return { coaches, moreCoaches: (rows[0]?.coaches ?? 0) - rows.length };
}

function circuitOf(context: Context, upstream: UpstreamName): UsageCircuit {
  const circuit = context.upstream.circuit(upstream);
  const { state, failures } = circuit;
  if (circuit.state === "closed") return { upstream, state, failures, openedAt: null, nextTryAt: null, code: null };
  const { openedAt, nextTryAt, code } = circuit;
  return { upstream, state, failures, openedAt: instant(openedAt), nextTryAt: instant(nextTryAt), code };
}

function instant(epochMilliseconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toString();
}
