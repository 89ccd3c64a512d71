import { type CalendlyClient, CalendlyError, type CalendlyErrorCode, endpoints, type Scope } from "@punctual/calendly";
import type { CapabilityName } from "@punctual/contract";
import { type CalendlyFailure, calendlyFailure } from "../../platform/calendly/failure.ts";
import type { ClientPurpose } from "../../platform/calendly/purpose.ts";
import type { Context } from "../../platform/context.ts";
import type { StoredCapability } from "../../platform/database/schema.ts";
import { calendlyFor } from "./open-connection.ts";
import { saveCapabilities } from "./queries.ts";
import { holdsScope, learnedFrom } from "./rules.ts";
import type { ConnectionRecord } from "./types.ts";

export type CheckCapabilitiesOutcome = { readonly kind: "checked" } | { readonly kind: "missing" } | CalendlyFailure;

type State = StoredCapability["state"];
/** What one call told; `unheard` when there was no answer, so that what was known before stays. */
type Finding = State | "unheard";

/**
 * Finds out what the coach's account allows, by the granted scopes and by calls that read one record or none. Nothing
 * is written at Calendly. What could not be asked just now stays as it was found before.
 */
export async function checkCapabilities(
  context: Context,
  coachId: string,
  options: { readonly purpose: ClientPurpose },
): Promise<CheckCapabilitiesOutcome> {
  const access = await calendlyFor(context, coachId, options);
  if (access.kind === "missing") return { kind: "missing" };
  if (access.kind === "needs_reconnect") return { kind: "connection_needs_reconnect", trouble: access.trouble };
  const { client, connection } = access;
  const probe = createProbe(context, client, connection);
  const found = await askAll(probe, context, connection);
  if (probe.silence !== null) return calendlyFailure(probe.silence);
  await context.database.transaction(async (tx) => {
    const saved = await saveCapabilities(tx, connection, {
      merge: (before) => learnedFrom(before, found),
      at: context.clock.now(),
    });
    if (saved) await context.live.publish(tx, { topic: "connection", id: connection.id, audience: [coachId] });
  });
  return { kind: "checked" };
}

interface Probe {
  readonly client: CalendlyClient;
  /** What a call that needs this scope tells: the scope is looked up first, and the call then not made. */
  ask(scope: Scope, call: () => Promise<unknown>): Promise<Finding>;
  /** Whether the scope was granted; unknown when Calendly did not say. */
  granted(scope: Scope): Finding;
  /** The last error that was no answer, as long as nothing was answered. */
  readonly silence: CalendlyError | null;
}

function createProbe(context: Context, client: CalendlyClient, { scopes }: ConnectionRecord): Probe {
  let silence: CalendlyError | null = null;
  let heard = false;
  return {
    client,
    get silence() {
      return heard ? null : silence;
    },
    granted(scope) {
      if (scopes.length === 0) return "unknown";
      return holdsScope(scopes, scope) ? "available" : "missing_scope";
    },
    async ask(scope, call) {
      if (!holdsScope(scopes, scope)) return "missing_scope";
      try {
        await call();
        heard = true;
        return "available";
      } catch (error) {
        if (!(error instanceof CalendlyError)) throw error;
        const finding = findingOf(error.code);
        if (finding === "unheard") silence = error;
        else {
          heard = true;
          context.log.info({ endpoint: error.endpoint, code: error.code }, "calendly does not allow this");
        }
        return finding;
      }
    },
  };
}

