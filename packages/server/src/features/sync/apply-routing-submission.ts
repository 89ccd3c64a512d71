import type { Temporal } from "temporal-polyfill";
import type { RoutingSubmissionSnapshot } from "../../platform/calendly/session-snapshot.ts";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { newId } from "../../platform/ids.ts";
import * as queries from "./queries.ts";
import { mergeSubmission } from "./rules.ts";

/**
 * Brings the answers to a routing form into the mirror, within the caller's transaction. Idempotent and independent of
 * order. Answers the coach whose subscription told of them first, null when that is nobody here: then nothing is kept.
 */
export async function applyRoutingSubmission(
  context: Context,
  tx: Transaction,
  submission: RoutingSubmissionSnapshot,
): Promise<{ readonly coachId: string | null }> {
  await queries.lockUris(tx, [submission.uri]);
  const [known] = await queries.readSubmissions(tx, [submission.uri]);
  const { subscriberUri } = submission;
  const coaches = await queries.hostingCoaches(tx, subscriberUri === null ? [] : [subscriberUri]);
  const coachId = known?.coachId ?? coaches.get(subscriberUri ?? "") ?? null;
  if (coachId === null && known === undefined && subscriberUri !== null) return { coachId };
  const merged = mergeSubmission(known?.snapshot ?? null, submission);
  const written = { id: known?.id ?? newId("rts"), coachId, snapshot: merged };
  await queries.writeSubmissions(tx, await withSubmitters(tx, [written]), context.clock.now());
  return { coachId };
}

/** After invitees changed: the answers that they booked from name them, and go when their data is deleted. */
export async function settleSubmissions(
  tx: Transaction,
  uris: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  if (uris.length === 0) return;
  const known = await queries.readSubmissions(tx, uris);
  await queries.writeSubmissions(tx, await withSubmitters(tx, known), now);
}

/** The webhook of a submission comes before anybody books from it, so the invitees themselves tell who did. */
async function withSubmitters(
  tx: Transaction,
  submissions: readonly queries.MirroredSubmission[],
): Promise<queries.MirroredSubmission[]> {
  if (submissions.length === 0) return [];
  const all = await queries.readSubmitters(
    tx,
    submissions.map(({ snapshot }) => snapshot.uri),
  );
  return submissions.map(({ snapshot, ...own }) => {
    const submitters = all.filter(({ submissionUri }) => submissionUri === snapshot.uri);
    const inviteeUri = submitters[0]?.uri ?? snapshot.inviteeUri;
    if (!submitters.some(({ erased }) => erased)) return { ...own, snapshot: { ...snapshot, inviteeUri } };
    const answers = snapshot.answers.map((one) => ({ ...one, answer: "" }));
    return { ...own, snapshot: { ...snapshot, inviteeUri, answers, tracking: {} } };
  });
}
