import * as z from "zod";
import { instantSchema } from "../primitives.ts";
import { defineRoute } from "../route.ts";

export const connectionStateSchema = z
  .enum(["none", "active", "needs_reconnect", "disconnected"])
  .describe("`needs_reconnect`: Calendly no longer accepts the tokens, and the coach must connect again.");
export type ConnectionState = z.infer<typeof connectionStateSchema>;

export const calendlyAccountSchema = z
  .object({
    name: z.string(),
    email: z.email(),
    schedulingUrl: z.url(),
    timeZone: z.string(),
    avatarUrl: z.url().nullable(),
  })
  .describe("The Calendly account behind a connection, as `GET /users/me` told it.");
export type CalendlyAccount = z.infer<typeof calendlyAccountSchema>;

/** Every thing that Punctual would like to do with a Calendly account. */
export const capabilityNames = [
  "event_types",
  "available_times",
  "sessions",
  "change_sessions",
  "book_by_api",
  "webhooks",
  "organization_webhooks",
  "routing_forms",
  "schedules",
  "busy_times",
  "data_deletion",
] as const;
export type CapabilityName = (typeof capabilityNames)[number];

export const capabilitySchema = z
  .object({
    name: z.enum(capabilityNames),
    state: z.enum(["available", "missing_scope", "missing_plan", "missing_role", "unknown"]),
  })
  .describe(
    "One thing that Punctual would like to do with the account, and whether it can: what it lacks is a permission, a plan, or a role in its organization.",
  );
export type Capability = z.infer<typeof capabilitySchema>;

export const webhookStatusSchema = z
  .object({
    state: z
      .enum(["none", "pending", "active", "failed", "polling"])
      .describe("`polling`: this account cannot have webhooks, so Calendly is asked for changes every few minutes."),
    trouble: z.string().nullable(),
    scope: z
      .enum(["user", "organization"])
      .nullable()
      .describe("`organization`: there also is one for what only an organization's webhooks tell."),
    checkedAt: instantSchema.nullable().describe("When the subscription was last looked at."),
    failingSince: instantSchema
      .nullable()
      .describe("Since when Calendly's deliveries do not reach this Punctual; null while all is well."),
  })
  .describe("How changes at Calendly come to know here.");
export type WebhookStatus = z.infer<typeof webhookStatusSchema>;

export const connectionSchema = z
  .object({
    state: connectionStateSchema,
    account: calendlyAccountSchema.nullable(),
    connectedAt: instantSchema.nullable(),
    trouble: z.string().nullable().describe("What is wrong and what to do, in one sentence; null when nothing is."),
    webhook: webhookStatusSchema,
    backfill: z
      .object({
        state: z.enum(["none", "running", "done", "failed"]),
        sessions: z.number().int().describe("Copied so far."),
        from: instantSchema.nullable().describe("Sessions that start before this are left where they are."),
        reached: instantSchema
          .nullable()
          .describe("Start of the session that was copied last: they are copied in this order."),
        startedAt: instantSchema.nullable(),
        endedAt: instantSchema.nullable(),
        trouble: z.string().nullable().describe("Why it failed and what to do, in one sentence; null otherwise."),
      })
      .describe("The copying of what the account held before."),
    erasing: z.boolean().describe("True from asking for it until everything that was copied is erased."),
    capabilities: z.array(capabilitySchema).nullable().describe("Null until it was found out."),
    probedAt: instantSchema.nullable().describe("When that was found out."),
  })
  .describe("A coach's link to Calendly. `none` when there never was one, or when all of it was erased.");
export type Connection = z.infer<typeof connectionSchema>;

export const disconnectDataSchema = z
  .enum(["keep", "erase"])
  .describe("What becomes of the copy when a coach disconnects.");
export type DisconnectData = z.infer<typeof disconnectDataSchema>;

export const pendingConnectionSchema = z
  .object({
    attemptId: z.string(),
    account: calendlyAccountSchema,
    differsFromPrevious: z.boolean().describe("True when the coach was connected to another Calendly account before."),
    previousAccountEmail: z.string().nullable().describe("The account before, where there was one."),
    previousUpcomingSessions: z
      .number()
      .int()
      .describe("Sessions of that account that are still to come: they stay here and follow Calendly no longer."),
    expiresAt: instantSchema,
  })
  .describe("A consent that came back from Calendly and waits for the coach to say 'yes, that is my account'.");
export type PendingConnection = z.infer<typeof pendingConnectionSchema>;

const attemptParams = z.strictObject({ attemptId: z.string().min(1).max(64) });

