import type { State } from "../state.ts";
import type { Organization } from "./records.ts";

/** Whether the plan holds routing forms: Teams and higher, also while it is tried. */
export function hasRouting(organization: Organization): boolean {
  return organization.stage !== "free" && (organization.plan === "teams" || organization.plan === "enterprise");
}

/** Whether the plan holds the notetaker and its recaps: any paid one, also while it is tried. */
export function hasNotetaker(organization: Organization): boolean {
  return organization.stage !== "free";
}

export type ChangePlanOutcome =
  | { readonly kind: "changed"; readonly organization: Organization }
  | { readonly kind: "not_found" };

/** The organization takes another plan, or another stage of it. Limits and features follow with the next call. */
export function changePlan(
  state: State,
  request: { readonly organizationId: string } & Partial<Pick<Organization, "plan" | "stage">>,
): ChangePlanOutcome {
  const { store, clock } = state;
  return store.transaction(() => {
    const standing = store.organizations.get(request.organizationId);
    if (standing === null) return { kind: "not_found" };
    const organization: Organization = {
      ...standing,
      plan: request.plan ?? standing.plan,
      stage: request.stage ?? standing.stage,
      updatedAt: clock.timestamp(),
    };
    store.organizations.put(organization);
    return { kind: "changed", organization };
  });
}
