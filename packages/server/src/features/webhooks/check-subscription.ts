import { isCalendlyError } from "@punctual/calendly";
import { calendlyFailure } from "../../platform/calendly/failure.ts";
import type { Context } from "../../platform/context.ts";
import { ensureSubscription, type FillGap } from "./ensure-subscription.ts";

/**
 * The watch over a subscription: is it there, active, whole, and do deliveries arrive? What is amiss is mended as
 * `ensureSubscription` does. It also notices that the coach has revoked the permission at Calendly. A Calendly that
 * does not answer is looked at again with the next round, and is no failure of the job.
 */
export async function checkSubscription(context: Context, coachId: string, fillGap: FillGap): Promise<void> {
  try {
    // Each round is all that there is of it: what it found out is said now, and not after another attempt.
    await ensureSubscription(context, coachId, { last: true }, fillGap);
  } catch (error) {
    if (!isCalendlyError(error)) throw error;
    context.log.info({ failure: calendlyFailure(error).kind }, "webhook subscription not looked at");
  }
}
