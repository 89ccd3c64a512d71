import * as z from "zod";
import { instantSchema } from "../primitives.ts";
import { defineRoute } from "../route.ts";

export const connectionStateSchema = z.enum(["none", "active", "needs_reconnect", "disconnected"]);
export type ConnectionState = z.infer<typeof connectionStateSchema>;

/** The Calendly account behind a connection, as `GET /users/me` told it. */
export const calendlyAccountSchema = z.object({
  name: z.string(),
  email: z.email(),
  schedulingUrl: z.url(),
  timeZone: z.string(),
  avatarUrl: z.url().nullable(),
});
export type CalendlyAccount = z.infer<typeof calendlyAccountSchema>;

/** A coach's link to Calendly. `none` when there never was one. */
export const connectionSchema = z.object({
  state: connectionStateSchema,
  account: calendlyAccountSchema.nullable(),
  connectedAt: instantSchema.nullable(),
  /** What is wrong and what to do, in one sentence; null when nothing is. */
  trouble: z.string().nullable(),
  webhook: z.object({
    /** `polling`: this account cannot have webhooks, so Calendly is asked for changes every few minutes. */
    state: z.enum(["none", "pending", "active", "failed", "polling"]),
    trouble: z.string().nullable(),
  }),
  backfill: z.object({
    state: z.enum(["none", "running", "done", "failed"]),
    sessions: z.number().int(),
  }),
});
export type Connection = z.infer<typeof connectionSchema>;

/** A consent that came back from Calendly and waits for the coach to say 'yes, that is my account'. */
export const pendingConnectionSchema = z.object({
  attemptId: z.string(),
  account: calendlyAccountSchema,
  /** True when the coach was connected to another Calendly account before. */
  differsFromPrevious: z.boolean(),
  previousAccountEmail: z.string().nullable(),
  expiresAt: instantSchema,
});
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
  response: z.object({ authorizeUrl: z.url() }),
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
    code: z.string().max(2048).optional(),
    state: z.string().max(512).optional(),
    error: z.string().max(200).optional(),
    error_description: z.string().max(1000).optional(),
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
  summary: "Save the connection: from now on sessions are mirrored.",
  params: attemptParams,
  status: 200,
  response: connectionSchema,
  problems: ["not_found", "connect_state_expired", "connect_account_taken"],
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
    "Remove the webhook subscription, revoke the tokens at Calendly and forget them here. Mirrored sessions stay readable.",
  status: 200,
  response: connectionSchema,
  problems: ["connection_missing"],
  reachesCalendly: true,
});
