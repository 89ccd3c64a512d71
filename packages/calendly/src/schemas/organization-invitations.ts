import * as z from "zod";
import { essential, instantSchema, openEnum, orNull, uriSchema } from "./wire.ts";

export const organizationInvitationStatuses = ["pending", "accepted", "declined"] as const;

export const organizationInvitationSchema = z.looseObject({
  uri: essential(uriSchema),
  organization: z.string(),
  email: essential(z.string()),
  status: essential(openEnum(organizationInvitationStatuses)),
  created_at: instantSchema,
  updated_at: instantSchema,
  /** Moves when the invitation is sent again. */
  last_sent_at: orNull(instantSchema),
  /** Only there once it was accepted. */
  user: uriSchema.nullish(),
});
export type OrganizationInvitation = z.infer<typeof organizationInvitationSchema>;
