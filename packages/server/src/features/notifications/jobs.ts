import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { needsReconnectJob } from "../connections/index.ts";
import { sendNotification } from "./send-notification.ts";
import { sendReconnectNotice } from "./send-reconnect-notice.ts";

/** Sends one planned message. Its key is the notification's id, so that a message is never sent side by side. */
export const sendNotificationJob = defineJob({
  name: "notifications.send-notification",
  data: z.object({ notificationId: z.string() }),
  retryLimit: 8,
  retryDelaySeconds: 5,
  expireSeconds: 90,
});

export function notificationJobs(context: Context): JobHandler[] {
  return [
    handleJob(sendNotificationJob, 4, ({ notificationId }, attempt) =>
      sendNotification(context, notificationId, attempt),
    ),
    handleJob(needsReconnectJob, 1, (spell) => sendReconnectNotice(context, spell)),
  ];
}
