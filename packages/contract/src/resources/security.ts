import * as z from "zod";
import { instantSchema } from "../primitives.ts";
import { defineRoute } from "../route.ts";

/**
 * What is counted for safety's sake. The set is closed, and each kind has a threshold of its own.
 *
 * - `sign_in_failed`: a wrong password or code, or an account that is not there.
 * - `account_guessed`: a failed sign-in to one account from a browser that never signed in to it: `subject` is the account.
 * - `token_failed`: a login session, bearer token, API key or a link's secret that is forged, over or not ours.
 * - `signature_failed`: a webhook or signed request whose signature does not fit, is stale or came before.
 * - `access_denied`: a signed-in caller asked for what is not theirs, or not open to their role.
 * - `request_forged`: a request from another site's page, or without the token that our own pages send.
 * - `limit_hit`: a caller who was told to come back later.
 * - `policy_violated`: a browser reported that it blocked something on one of our pages.
 * - `audit_broken`: the audit log, looked at before it is sealed, is not what was written. One is too many.
 */
export const securityKinds = [
  "sign_in_failed",
  "account_guessed",
  "token_failed",
  "signature_failed",
  "access_denied",
  "request_forged",
  "limit_hit",
  "policy_violated",
  "audit_broken",
] as const;
export const securityKindSchema = z.enum(securityKinds);
export type SecurityKind = z.infer<typeof securityKindSchema>;

/** How far back security is looked at. Counts are kept for 90 days. */
export const securityWindows = ["day", "week"] as const;
export type SecurityWindow = (typeof securityWindows)[number];

const count = z.number().int().nonnegative();

export const securityKindStateSchema = z
  .object({
    kind: securityKindSchema,
    count: count.describe("Within the window that was asked for."),
    recent: count.describe("Within the last `minutes`: what the threshold is compared with."),
    threshold: count.describe("From this many on, admins are alerted."),
    minutes: count.describe("The time over which `recent` is counted."),
    perSubject: z.boolean().describe("True when `recent` is the most that came upon any one subject."),
    alertSince: instantSchema.nullable().describe("Since when it is above the threshold; null while it is calm."),
    timeline: z.array(z.object({ at: instantSchema, count })).describe("Equal spans from `from` on, all of them."),
    meaning: z.string().describe("What it means."),
    advice: z.string().describe("What to do when there are many."),
  })
  .describe("How one kind stands.");
export type SecurityKindState = z.infer<typeof securityKindStateSchema>;

export const securityAlertSchema = z.object({
  id: z.string(),
  kind: securityKindSchema,
  count: count.describe("The most within the threshold's time, since it began."),
  threshold: count,
  since: instantSchema,
  until: instantSchema.nullable().describe("When it was calm again; null while it lasts."),
});
export type SecurityAlert = z.infer<typeof securityAlertSchema>;

export const securitySchema = z.object({
  window: z.enum(securityWindows),
  from: instantSchema,
  until: instantSchema,
  kinds: z
    .array(securityKindStateSchema)
    .describe("Every kind, those with an open alert first, then those with the most."),
  alerts: z
    .array(securityAlertSchema)
    .describe("The open ones, then those of the last 90 days; newest first, at most 20."),
  sources: z
    .array(
      z.object({
        source: z.string().describe("A network, such as 203.0.113.0/24; empty when it was not known."),
        count,
        kinds: z.array(securityKindSchema),
      }),
    )
    .describe("Where the most came from, at most 10."),
  subjects: z
    .array(
      z.object({
        kind: securityKindSchema,
        subject: z
          .string()
          .describe("What stands for a person or account, the id of a route or API key, or the name of a limit."),
        personId: z.string().nullable(),
        name: z.string().nullable().describe("The person's, when it is one of the programme."),
        count,
      }),
    )
    .describe("Whom or what the most were about, at most 10."),
});
export type Security = z.infer<typeof securitySchema>;

export const getSecurity = defineRoute({
  id: "getSecurity",
  method: "GET",
  path: "/api/security",
  access: ["admin"],
  tag: "Security",
  summary:
    "Whether anything is going on: failed sign-ins, refused requests, wrong signatures and the like, counted over time, with open alerts and where most came from.",
  query: z.strictObject({ window: z.enum(securityWindows).default("day") }),
  status: 200,
  response: securitySchema,
  problems: [],
});
