import type { EventType } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { AuthorizedCoach } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { setOffered } from "./queries.ts";
import { toEventType } from "./rules.ts";

export type UpdateEventTypeOutcome =
  | { readonly kind: "updated"; readonly eventType: EventType }
  | { readonly kind: "not_found" };

/** Offers one of the coach's event types to realtors, or stops offering it. */
export function updateEventType(
  context: Context,
  coach: AuthorizedCoach,
  change: { readonly eventTypeId: string; readonly offered: boolean; readonly requestId: string },
): Promise<UpdateEventTypeOutcome> {
  return context.database.transaction(async (tx): Promise<UpdateEventTypeOutcome> => {
    const record = await setOffered(tx, coach, change);
    if (record === undefined) return { kind: "not_found" };
    await recordAudit(tx, {
      at: context.clock.now(),
      actor: coach.personId,
      action: change.offered ? "event_type.offered" : "event_type.withdrawn",
      subject: record.id,
      requestId: change.requestId,
    });
    await context.live.publish(tx, { topic: "event-types", id: record.id, audience: [coach.personId] });
    await context.live.publish(tx, { topic: "coaches", id: coach.personId, audience: [coach.personId] });
    return { kind: "updated", eventType: toEventType(record) };
  });
}
