import * as z from "zod";
import { instantSchema } from "../primitives.ts";
import { defineRoute } from "../route.ts";

/** How far back usage is looked at. Records are kept for a week. */
export const usageWindows = ["hour", "day", "week"] as const;
export const usageWindowSchema = z.enum(usageWindows).describe("How far back usage is looked at.");
export type UsageWindow = z.infer<typeof usageWindowSchema>;

const count = z.number().int().nonnegative();

export const circuitSchema = z
  .object({
    upstream: z.enum(["api", "oauth"]).describe("`api`, or the server that gives and renews tokens."),
    state: z
      .enum(["closed", "open", "trial"])
      .describe("`open`: calls fail at once; `trial`: the next one finds out whether it is back."),
    failures: count.describe("Failures in a row."),
    openedAt: instantSchema.nullable(),
    nextTryAt: instantSchema.nullable(),
    code: z.string().nullable().describe("What the last failure was; null while closed."),
  })
  .describe("Whether one of Calendly's servers is called at all: the state of the process that answers.");
export type UsageCircuit = z.infer<typeof circuitSchema>;

export const coachUsageSchema = z.object({
  coachId: z.string().nullable().describe("Null for calls that belong to no coach who is still here."),
  name: z.string().nullable(),
  calls: count,
  peakPerMinute: count.describe("The most calls in any one minute of the window."),
  limit: count.nullable().describe("Calls a minute that Calendly allows this account; null until an answer has said."),
  remaining: count.nullable().describe("What is left of the minute that runs now; null when nothing is known of it."),
  throttled: count.describe("Answers 429."),
  waited: count.describe("Calls that waited for a place in the budget, and those that got none in time."),
  heldBack: count,
});
export type CoachUsage = z.infer<typeof coachUsageSchema>;

export const endpointUsageSchema = z.object({
  endpoint: z.string(),
  calls: count,
  failed: count,
  p50Ms: z.number().nullable().describe("Milliseconds; null where no call was answered."),
  p95Ms: z.number().nullable(),
});
export type EndpointUsage = z.infer<typeof endpointUsageSchema>;

export const errorPatternSchema = z.object({
  endpoint: z.string(),
  code: z.string(),
  status: z.number().int().nullable().describe("The status most of them had; null when no answer came."),
  count,
  share: z.number().min(0).max(1).describe("Of all attempts at this endpoint, 0 to 1."),
  coaches: count,
  firstAt: instantSchema,
  lastAt: instantSchema,
  meaning: z.string().describe("What it means."),
  advice: z.string().describe("What to do about it."),
});
export type ErrorPattern = z.infer<typeof errorPatternSchema>;

export const usageSchema = z.object({
  window: usageWindowSchema,
  from: instantSchema,
  until: instantSchema,
  calls: count.describe("Attempts that were sent; those that were not are `heldBack` or `notSent`."),
  failed: count,
  throttled: count,
  heldBack: count,
  notSent: count.describe("Not sent, as Calendly was away."),
  circuits: z.array(circuitSchema),
  timeline: z
    .array(z.object({ at: instantSchema, calls: count, failed: count }))
    .describe("Equal spans from `from` on, all of them."),
  purposes: z.array(z.object({ purpose: z.string(), calls: count })),
  coaches: z.array(coachUsageSchema).describe("Those with the most calls first, at most 100."),
  moreCoaches: count,
  endpoints: z.array(endpointUsageSchema),
  errors: z.array(errorPatternSchema).describe("The most frequent first, at most 50."),
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
