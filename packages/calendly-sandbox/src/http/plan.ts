import { type EndpointId, endpoints } from "@punctual/calendly";
import type { Settings } from "../settings.ts";
import type { Organization } from "../world/types.ts";

const contactRoots = /^\/(contacts|contact_lists|notes)(\/|$)/;

/** What free accounts were told until Calendly opened these operations to every plan in November 2026. */
function formerRefusal(operation: EndpointId, rules: Settings["planRules"]): string | null {
  if (rules === "current") return null;
  if (contactRoots.test(endpoints[operation].path)) return "Please upgrade to a paid Calendly account.";
  if (rules === "before_2026_11_19") return null;
  switch (operation) {
    case "createInvitee":
      return "The Scheduling API is only available on paid Calendly plans. Upgrade your plan to access this feature.";
    case "createWebhookSubscription":
      return "Please upgrade your Calendly account to Standard";
    default:
      return null;
  }
}

/** What Calendly says to an organization whose plan does not hold an operation; null when it does. */
export function missingPlan(
  organization: Organization,
  operation: EndpointId,
  rules: Settings["planRules"],
): string | null {
  const isFree = organization.stage === "free";
  switch (endpoints[operation].plan) {
    case "any":
      return isFree ? formerRefusal(operation, rules) : null;
    case "paid":
      return isFree ? "Please upgrade to a paid Calendly account" : null;
    case "enterprise":
      return organization.plan === "enterprise" && !isFree
        ? null
        : "Please upgrade your Calendly account to Enterprise.";
  }
}
