import type { Context } from "../../platform/context.ts";
import { type AuthorizedAdmin, actorOf } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { EnqueueSweeps } from "./jobs.ts";
import { selectSweptCoaches } from "./record-sweeps.ts";

/**
 * Has every coach's mirror compared with Calendly. Those that are being copied or compared just now are left alone.
 * Answers how many.
 */
export async function startSweeps(
  context: Context,
  admin: AuthorizedAdmin,
  wish: { readonly depth: "recent" | "full"; readonly requestId: string },
  enqueue: EnqueueSweeps,
): Promise<number> {
  const coaches = await selectSweptCoaches(context.database);
  await context.database.transaction(async (tx) => {
    await enqueue(
      tx,
      coaches.map(({ coachId }) => ({ coachId, depth: wish.depth, cause: "person", fromAt: null })),
    );
    await recordAudit(tx, {
      at: context.clock.now(),
      ...actorOf(admin),
      action: "sweeps.started",
      subject: "programme",
      detail: { depth: wish.depth, coaches: coaches.length },
      requestId: wish.requestId,
    });
  });
  return coaches.length;
}
