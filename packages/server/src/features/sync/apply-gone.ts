import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { recordOutgoing } from "../outgoing/index.ts";
import { settleSubmissions } from "./apply-routing-submission.ts";
import * as queries from "./queries.ts";
import { recordGone } from "./record-gone.ts";
import { recordHappenings } from "./record-happenings.ts";
import { readInvitees, readSessions, writeInvitees, writeSessions } from "./record-mirror.ts";
import { eraseInvitee, eraseSession } from "./rules.ts";
import type { Applied } from "./types.ts";

/**
 * Takes down that Calendly answers 404 for a session: its data was deleted there. The session stays as a fact about the
 * past, without anybody's personal data. What comes late from before brings nothing back; only Calendly itself showing
 * the session again does. Of a session that is not mirrored it is remembered, so that a delivery which is still under way
 * makes no more of it. Doing so again changes nothing.
 */
export async function applyGone(context: Context, tx: Transaction, sessionUri: string): Promise<Applied> {
  const now = context.clock.now();
  await queries.lockUris(tx, [sessionUri]);
  const known = (await readSessions(tx, [sessionUri])).get(sessionUri) ?? null;
  if (known === null) {
    await recordGone(tx, sessionUri, now);
    return { kind: "not_ours" };
  }
  const told = { kind: "applied", sessionId: known.id, coachId: known.coachId } as const;
  if (known.goneAt !== null) return { ...told, changed: false };

  const invitees = await readInvitees(tx, [known.id]);
  const realtors = await queries.realtorsWith(
    tx,
    invitees.map(({ snapshot }) => snapshot.email),
  );
  await writeSessions(tx, [{ ...known, goneAt: now, snapshot: eraseSession(known.snapshot) }], now);
  await writeInvitees(
    tx,
    invitees.map((invitee) => ({ ...invitee, snapshot: eraseInvitee(invitee.snapshot, now) })),
    now,
  );
  const submissions = invitees.flatMap(({ snapshot }) => snapshot.routingSubmissionUri ?? []);
  await settleSubmissions(tx, submissions, now);
  await recordHappenings(
    tx,
    { sessionId: known.id, happenings: [{ action: "session.gone", detail: { coachId: known.coachId } }] },
    { source: "read", at: now },
  );
  const data = { sessionId: known.id, coachId: known.coachId };
  await recordOutgoing(context, tx, [{ type: "session.gone", subject: known.id, data }]);
  await context.live.publish(tx, {
    topic: "sessions",
    id: known.id,
    audience: [known.coachId, ...realtors.map(({ id }) => id)],
  });
  return { ...told, changed: true };
}
