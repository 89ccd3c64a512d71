import type { Endpoint as Operation } from "@punctual/calendly";
import type { Organization } from "../world/types.ts";

/** What Calendly says to an organization whose plan does not hold what `needed` asks for; null when it does. */
export function missingPlan(organization: Organization, needed: Operation["plan"]): string | null {
  switch (needed) {
    case "any":
      return null;
    case "paid":
      return organization.stage === "free" ? "Please upgrade to a paid Calendly account" : null;
    case "enterprise":
      return organization.plan === "enterprise" ? null : "Please upgrade your Calendly account to Enterprise.";
  }
}
