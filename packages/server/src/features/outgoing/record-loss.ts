import type { Context } from "../../platform/context.ts";
import { recordOutgoing } from "./record-outgoing.ts";

/** Tells other systems that a coach's connection to Calendly does not work any more. */
export async function recordLoss(context: Context, { coachId }: { readonly coachId: string }): Promise<void> {
  await context.database.transaction((tx) =>
    recordOutgoing(context, tx, [{ type: "connection.needs_reconnect", subject: coachId, data: { coachId } }]),
  );
}
