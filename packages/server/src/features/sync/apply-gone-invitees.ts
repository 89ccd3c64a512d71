import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { settleSubmissions } from "./apply-routing-submission.ts";
import { realtorsWith } from "./queries.ts";
import { recordHappenings } from "./record-happenings.ts";
import { readInvitees, writeInvitees } from "./record-mirror.ts";
import { eraseInvitee } from "./rules.ts";

/**
 * Takes down that Calendly neither lists these invitees of a session nor knows them by their URIs: their data was deleted
 * there. That they were invited stays as a fact about the session, with whether they had called off. Doing so again
 * changes nothing. The caller holds the records.
 */
export async function applyGoneInvitees(
  context: Context,
  tx: Transaction,
  session: { readonly id: string; readonly coachId: string },
  uris: readonly string[],
): Promise<void> {
  if (uris.length === 0) return;
  const now = context.clock.now();
  const known = await readInvitees(tx, [session.id]);
  const gone = known.filter(({ snapshot }) => snapshot.erasedAt === null && uris.includes(snapshot.uri));
  if (gone.length === 0) return;
  const realtors = await realtorsWith(
    tx,
    gone.map(({ snapshot }) => snapshot.email),
  );
  const erased = gone.map((invitee) => ({ ...invitee, snapshot: eraseInvitee(invitee.snapshot, now) }));
  await writeInvitees(tx, erased, now);
  const submissions = gone.flatMap(({ snapshot }) => snapshot.routingSubmissionUri ?? []);
  await settleSubmissions(tx, submissions, now);
  const happenings = gone.map(({ id }) => ({ action: "session.invitee_erased" as const, detail: { inviteeId: id } }));
  await recordHappenings(tx, { sessionId: session.id, happenings }, { source: "sweep", at: now });
  const audience = [session.coachId, ...realtors.map(({ id }) => id)];
  await context.live.publish(tx, { topic: "sessions", id: session.id, audience });
}
