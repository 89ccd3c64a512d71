import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { newId } from "../../platform/ids.ts";
import { sendNotificationJob } from "./jobs.ts";
import { emailsOf, insertNotifications, type PlannedNotification } from "./queries.ts";
import type { NewsOfSession, RecipientRole } from "./types.ts";

/**
 * Plans one message to the coach and one to each invitee concerned, within the caller's transaction. Planning the
 * same news again adds nothing.
 */
export async function planNotifications(
  context: Context,
  tx: Transaction,
  news: readonly NewsOfSession[],
): Promise<void> {
  const told = news.filter(({ announcements }) => announcements.length > 0);
  if (told.length === 0) return;
  const coachEmails = await emailsOf(tx, [...new Set(told.map(({ coachId }) => coachId))]);
  const createdAt = context.clock.now();
  const planned = told.flatMap(({ sessionId, coachId, announcements }) =>
    announcements.flatMap(({ kind, revision, inviteeId, inviteeEmail }) => {
      const plan = (recipientRole: RecipientRole, recipient: string): PlannedNotification => {
        return { id: newId("ntf"), sessionId, kind, inviteeId, revision, recipient, recipientRole, createdAt };
      };
      const toInvitee = plan("invitee", inviteeEmail);
      const coachEmail = coachEmails.get(coachId);
      return coachEmail === undefined ? [toInvitee] : [plan("coach", coachEmail), toInvitee];
    }),
  );
  const inserted = await insertNotifications(tx, planned);
  await context.queue.enqueueMany(
    tx,
    sendNotificationJob,
    inserted.map((notificationId) => ({ data: { notificationId }, key: notificationId })),
  );
}
