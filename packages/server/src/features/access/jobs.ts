import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { defineJob, handleJob, type JobHandler } from "../../platform/queue/job.ts";
import { sendInvitation, sendPersonLink } from "./send-link.ts";

/** Mails a link to set a new password, or to prove an address. Without a person there is nothing to do: see `startReset`. */
export const sendLinkJob = defineJob({
  name: "access.send-link",
  data: z.object({ purpose: z.enum(["reset", "verify"]), personId: z.string().nullable() }),
  retryLimit: 3,
  retryDelaySeconds: 10,
  expireSeconds: 60,
});

export const sendInvitationJob = defineJob({
  name: "access.send-invitation",
  data: z.object({ invitationId: z.string() }),
  retryLimit: 8,
  retryDelaySeconds: 15,
  expireSeconds: 60,
});

export function accessJobs(context: Context): JobHandler[] {
  return [
    handleJob(sendLinkJob, 2, async ({ purpose, personId }) => {
      if (personId !== null) await sendPersonLink(context, purpose, personId);
    }),
    handleJob(sendInvitationJob, 2, ({ invitationId }) => sendInvitation(context, invitationId)),
  ];
}
