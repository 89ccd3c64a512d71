import type { Context } from "../../platform/context.ts";
import { dropOpenings } from "./read-openings.ts";

/**
 * The coach's openings are read anew at the next question: call it, after the commit, when something was booked,
 * canceled or edited. Other processes learn of it by the live feed (`follow-changes.ts`). Until Calendly answers again
 * the older ones still bridge an outage.
 */
export function dropAvailability(context: Context, change: { readonly coachId: string }): void {
  dropOpenings(context, change.coachId);
}
