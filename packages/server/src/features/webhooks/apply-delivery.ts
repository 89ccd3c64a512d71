import { type DeliveryMeaning, readDelivery } from "../../platform/calendly/read-delivery.ts";
import { driftReporter } from "../../platform/calendly/report-drift.ts";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import type { Context } from "../../platform/context.ts";
import { SealBroken } from "../../platform/crypto/sealer.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { gather } from "../../platform/gather.ts";
import type { JobAttempt } from "../../platform/queue/job.ts";
import { type Applied, afterApplied, applyChanges, applyRoutingSubmission, lockUris, urisOf } from "../sync/index.ts";
import { findCoachByUserUri, lockUnsettled, settleDeliveries } from "./queries.ts";
import { publishDeliveries } from "./report-deliveries.ts";
import { bodyBinding, bodyOfText, futureDate } from "./rules.ts";
import type { Outcome, StoredDelivery } from "./types.ts";

/** What the event-type feature offers to a delivery: read the coach's event types again. */
export type RefreshEventTypes = (tx: Transaction, coachId: string) => Promise<void>;

/** One round of a delivery: 0 when it came, then one more for each replay. */
interface Round {
  readonly deliveryId: string;
  readonly replay: number;
}

interface Wanted {
  readonly round: { readonly id: string; readonly replay: number };
  readonly refreshEventTypes: RefreshEventTypes;
}

/** Deliveries that are applied in one transaction, and how many of those go on at once. */
const rounds = { most: 32, atOnce: 2 } as const;

const appliers = new WeakMap<Context, (wanted: Wanted) => Promise<Applied | null>>();

/**
 * Applies one stored delivery and marks it, in one transaction: applied, ignored with the reason, or dead when it
 * can never be read. Doing so again changes nothing, and so does an attempt that went on after its time was over:
 * whoever settles the row first has settled it. What is asked for together shares a transaction; when that fails, each
 * delivery has one of its own.
 *
 * @throws when something else failed; the row says so, and the job tries again until the last attempt.
 */
export async function applyDelivery(
  context: Context,
  { deliveryId, replay }: Round,
  attempt: Pick<JobAttempt, "last">,
  refreshEventTypes: RefreshEventTypes,
): Promise<void> {
  const round = { id: deliveryId, replay };
  const apply = appliers.get(context) ?? gather((wanted: readonly Wanted[]) => applyTogether(context, wanted), rounds);
  appliers.set(context, apply);
  try {
    const applied = await apply({ round, refreshEventTypes });
    if (applied !== null) afterApplied(context, applied);
  } catch (error) {
    const state = attempt.last ? "dead" : "failed";
    context.log.warn({ deliveryId, replay, state, error }, "delivery not applied");
    // An error's message may quote the payload; its name does not.
    const reason = `Applying failed: ${error instanceof Error ? error.name : "unknown error"}.`;
    await context.database.transaction(async (tx) => {
      const outcome = { state, reason, coachId: null } as const;
      const settled = await settleDeliveries(tx, [{ ...round, outcome }], context.clock.now());
      if (settled) await publishDeliveries(context, tx, state);
    });
    throw error;
  }
}

async function applyTogether(context: Context, wanted: readonly Wanted[]): Promise<(Applied | null)[]> {
  return context.database.transaction(async (tx) => {
    const unsettled = await lockUnsettled(
      tx,
      wanted.map(({ round }) => round),
    );
    const understood = await Promise.all(
      wanted.map(async ({ round, refreshEventTypes }) => {
        const delivery = unsettled.find(({ id, replays }) => id === round.id && replays === round.replay);
        if (delivery === undefined) return null;
        return { delivery, refreshEventTypes, meaning: await understand(context, delivery) };
      }),
    );
    const applied = await applySessions(context, tx, understood);
    const ends: ({ readonly outcome: Outcome; readonly applied: Applied | null } | null)[] = [];
    for (const one of understood) ends.push(one === null ? null : await applyMeaning(context, tx, one, applied));
    const settled = understood.flatMap((one, index) => {
      const outcome = ends[index]?.outcome;
      return one === null || outcome === undefined
        ? []
        : [{ id: one.delivery.id, replay: one.delivery.replays, outcome }];
    });
    await settleDeliveries(tx, settled, context.clock.now());
    for (const state of new Set(settled.map(({ outcome }) => outcome.state))) {
      await publishDeliveries(context, tx, state);
    }
    return ends.map((end) => end?.applied ?? null);
  });
}