async function askAll(
  probe: Probe,
  context: Context,
  { userUri: user, organizationUri: organization, scopes, capabilities, webhookState }: ConnectionRecord,
): Promise<Map<CapabilityName, Finding>> {
  const { client } = probe;
  const one = { count: 1 };
  const soon = context.clock.now().add({ hours: 1 });
  const window = { start_time: soon.toString(), end_time: soon.add({ hours: 1 }).toString() };
  let bookable: string | null = null;
  let role: string | null = null;

  const [eventTypes, sessions, schedules, busyTimes, routingForms, membership, webhooks] = await Promise.all([
    probe.ask("event_types:read", async () => {
      const { collection } = await client.request(endpoints.listEventTypes, { query: { user, active: true, ...one } });
      bookable = collection[0]?.uri ?? null;
    }),
    probe.ask("scheduled_events:read", () =>
      client.request(endpoints.listScheduledEvents, { query: { user, ...one } }),
    ),
    probe.ask("availability:read", () => client.request(endpoints.listUserAvailabilitySchedules, { query: { user } })),
    probe.ask("availability:read", () => client.request(endpoints.listUserBusyTimes, { query: { user, ...window } })),
    probe.ask("routing_forms:read", () =>
      client.request(endpoints.listRoutingForms, { query: { organization, ...one } }),
    ),
    probe.ask("organizations:read", async () => {
      const { collection } = await client.request(endpoints.listOrganizationMemberships, { query: { user, ...one } });
      role = collection[0]?.role ?? null;
    }),
    probe.ask("webhooks:read", () =>
      client.request(endpoints.listWebhookSubscriptions, { query: { organization, user, scope: "user", ...one } }),
    ),
  ]);
  const times =
    bookable === null
      ? probe.granted("availability:read")
      : await probe.ask("availability:read", () =>
          client.request(endpoints.listEventTypeAvailableTimes, { query: { event_type: bookable ?? "", ...window } }),
        );

  // Only subscribing tells whether plan and role allow it, so a refusal then counts until it is taken back.
  const refused = webhookState === "polling" ? capabilities?.find(({ name }) => name === "webhooks")?.state : undefined;
  const writes = holdsScope(scopes, "webhooks:write") ? webhooks : "missing_scope";
  const subscribing = writes === "available" ? (refused ?? writes) : writes;
  const asAdmin = membership === "available" ? (isAdmin(role) ? "available" : "missing_role") : membership;
  return new Map<CapabilityName, Finding>([
    ["event_types", eventTypes],
    ["available_times", times],
    ["sessions", sessions],
    ["change_sessions", probe.granted("scheduled_events:write")],
    ["book_by_api", probe.granted("scheduled_events:write")],
    ["webhooks", subscribing],
    ["organization_webhooks", subscribing === "available" ? asAdmin : subscribing],
    ["routing_forms", routingForms],
    ["schedules", schedules],
    ["busy_times", busyTimes],
    ["data_deletion", await deletion(probe, organization, asAdmin)],
  ]);
}

/** Deleting cannot be tried without deleting, so the role and the plan that Calendly asks for are looked up. */
async function deletion(probe: Probe, organization: string, asAdmin: Finding): Promise<Finding> {
  const granted = probe.granted("data_compliance:write");
  if (granted !== "available") return granted;
  if (asAdmin !== "available") return asAdmin;
  let plan = "";
  const read = await probe.ask("organizations:read", async () => {
    plan = (await probe.client.request(endpoints.getOrganization, { params: { uuid: organization } })).resource.plan;
  });
  if (read !== "available") return read;
  return plan === "enterprise" ? "available" : "missing_plan";
}

function isAdmin(role: string | null): boolean {
  return role === "owner" || role === "admin";
}

/** What an error tells about the account. */
function findingOf(code: CalendlyErrorCode): Finding {
  switch (code) {
    case "insufficient_scope":
      return "missing_scope";
    case "plan_required":
      return "missing_plan";
    case "permission_denied":
      return "missing_role";
    // Calendly could not read the coach's calendar: the permission to ask is there.
    case "external_calendar":
      return "available";
    case "rate_limited":
    case "server_error":
    case "unreachable":
    case "timeout":
    case "aborted":
    case "unexpected_response":
    case "unauthenticated":
      return "unheard";
    default:
      return "unknown";
  }
}