export const getConnection = defineRoute({
  id: "getConnection",
  method: "GET",
  path: "/api/calendly/connection",
  access: ["coach"],
  tag: "Connection",
  summary: "The signed-in coach's link to Calendly.",
  status: 200,
  response: connectionSchema,
  problems: [],
});

export const startConnection = defineRoute({
  id: "startConnection",
  method: "POST",
  path: "/api/calendly/connection/start",
  access: ["coach"],
  tag: "Connection",
  summary: "Begin the OAuth flow: answers the address of Calendly's consent page (state, PKCE; valid 10 minutes).",
  status: 200,
  response: z.object({ authorizeUrl: z.url().describe("Where to send the browser.") }),
  problems: [],
});

export const finishConsent = defineRoute({
  id: "finishConsent",
  method: "GET",
  path: "/api/calendly/connection/callback",
  access: ["coach"],
  tag: "Connection",
  summary:
    "Where Calendly sends the browser back. Consumes the state once, exchanges the code, and redirects to the page that shows whose account it is, or to the connection page with `problem=<code>`.",
  query: z.object({
    code: z.string().max(2048).optional().describe("What Calendly gives for consent."),
    state: z.string().max(512).optional().describe("The secret of the attempt, as it went to Calendly."),
    error: z.string().max(200).optional().describe("Why there is no consent, as OAuth names it."),
    error_description: z.string().max(1000).optional().describe("The same in words."),
  }),
  status: 302,
  problems: [
    "connect_state_unknown",
    "connect_state_expired",
    "connect_denied",
    "connect_code_rejected",
    "calendly_unavailable",
  ],
  refusalPage: "/settings/connection",
  reachesCalendly: true,
});

export const getPendingConnection = defineRoute({
  id: "getPendingConnection",
  method: "GET",
  path: "/api/calendly/connection/attempts/{attemptId}",
  access: ["coach"],
  tag: "Connection",
  summary: "Whose Calendly account the consent was for, before it is saved.",
  params: attemptParams,
  status: 200,
  response: pendingConnectionSchema,
  problems: ["not_found", "connect_state_expired"],
});

export const confirmConnection = defineRoute({
  id: "confirmConnection",
  method: "POST",
  path: "/api/calendly/connection/attempts/{attemptId}/confirm",
  access: ["coach"],
  tag: "Connection",
  summary:
    "Save the connection: from now on sessions are mirrored. Where it takes the place of another account, `replacing` names that one, so that nobody replaces what they have not seen.",
  params: attemptParams,
  query: z.strictObject({
    replacing: z.email().max(320).optional().describe("The address of the account that is connected now."),
  }),
  status: 200,
  response: connectionSchema,
  problems: ["not_found", "connect_state_expired", "connect_account_taken", "connect_account_differs", "conflict"],
});

export const discardConnection = defineRoute({
  id: "discardConnection",
  method: "DELETE",
  path: "/api/calendly/connection/attempts/{attemptId}",
  access: ["coach"],
  tag: "Connection",
  summary: "Not my account: forget the consent and revoke its tokens at Calendly.",
  params: attemptParams,
  status: 204,
  problems: ["not_found"],
  reachesCalendly: true,
});

export const disconnect = defineRoute({
  id: "disconnect",
  method: "DELETE",
  path: "/api/calendly/connection",
  access: ["coach"],
  tag: "Connection",
  summary:
    "Remove the webhook subscriptions, revoke the tokens at Calendly and forget them here. What was mirrored stays readable (`data=keep`), or is erased for good (`data=erase`).",
  query: z.strictObject({ data: disconnectDataSchema.default("keep") }),
  status: 200,
  response: connectionSchema,
  problems: ["connection_missing"],
  reachesCalendly: true,
});

export const checkCapabilities = defineRoute({
  id: "checkCapabilities",
  method: "POST",
  path: "/api/calendly/connection/check",
  access: ["coach"],
  tag: "Connection",
  summary: "Find out anew what the account allows, by a few harmless calls, and try again to subscribe to webhooks.",
  status: 200,
  response: connectionSchema,
  problems: [
    "connection_missing",
    "connection_needs_reconnect",
    "calendly_unavailable",
    "calendly_rate_limited",
    "calendly_refused",
  ],
  reachesCalendly: true,
});

export const startBackfill = defineRoute({
  id: "startBackfill",
  method: "POST",
  path: "/api/calendly/connection/backfill",
  access: ["coach"],
  tag: "Connection",
  summary:
    "Copy the account's sessions again, from so many days ago on; what is here already is found unchanged. Without `days`, as far back as before.",
  body: z.strictObject({ days: z.number().int().min(1).max(3650).optional().describe("How far back, in days.") }),
  status: 202,
  response: connectionSchema,
  problems: ["connection_missing", "connection_needs_reconnect", "conflict"],
});