interface Understood {
  readonly delivery: StoredDelivery;
  readonly meaning: Awaited<ReturnType<typeof understand>>;
  readonly refreshEventTypes: RefreshEventTypes;
}

/** Applies what all of them tell of sessions; by the change. */
async function applySessions(
  context: Context,
  tx: Transaction,
  understood: readonly (Understood | null)[],
): Promise<ReadonlyMap<SessionChange, Applied>> {
  const told = understood.filter((one) => one !== null);
  const changes = told.flatMap(({ delivery, meaning }) =>
    meaning.kind === "session" && futureDate(meaning.change, delivery.signedAt) === null ? [meaning.change] : [],
  );
  const forms = told.flatMap(({ meaning }) => (meaning.kind === "routing_submission" ? [meaning.submission.uri] : []));
  // All that the transaction will hold is taken in one go, in the order of all: see `lockUris`.
  if (forms.length > 0) await lockUris(tx, [...changes.flatMap(urisOf), ...forms]);
  const results = await applyChanges(context, tx, changes, { notify: true, source: "webhook" });
  return new Map(changes.flatMap((change, index) => (results[index] === undefined ? [] : [[change, results[index]]])));
}

/** What a delivery means, or the sentence that says why its body does not open. */
async function understand(
  context: Context,
  delivery: StoredDelivery,
): Promise<DeliveryMeaning | { readonly kind: "sealed"; readonly why: string }> {
  if (delivery.bodySealed === "") return { kind: "ignored", reason: "Its content is no longer kept." };
  try {
    const body = bodyOfText(await context.sealer.open(delivery.bodySealed, bodyBinding(delivery.id)));
    return readDelivery(body, context.config.calendly, driftReporter(context.log));
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    return { kind: "sealed", why: error.message };
  }
}

async function applyMeaning(
  context: Context,
  tx: Transaction,
  { delivery, meaning, refreshEventTypes }: Understood,
  sessions: ReadonlyMap<SessionChange, Applied>,
): Promise<{ readonly outcome: Outcome; readonly applied: Applied | null }> {
  const end = (state: Outcome["state"], reason: string | null, coachId: string | null = null) => ({
    outcome: { state, reason, coachId },
    applied: null,
  });

  switch (meaning.kind) {
    case "session": {
      const future = futureDate(meaning.change, delivery.signedAt);
      if (future !== null) {
        return end("dead", `It is dated ${future}, which is after it was signed, so it cannot be true.`);
      }
      const applied = sessions.get(meaning.change);
      if (applied?.kind !== "applied") return end("ignored", "None of the session's hosts is connected here.");
      return { outcome: { state: "applied", reason: null, coachId: applied.coachId }, applied };
    }
    case "event_type": {
      const coachId = meaning.ownerUri === null ? null : await findCoachByUserUri(tx, meaning.ownerUri);
      if (coachId === null) return end("ignored", "The event type's owner is not connected here.");
      await refreshEventTypes(tx, coachId);
      return end("applied", null, coachId);
    }
    case "routing_submission": {
      const { coachId } = await applyRoutingSubmission(context, tx, meaning.submission);
      if (coachId === null) return end("ignored", "The form's answers came by an account that is not connected here.");
      return end("applied", null, coachId);
    }
    case "ignored":
      return end("ignored", meaning.reason);
    case "malformed":
      return end("dead", `The payload is not as Calendly describes it: ${meaning.where}.`);
    case "sealed":
      return end("dead", `Its body cannot be opened. ${meaning.why} Put the key back, then replay this delivery.`);
  }
}
