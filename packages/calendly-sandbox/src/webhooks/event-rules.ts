import type { WebhookEventName, WebhookScope } from "@punctual/calendly";
import type { Settings } from "../settings.ts";
import { hasNotetaker, hasRouting } from "../world/plan.ts";
import type { Organization } from "../world/types.ts";

/** What a subscription to a family of events takes. */
export interface EventRule {
  /** Scopes of subscriptions that may hold it. */
  readonly scopes: readonly WebhookScope[];
  /** The scope that a token needs beside the one for webhooks. */
  readonly readScope: string;
  /** Whether it must be the only event of its subscription. */
  readonly alone: boolean;
  readonly isInPlan: (organization: Organization) => boolean;
}

const everyScope = ["organization", "user", "group"] as const;
const common = { scopes: everyScope, alone: false, isInPlan: () => true };

/**
 * The events and what they take.
 *
 * Source: https://developer.calendly.com/api-docs/calendly-api/webhooks/create-webhook-subscription
 */
const families: readonly { readonly prefix: string; readonly rule: EventRule }[] = [
  { prefix: "invitee", rule: { ...common, readScope: "scheduled_events:read" } },
  { prefix: "event_type.", rule: { ...common, readScope: "event_types:read" } },
  { prefix: "contact.", rule: { ...common, readScope: "contacts:read" } },
  {
    prefix: "routing_form_submission.",
    rule: {
      scopes: ["organization"],
      readScope: "routing_forms:read",
      alone: true,
      isInPlan: hasRouting,
    },
  },
  {
    prefix: "meeting_recap.",
    rule: { scopes: ["user"], readScope: "meeting_recaps:read", alone: false, isInPlan: hasNotetaker },
  },
];

/** The rule of an event. Throws for a name of no known family: an event that has just been added needs a line above. */
export function ruleOf(event: WebhookEventName): EventRule {
  const family = families.find(({ prefix }) => event.startsWith(prefix));
  if (family === undefined) throw new Error(`No rule for the webhook event ${event}`);
  return family.rule;
}

/** What Calendly says when the plan does not hold one of the events; null when it holds them all. */
export function missingPlanFor(
  events: readonly WebhookEventName[],
  organization: Organization,
  planRules: Settings["planRules"],
): string | null {
  const isFree = organization.stage === "free";
  if (planRules === "before_2026_11_03" && isFree) return "Please upgrade your Calendly account to Standard";
  const contactsCost = planRules !== "current" && isFree && events.some((event) => event.startsWith("contact."));
  const missing = contactsCost || events.some((event) => !ruleOf(event).isInPlan(organization));
  return missing ? "Please upgrade to a paid Calendly account." : null;
}
