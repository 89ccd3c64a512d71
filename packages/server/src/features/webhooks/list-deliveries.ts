import type { Delivery, DeliveryState, Inbox } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { listRefusals } from "./list-refusals.ts";
import { countDeliveries, type DeliveryRecord, listDeliveryRecords, listEventNames } from "./read-inbox.ts";
import { readCursor, refusalSentences, writeCursor } from "./rules.ts";
import type { DeliveryQuery, InboxKeeper } from "./types.ts";

export type DeliveryPage =
  | { readonly kind: "page"; readonly items: Delivery[]; readonly nextCursor: string | null }
  /** The cursor is not ours, or belongs to other filters. */
  | { readonly kind: "cursor_unknown" };

/** One page of the inbox, newest first. */
export async function listDeliveries(
  context: Context,
  keeper: InboxKeeper,
  query: DeliveryQuery & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<DeliveryPage> {
  const { cursor, limit, ...filter } = query;
  const after = cursor === undefined ? null : readCursor(cursor, filter);
  if (cursor !== undefined && after === null) return { kind: "cursor_unknown" };
  const records = await listDeliveryRecords(context.database, keeper, filter, { after, limit: limit + 1 });
  const shown = records.slice(0, limit);
  const last = shown.at(-1);
  return {
    kind: "page",
    items: shown.map(toDelivery),
    nextCursor: records.length > limit && last !== undefined ? writeCursor(last, filter) : null,
  };
}

/**
 * The inbox in numbers: what is not over, whenever it came; what was applied or ignored, and what came again, of the last
 * 7 days; what was refused in the last 24 hours.
 */
export async function getInbox(context: Context, keeper: InboxKeeper): Promise<Inbox> {
  const now = context.clock.now();
  const { counts, duplicates } = await countDeliveries(context.database, keeper, now.subtract({ hours: 7 * 24 }));
  const names = await listEventNames(context.database, keeper);
  const refused = await listRefusals(context.database, keeper, now.subtract({ hours: 24 }));
  const of = (state: DeliveryState) => counts.find((one) => one.state === state);
  const waiting = counts.filter(({ state }) => state === "received" || state === "failed" || state === "dead");
  return {
    counts: {
      received: of("received")?.count ?? 0,
      applied: of("applied")?.count ?? 0,
      ignored: of("ignored")?.count ?? 0,
      failed: of("failed")?.count ?? 0,
      dead: of("dead")?.count ?? 0,
    },
    duplicates,
    lastReceivedAt:
      names
        .map(({ lastAt }) => lastAt.toString())
        .sort()
        .at(-1) ?? null,
    waitingSince: waiting.map(({ oldest }) => oldest.toString()).sort()[0] ?? null,
    eventNames: names.map(({ eventName }) => eventName),
    refused: refused.map(({ reason, count, lastAt }) => ({
      reason,
      count,
      lastAt: lastAt.toString(),
      sentence: refusalSentences[reason],
    })),
  };
}

export function toDelivery(record: DeliveryRecord): Delivery {
  const { coachId, coachName, receivedAt, signedAt, settledAt, replayedAt, ...rest } = record;
  return {
    ...rest,
    receivedAt: receivedAt.toString(),
    signedAt: signedAt.toString(),
    settledAt: settledAt?.toString() ?? null,
    replayedAt: replayedAt?.toString() ?? null,
    coach: coachId === null || coachName === null ? null : { id: coachId, name: coachName },
  };
}
