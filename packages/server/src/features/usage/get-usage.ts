import type { CoachUsage, ErrorPattern, Usage, UsageCircuit, UsageWindow } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import { type UpstreamName, upstreamNames } from "../../platform/calendly/upstream.ts";
import type { Context } from "../../platform/context.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import {
  selectCoaches,
  selectEndpoints,
  selectErrors,
  selectPurposes,
  selectTimeline,
  selectTotals,
} from "./queries.ts";
import { explain, spanOf, timelineOf } from "./rules.ts";
import type { Span } from "./types.ts";

const mostCoaches = 100;
const mostErrors = 50;

/** How much of Calendly's budget is used, what goes wrong, and whether Calendly is there. Includes the newest calls. */
export async function getUsage(context: Context, admin: AuthorizedAdmin, window: UsageWindow): Promise<Usage> {
  await context.upstream.flush();
  const { database } = context;
  const span = spanOf(window, context.clock.now());
  const [totals, timeline, purposes, endpoints] = await Promise.all([
    selectTotals(database, admin, span),
    selectTimeline(database, admin, span),
    selectPurposes(database, admin, span),
    selectEndpoints(database, admin, span),
  ]);
  return {
    window,
    from: span.from.toString(),
    until: span.until.toString(),
    ...totals,
    circuits: upstreamNames.map((name) => circuitOf(context, name)),
    timeline: timelineOf(span, timeline),
    purposes,
    ...(await coachesOf(context, admin, span)),
    endpoints,
    errors: await errorsOf(context, admin, span),
  };
}

async function coachesOf(
  context: Context,
  admin: AuthorizedAdmin,
  span: Span,
): Promise<{ readonly coaches: CoachUsage[]; readonly moreCoaches: number }> {
  const rows = await selectCoaches(context.database, admin, span, mostCoaches);
  const windows = await context.upstream.windows(rows.flatMap(({ userUri }) => (userUri === null ? [] : [userUri])));
  const coaches = rows.map(({ userUri, coaches: _all, ...row }): CoachUsage => {
    const known = userUri === null ? undefined : windows.get(userUri);
    return { ...row, limit: known?.limit ?? null, remaining: known?.remaining ?? null };
  });
  return { coaches, moreCoaches: (rows[0]?.coaches ?? 0) - rows.length };
}

async function errorsOf(context: Context, admin: AuthorizedAdmin, span: Span): Promise<ErrorPattern[]> {
  const rows = await selectErrors(context.database, admin, span, mostErrors);
  return rows.flatMap(({ firstAt, lastAt, ...row }) =>
    firstAt === null || lastAt === null
      ? []
      : [{ ...row, firstAt: firstAt.toString(), lastAt: lastAt.toString(), ...explain(row.code) }],
  );
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
