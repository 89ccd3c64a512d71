import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { checkCapabilities } from "./check-capabilities.ts";
import { discardAttempt } from "./discard-attempt.ts";
import { finishDisconnect } from "./disconnect-account.ts";
import { calendlyFor } from "./open-connection.ts";
import { type EnqueueErasure, removeMirror } from "./remove-mirror.ts";
import type { ConnectionHooks } from "./types.ts";

/** Gives back a consent that nobody confirmed in time. */
export const forgetAttemptJob = defineJob({
  name: "connections.forget-attempt",
  data: z.object({ attemptId: z.string(), coachId: z.string() }),
  retryLimit: 5,
  retryDelaySeconds: 60,
  expireSeconds: 60,
});

const ofCoach = z.object({ coachId: z.string() });

/** Finds out what an account allows: when it is connected, and every day. */
export const checkCapabilitiesJob = defineJob({
  name: "connections.check-capabilities",
  data: ofCoach,
  retryLimit: 2,
  retryDelaySeconds: 60,
  expireSeconds: 300,
});

/**
 * Renews tokens that are about to end though nobody calls Calendly. While one waits for its next attempt, planning adds
 * no other.
 */
export const keepFreshJob = defineJob({
  name: "connections.keep-fresh",
  data: ofCoach,
  retryLimit: 5,
  retryDelaySeconds: 60,
  expireSeconds: 60,
});

/** Takes a link apart where the process that was asked to died half-way. */
export const finishDisconnectJob = defineJob({
  name: "connections.finish-disconnect",
  data: z.object({ coachId: z.string(), requestId: z.string() }),
  retryLimit: 5,
  retryDelaySeconds: 30,
  expireSeconds: 120,
});

/** One step of erasing what was copied. Its key holds how far it has come. */
export const removeMirrorJob = defineJob({
  name: "connections.remove-mirror",
  data: z.object({
    coachId: z.string(),
    connectionId: z.string(),
    sessions: z.number().int(),
    deliveries: z.number().int(),
  }),
  retryLimit: 10,
  retryDelaySeconds: 5,
  expireSeconds: 60,
});

/** Tells a coach, once, that Calendly no longer accepts the permission. Handled where messages are written. */
export const needsReconnectJob = defineJob({
  name: "connections.needs-reconnect",
  data: z.object({ coachId: z.string(), tokensVersion: z.number().int() }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  expireSeconds: 90,
});

/** Lets other systems know of the same. A job of its own, so that neither message depends on the other. */
export const connectionLostJob = defineJob({
  name: "connections.connection-lost",
  data: z.object({ coachId: z.string(), tokensVersion: z.number().int() }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  expireSeconds: 90,
});

export function connectionJobs(context: Context, hooks: ConnectionHooks): JobHandler[] {
  const enqueueErasure: EnqueueErasure = (tx, erasure) =>
    context.queue.enqueue(tx, removeMirrorJob, erasure, {
      key: `${erasure.connectionId} ${erasure.sessions} ${erasure.deliveries}`,
      priority: -10,
    });
  return [
    handleJob(forgetAttemptJob, 1, async (data) => {
      await discardAttempt(context, data);
    }),
    handleJob(checkCapabilitiesJob, 1, async ({ coachId }) => {
      const outcome = await checkCapabilities(context, coachId, { purpose: "probe" });
      if (outcome.kind === "calendly_unavailable" || outcome.kind === "calendly_rate_limited") {
        throw new Error(`capabilities not found out: ${outcome.kind}`);
      }
    }),
    handleJob(keepFreshJob, 2, async ({ coachId }) => {
      await calendlyFor(context, coachId, { purpose: "probe" });
    }),
    handleJob(finishDisconnectJob, 1, (asker) => finishDisconnect(context, hooks, asker)),
    handleJob(removeMirrorJob, 1, (erasure) => removeMirror(context, erasure, enqueueErasure)),
  ];
}
