import * as z from "zod";
import { instantSchema, pageOf, pageQuery } from "../primitives.ts";
import { defineRoute } from "../route.ts";

/**
 * How much is compared with Calendly.
 *
 * - `recent`: what starts from two days ago on.
 * - `full`: all of the history that is mirrored.
 */
export const sweepDepths = ["recent", "full"] as const;
export const sweepDepthSchema = z
  .enum(sweepDepths)
  .describe("`recent`: what starts from two days ago on. `full`: all of the history that is mirrored.");
export type SweepDepth = z.infer<typeof sweepDepthSchema>;

export const differenceSchema = z
  .object({
    sessionId: z.string().nullable(),
    kind: z.enum(["missing", "changed", "gone"]).describe("`missing` here, `changed`, or `gone` at Calendly."),
    fields: z
      .array(z.string())
      .describe("`session.startAt`, `invitee.status`; the record's name alone when it is on one side only."),
    repaired: z.boolean(),
  })
  .describe("One session that was not the same. Names of fields, never their values.");
export type Difference = z.infer<typeof differenceSchema>;

export const sweepSchema = z
  .object({
    id: z.string(),
    coach: z.object({ id: z.string(), name: z.string() }),
    depth: sweepDepthSchema,
    cause: z
      .enum(["schedule", "gap", "person"])
      .describe("What had it made: the clock, webhooks that may have been missed, or a person."),
    state: z.enum(["running", "done", "failed"]),
    trouble: z.string().nullable().describe("Why it failed and what to do, in one sentence; null otherwise."),
    from: instantSchema.describe("Sessions that start before this were not compared."),
    startedAt: instantSchema,
    endedAt: instantSchema.nullable(),
    sessionsCompared: z.number().int(),
    inviteesCompared: z.number().int(),
    found: z.number().int().describe("Sessions that were not the same."),
    repaired: z.number().int().describe("Those that were put right."),
    remaining: z.number().int().describe("Those that still differ."),
    differences: z.array(differenceSchema).describe("The first 50 of them."),
  })
  .describe(
    "One comparison of the mirror with Calendly. One that is done is a drift certificate: as of `endedAt`, so many were compared, so many differed, so many still do.",
  );
export type Sweep = z.infer<typeof sweepSchema>;

export const certificateSchema = z
  .object({
    newest: sweepSchema
      .nullable()
      .describe("The newest that came to its end, whatever its depth; null before the first."),
    full: sweepSchema.nullable().describe("The newest of all history; the same one when that was the newest."),
    running: sweepSchema.nullable().describe("The one that runs now."),
    failed: sweepSchema.nullable().describe("The newest of all that were begun, when it failed."),
    remaining: z.number().int().describe("Sessions that still differ, by the newest or by the newest full comparison."),
  })
  .describe("What a coach's newest comparisons say.");
export type Certificate = z.infer<typeof certificateSchema>;

export const coachDriftSchema = z.object({
  coach: z.object({ id: z.string(), name: z.string() }),
  connection: z.enum(["active", "needs_reconnect"]),
  certificate: certificateSchema,
});
export type CoachDrift = z.infer<typeof coachDriftSchema>;

export const fleetDriftSchema = z
  .object({
    at: instantSchema.describe("When this was put together."),
    coaches: z.number().int().describe("Coaches whose Calendly can be asked."),
    coachesCompared: z.number().int().describe("Those of them that were compared."),
    coachesUnreachable: z
      .number()
      .int()
      .describe("Coaches whose Calendly has to be connected again: nothing is known of their drift."),
    running: z.number().int().describe("Comparisons that run now."),
    sessionsCompared: z.number().int(),
    inviteesCompared: z.number().int(),
    found: z.number().int(),
    repaired: z.number().int(),
    remaining: z.number().int(),
    oldestAt: instantSchema
      .nullable()
      .describe("When the oldest of these comparisons ended; null while there is none."),
    newestAt: instantSchema.nullable().describe("The same of the newest."),
  })
  .describe(
    "The certificate of the whole programme: the newest comparison of every coach whose Calendly can be asked.",
  );
export type FleetDrift = z.infer<typeof fleetDriftSchema>;

export const getDrift = defineRoute({
  id: "getDrift",
  method: "GET",
  path: "/api/calendly/drift",
  access: ["admin"],
  scope: "sync:read",
  tag: "Sync",
  summary:
    "The programme's drift certificate, and each coach's by name. `format=csv` and `format=json` give the whole of it as a file.",
  query: z.strictObject({
    ...pageQuery,
    show: z
      .enum(["all", "attention"])
      .default("all")
      .describe("`attention`: only coaches who differ, were never compared, or could not be."),
    format: z.enum(["page", "csv", "json"]).default("page"),
  }),
  status: 200,
  response: pageOf(coachDriftSchema).extend({ fleet: fleetDriftSchema }),
  fileTypes: ["text/csv", "application/json"],
  problems: [],
});

export const listSweeps = defineRoute({
  id: "listSweeps",
  method: "GET",
  path: "/api/calendly/sweeps",
  access: ["admin"],
  scope: "sync:read",
  tag: "Sync",
  summary: "Comparisons with Calendly, newest first: of one coach, or of all.",
  query: z.strictObject({
    ...pageQuery,
    coachId: z.string().max(64).optional(),
    show: z.enum(["all", "attention"]).default("all").describe("Only those that found something, or failed."),
  }),
  status: 200,
  response: pageOf(sweepSchema),
  problems: [],
});

export const startSweeps = defineRoute({
  id: "startSweeps",
  method: "POST",
  path: "/api/calendly/sweeps",
  access: ["admin"],
  scope: "sync:write",
  tag: "Sync",
  summary:
    "Compare one coach's mirror with Calendly now, or every coach's. Those that are compared already are left alone.",
  body: z.strictObject({
    coachId: z.string().min(1).max(64).nullable().describe("Whose mirror; null for every coach's."),
    depth: sweepDepthSchema.default("recent"),
  }),
  status: 202,
  response: z.object({ started: z.number().int().describe("Comparisons that were begun.") }),
  problems: ["connection_missing", "connection_needs_reconnect", "conflict"],
});

export const getOwnDrift = defineRoute({
  id: "getOwnDrift",
  method: "GET",
  path: "/api/calendly/connection/drift",
  access: ["coach"],
  tag: "Connection",
  summary: "Whether the signed-in coach's sessions are the same here as at Calendly.",
  status: 200,
  response: certificateSchema,
  problems: [],
});

export const startOwnSweep = defineRoute({
  id: "startOwnSweep",
  method: "POST",
  path: "/api/calendly/connection/sweep",
  access: ["coach"],
  tag: "Connection",
  summary: "Compare the signed-in coach's sessions with Calendly now.",
  body: z.strictObject({ depth: sweepDepthSchema.default("recent") }),
  status: 202,
  response: certificateSchema,
  problems: ["connection_missing", "connection_needs_reconnect", "conflict"],
});
