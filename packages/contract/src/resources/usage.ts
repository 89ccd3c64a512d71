import * as z from "zod";
import { instantSchema } from "../primitives.ts";
import { defineRoute } from "../route.ts";

/** How far back usage is looked at. Records are kept for a week. */
export const usageWindows = ["hour", "day", "week"] as const;
export const usageWindowSchema = z.enum(usageWindows);
export type UsageWindow = z.infer<typeof usageWindowSchema>;

const count = z.number().int().nonnegative();

/** Whether one of Calendly's servers is called at all: the state of the process that answers. */
export const circuitSchema = z.object({
  /** `api`, or the server that gives and renews tokens. */
  upstream: z.enum(["api", "oauth"]),
  /** `open`: calls fail at once; `trial`: the next one finds out whether it is back. */
  state: z.enum(["closed", "open", "trial"]),
  /** Failures in a row. */
  failures: count,
  openedAt: instantSchema.nullable(),
  nextTryAt: instantSchema.nullable(),
  /** What the last failure was; null while closed. */
  code: z.string().nullable(),
});
export type UsageCircuit = z.infer<typeof circuitSchema>;

export const coachUsageSchema = z.object({
  /** Null for calls that belong to no coach who is still here. */
  coachId: z.string().nullable(),
  name: z.string().nullable(),
  calls: count,
  /** The most calls in any one minute of the window. */
  peakPerMinute: count,
  /** Calls a minute that Calendly allows this account; null until an answer has said. */
  limit: count.nullable(),
  /** What is left of the minute that runs now; null when nothing is known of it. */
  remaining: count.nullable(),
  /** Answers 429. */
  throttled: count,
  /** Calls that waited for a place in the budget, and those that got none in time. */
  waited: count,
  heldBack: count,
});
export type CoachUsage = z.infer<typeof coachUsageSchema>;

export const endpointUsageSchema = z.object({
  endpoint: z.string(),
  calls: count,
  failed: count,
  /** Milliseconds; null where no call was answered. */
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
});
export type EndpointUsage = z.infer<typeof endpointUsageSchema>;

export const errorPatternSchema = z.object({
  endpoint: z.string(),
  code: z.string(),
  /** The status most of them had; null when no answer came. */
  status: z.number().int().nullable(),
  count,
  /** Of all attempts at this endpoint, 0 to 1. */
  share: z.number().min(0).max(1),
  coaches: count,
  firstAt: instantSchema,
  lastAt: instantSchema,
  /** What it means. */
  meaning: z.string(),
  /** What to do about it. */
  advice: z.string(),
});
export type ErrorPattern = z.infer<typeof errorPatternSchema>;

export const usageSchema = z.object({
  window: usageWindowSchema,
  from: instantSchema,
  until: instantSchema,
  /** Attempts that were sent; those that were not are `heldBack` or `notSent`. */
  calls: count,
  failed: count,
  throttled: count,
  heldBack: count,
  /** Not sent, as Calendly was away. */
  notSent: count,
  circuits: z.array(circuitSchema),
  /** Equal spans from `from` on, all of them. */
  timeline: z.array(z.object({ at: instantSchema, calls: count, failed: count })),
  purposes: z.array(z.object({ purpose: z.string(), calls: count })),
  /** Those with the most calls first, at most 100. */
  coaches: z.array(coachUsageSchema),
  moreCoaches: count,
  endpoints: z.array(endpointUsageSchema),
  /** The most frequent first, at most 50. */
  errors: z.array(errorPatternSchema),
});
export type Usage = z.infer<typeof usageSchema>;

export const getUsage = defineRoute({
  id: "getUsage",
  method: "GET",
  path: "/api/calendly/usage",
  access: ["admin"],
  scope: "sync:read",
  tag: "Sync",
  summary:
    "How much of Calendly's budget is used, by coach and endpoint, what goes wrong and what it means, and whether Calendly can be reached.",
  query: z.strictObject({ window: usageWindowSchema.default("hour") }),
  status: 200,
  response: usageSchema,
  problems: [],
});
