import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { newId } from "../../platform/ids.ts";
import { sendNotificationJob } from "./jobs.ts";
import { emailOf, insertNotifications, type PlannedNotification } from "./queries.ts";
import type { NewsOfSession } from "./types.ts";

/**
 * Plans one message to the coach and one to each invitee concerned, within the caller's transaction. Planning the
 * same news again adds nothing.
 */
export async function planNotifications(context: Context, tx: Transaction, news: NewsOfSession): Promise<void> {
  const coachEmail = await emailOf(tx, news.coachId);
  const planned = news.announcements.flatMap(({ kind, revision, inviteeId, inviteeEmail }) => {
    const common = { sessionId: news.sessionId, kind, inviteeId, revision };
    const toInvitee: PlannedNotification = {
      ...common,
      id: newId("ntf"),
      recipient: inviteeEmail,
      recipientRole: "invitee",
    };
    if (coachEmail === null) return [toInvitee];
    const toCoach: PlannedNotification = { ...common, id: newId("ntf"), recipient: coachEmail, recipientRole: "coach" };
    return [toCoach, toInvitee];
  });
  for (const notificationId of await insertNotifications(tx, planned)) {
    await context.queue.enqueue(tx, sendNotificationJob, { notificationId }, { key: notificationId });
  }
}
