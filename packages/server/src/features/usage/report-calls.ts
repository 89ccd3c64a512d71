import type { Usage } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import { unsentCodes } from "../../platform/calendly/upstream.ts";
import { explain, timelineOf } from "./rules.ts";
import type { CallGroup, LatencyGroup, Span } from "./types.ts";

type Concerned = { readonly endpoint: string; readonly code: string | null; readonly coaches: number };

const unsent: ReadonlySet<string | null> = new Set(unsentCodes);
const isSent = ({ code }: CallGroup) => !unsent.has(code);
const isFailed = (group: CallGroup) => group.code !== null && isSent(group);

/** What a page shows of groups of calls; `concerned` tells how many coaches each kind of failure met. */
export function countCalls(
  span: Span,
  groups: readonly CallGroup[],
  latencies: readonly LatencyGroup[],
  concerned: readonly Concerned[],
  mostErrors: number,
): Pick<
  Usage,
  "calls" | "failed" | "throttled" | "heldBack" | "notSent" | "timeline" | "purposes" | "endpoints" | "errors"
> {
  const byEndpoint = Map.groupBy(groups, ({ endpoint }) => endpoint);
  const answered = Map.groupBy(latencies, ({ endpoint }) => endpoint);
  const parts = Map.groupBy(groups, ({ part }) => part);
  const purposes = Map.groupBy(groups, ({ purpose }) => purpose);
  return {
    ...outcomes(groups),
    throttled: sum(groups.filter(({ status }) => status === 429)),
    heldBack: sum(groups.filter(({ code }) => code === "held_back")),
    notSent: sum(groups.filter(({ code }) => code === "circuit_open")),
    timeline: timelineOf(
      span,
      [...parts].map(([part, those]) => ({ part, ...outcomes(those) })),
    ),
    purposes: [...purposes]
      .map(([purpose, those]) => ({ purpose, calls: outcomes(those).calls }))
      .sort((a, b) => b.calls - a.calls || byText(a.purpose, b.purpose)),
    endpoints: [...byEndpoint]
      .map(([endpoint, those]) => {
        const took = answered.get(endpoint) ?? [];
        return { endpoint, ...outcomes(those), p50Ms: percentile(took, 0.5), p95Ms: percentile(took, 0.95) };
      })
      .sort((a, b) => b.calls - a.calls || byText(a.endpoint, b.endpoint)),
    errors: [...byEndpoint]
      .flatMap(([endpoint, those]) => errorsOf(endpoint, those, concerned))
      .sort((a, b) => b.count - a.count || byText(a.endpoint, b.endpoint) || byText(a.code, b.code))
      .slice(0, mostErrors),
  };
}

function outcomes(groups: readonly CallGroup[]): { readonly calls: number; readonly failed: number } {
  return { calls: sum(groups.filter(isSent)), failed: sum(groups.filter(isFailed)) };
}

/** Each code of an endpoint's failures, with its share of all attempts there. */
function errorsOf(endpoint: string, groups: readonly CallGroup[], concerned: readonly Concerned[]): Usage["errors"] {
  const attempts = sum(groups);
  return [...Map.groupBy(groups, ({ code }) => code)].flatMap(([code, those]) => {
    if (code === null) return [];
    const [firstAt, lastAt] = [instants(those, "firstAt").at(0), instants(those, "lastAt").at(-1)];
    if (firstAt === undefined || lastAt === undefined) return [];
    const count = sum(those);
    const coaches = concerned.find((one) => one.endpoint === endpoint && one.code === code)?.coaches ?? 0;
    const told = { endpoint, code, status: usualStatus(those), count, share: count / attempts, coaches };
    return [{ ...told, firstAt: firstAt.toString(), lastAt: lastAt.toString(), ...explain(code) }];
  });
}

function instants(groups: readonly CallGroup[], which: "firstAt" | "lastAt"): Temporal.Instant[] {
  return groups.flatMap((group) => group[which] ?? []).sort(Temporal.Instant.compare);
}

/** The status that came most often, of several the least; null when no answer came. */
function usualStatus(groups: readonly CallGroup[]): number | null {
  const counts = [...Map.groupBy(groups, ({ status }) => status)].flatMap(([status, those]) =>
    status === null ? [] : [{ status, count: sum(those) }],
  );
  return counts.sort((a, b) => b.count - a.count || a.status - b.status)[0]?.status ?? null;
}

/** In whole milliseconds, between the two nearest where it falls between them (as SQL's `percentile_cont`); null for none. */
export function percentile(groups: readonly LatencyGroup[], share: number): number | null {
  const sorted = groups.toSorted((a, b) => a.latencyMs - b.latencyMs);
  const place = (sum(sorted) - 1) * share;
  const at = (index: number): number => {
    let before = 0;
    for (const { latencyMs, calls } of sorted) {
      before += calls;
      if (before > index) return latencyMs;
    }
    return 0;
  };
  if (place < 0) return null;
  const [low, high] = [at(Math.floor(place)), at(Math.ceil(place))];
  return Math.round(low + (high - low) * (place - Math.floor(place)));
}

function sum(groups: readonly { readonly calls: number }[]): number {
  return groups.reduce((total, { calls }) => total + calls, 0);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
