import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { connectionLostJob } from "../connections/index.ts";
import { recordLoss } from "./record-loss.ts";
import { sendMessage } from "./send-message.ts";
import { sendNotice } from "./send-notice.ts";

/**
 * Sends one message until it is delivered or given up; between attempts it comes back when the next one is due. What fails
 * here is a process or the database, never a receiver.
 */
export const sendMessageJob = defineJob({
  name: "outgoing.send-message",
  data: z.object({ messageId: z.string() }),
  retryLimit: 8,
  retryDelaySeconds: 5,
  expireSeconds: 60,
});

/** Tells one admin, once, that an endpoint was switched off by itself. A job for each, so that one's mailbox hinders no other. */
export const sendNoticeJob = defineJob({
  name: "outgoing.send-notice",
  data: z.object({ endpointId: z.string(), since: z.iso.datetime(), adminId: z.string() }),
  retryLimit: 8,
  retryDelaySeconds: 30,
  expireSeconds: 90,
});

export function outgoingJobs(context: Context): JobHandler[] {
  return [
    handleJob(sendMessageJob, 4, ({ messageId }) => sendMessage(context, messageId)),
    handleJob(sendNoticeJob, 1, (off) => sendNotice(context, off)),
    handleJob(connectionLostJob, 1, (spell) => recordLoss(context, spell)),
  ];
}
