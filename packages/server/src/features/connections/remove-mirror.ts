import { and, asc, eq, inArray, isNull, ne, or } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import {
  connections,
  eventTypes,
  invitees,
  people,
  routingSubmissions,
  sessions,
  sweeps,
  webhookDeliveries,
} from "../../platform/database/schema.ts";
import { recordAudit } from "../audit/index.ts";

/** What was erased so far, and what is to go on with. */
export interface Erasure {
  readonly coachId: string;
  readonly connectionId: string;
  readonly sessions: number;
  readonly deliveries: number;
}

export type EnqueueErasure = (tx: Transaction, erasure: Erasure) => Promise<void>;

/** Rows of one step: no lock is held long. */
const atOnce = 200;

/**
 * Erases one step of what was copied for a coach who left and wanted it gone, and enqueues the next in the same
 * transaction: sessions with their invitees and notifications, bodies of deliveries, answers in routing forms, at last
 * event types and the connection itself. A delivery's row stays, emptied, so that a repeat of it is still known.
 *
 * Each step holds the connection, and whatever applies something for the coach holds it too: the last step sees all that
 * was under way, and what comes after it finds nobody connected.
 */
export async function removeMirror(context: Context, erasure: Erasure, enqueueNext: EnqueueErasure): Promise<void> {
  const { coachId, connectionId } = erasure;
  await context.database.transaction(async (tx) => {
    const [connection] = await tx.select().from(connections).where(eq(connections.id, connectionId)).for("update");
    if (connection?.state !== "disconnected" || connection.leaving !== "erase") return;
    const gone = await eraseSessions(context, tx, coachId);
    const emptied = gone === 0 ? await emptyDeliveries(tx, connection) : 0;
    const soFar = { sessions: erasure.sessions + gone, deliveries: erasure.deliveries + emptied };
    if (gone + emptied > 0) return enqueueNext(tx, { coachId, connectionId, ...soFar });

    await tx.delete(routingSubmissions).where(eq(routingSubmissions.coachId, coachId));
    await tx.delete(sweeps).where(eq(sweeps.coachId, coachId));
    const types = await tx.delete(eventTypes).where(eq(eventTypes.coachId, coachId)).returning({ id: eventTypes.id });
    await tx.delete(connections).where(eq(connections.id, connectionId));
    await recordAudit(tx, {
      at: context.clock.now(),
      actor: coachId,
      action: "connection.erased",
      subject: connectionId,
      detail: { ...soFar, eventTypes: types.length },
    });
    await context.live.publish(tx, { topic: "connection", id: connectionId, audience: [coachId] });
    await context.live.publish(tx, { topic: "event-types", id: null, audience: [coachId] });
    await context.live.publish(tx, { topic: "coaches", id: coachId, audience: [coachId] });
  });
}

async function eraseSessions(context: Context, tx: Transaction, coachId: string): Promise<number> {
  const rows = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.coachId, coachId))
    .orderBy(asc(sessions.startAt), asc(sessions.id))
    .limit(atOnce);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  const realtors = await tx
    .selectDistinct({ id: people.id })
    .from(people)
    .innerJoin(invitees, eq(invitees.email, people.email))
    .where(and(inArray(invitees.sessionId, ids), eq(people.emailVerified, true)));
  await tx.delete(sessions).where(inArray(sessions.id, ids));
  await context.live.publish(tx, {
    topic: "sessions",
    id: null,
    audience: [coachId, ...realtors.map(({ id }) => id).filter((id) => id !== coachId)],
  });
  return ids.length;
}

/** Those about the coach's sessions, and those that came by their account and were never applied. */
async function emptyDeliveries(
  tx: Transaction,
  { coachId, userUri }: { readonly coachId: string; readonly userUri: string },
): Promise<number> {
  const isTheirs = or(
    eq(webhookDeliveries.coachId, coachId),
    and(isNull(webhookDeliveries.coachId), eq(webhookDeliveries.accountUri, userUri)),
  );
  const rows = await tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(and(isTheirs, ne(webhookDeliveries.bodySealed, "")))
    .limit(atOnce);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx
    .update(webhookDeliveries)
    .set({ bodySealed: "", state: "ignored", reason: "Its body was erased as the coach asked when they disconnected." })
    .where(inArray(webhookDeliveries.id, ids));
  return ids.length;
}
