import * as z from "zod";
import { defineJob } from "../../platform/queue/job.ts";

/** Tells Clerk which role a person has, so that its dashboard and its tokens say the same as we do. */
export const sendRoleJob = defineJob({
  name: "access.send-clerk-role",
  data: z.object({ personId: z.string() }),
  retryLimit: 12,
  retryDelaySeconds: 10,
  expireSeconds: 60,
});

/** Ends login sessions at Clerk as well: here they are refused already, there they would go on issuing tokens. */
export const revokeLoginsJob = defineJob({
  name: "access.revoke-clerk-logins",
  data: z.object({
    personId: z.string(),
    userId: z.string(),
    /** These; or null for all that began before `before`, but for `exceptId`. */
    sessionIds: z.array(z.string()).nullable(),
    exceptId: z.string().nullable(),
    before: z.string(),
  }),
  retryLimit: 12,
  retryDelaySeconds: 10,
  expireSeconds: 120,
});
