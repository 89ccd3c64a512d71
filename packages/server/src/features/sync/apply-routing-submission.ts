import type { Temporal } from "temporal-polyfill";
import type { RoutingSubmissionSnapshot } from "../../platform/calendly/session-snapshot.ts";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import * as queries from "./queries.ts";
import { mergeSubmission } from "./rules.ts";

/**
 * Brings the answers to a routing form into the mirror, within the caller's transaction. Idempotent and independent of
 * order. Answers the coach whose subscription told of them first, null when that is nobody here.
 */
export async function applyRoutingSubmission(
  context: Context,
  tx: Transaction,
  submission: RoutingSubmissionSnapshot,
): Promise<{ readonly coachId: string | null }> {
  await queries.lockUris(tx, [submission.uri]);
  const [known] = await queries.readSubmissions(tx, [submission.uri]);
  const subscribers = submission.subscriberUri === null ? [] : [submission.subscriberUri];
  const coachId = known?.coachId ?? (await queries.findHostingCoach(tx, subscribers));
  const merged = mergeSubmission(known?.snapshot ?? null, submission);
  const snapshot = await withSubmitter(tx, merged);
  await queries.writeSubmission(tx, { id: known?.id ?? null, coachId, snapshot }, context.clock.now());
  return { coachId };
}

/** After invitees changed: the answers that they booked from name them, and go when their data is deleted. */
export async function settleSubmissions(
  tx: Transaction,
  uris: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  if (uris.length === 0) return;
  for (const known of await queries.readSubmissions(tx, uris)) {
    const snapshot = await withSubmitter(tx, known.snapshot);
    await queries.writeSubmission(tx, { ...known, snapshot }, now);
  }
}

/** The webhook of a submission comes before anybody books from it, so the invitees themselves tell who did. */
async function withSubmitter(tx: Transaction, snapshot: RoutingSubmissionSnapshot): Promise<RoutingSubmissionSnapshot> {
  const submitters = await queries.readSubmitters(tx, snapshot.uri);
  const inviteeUri = submitters[0]?.uri ?? snapshot.inviteeUri;
  if (!submitters.some(({ erased }) => erased)) return { ...snapshot, inviteeUri };
  return { ...snapshot, inviteeUri, answers: snapshot.answers.map((one) => ({ ...one, answer: "" })), tracking: {} };
}
