import * as z from "zod";
import { instantSchema, pageOf, pageQuery } from "../primitives.ts";
import { defineRoute } from "../route.ts";
import { personNameSchema, roleSchema } from "./people.ts";

const idSchema = z.string().min(1).max(64);
export const memberSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    emailVerified: z
      .boolean()
      .describe("Whether it was proven that the address is theirs; bookings are matched by it."),
    role: roleSchema,
    state: z.enum(["active", "suspended"]),
    suspendedAt: instantSchema.nullable(),
    joinedAt: instantSchema,
    lastSeenAt: instantSchema
      .nullable()
      .describe("To the hour; null when they are signed in nowhere, or that is known to the identity provider alone."),
    self: z.boolean().describe("True for the caller's own account: another admin changes that."),
  })
  .describe("A person of the programme, as admins see them.");
export type Member = z.infer<typeof memberSchema>;

export const listMembers = defineRoute({
  id: "listMembers",
  method: "GET",
  path: "/api/members",
  access: ["admin"],
  tag: "Members",
  summary: "The people of the programme, by name.",
  query: z.strictObject({
    search: z.string().trim().max(100).optional().describe("Part of a name or of an e-mail address."),
    role: roleSchema.optional(),
    state: z.enum(["active", "suspended"]).optional(),
    ...pageQuery,
  }),
  status: 200,
  response: pageOf(memberSchema),
  problems: [],
});

const memberParams = z.strictObject({ memberId: idSchema });

export const changeRole = defineRoute({
  id: "changeRole",
  method: "PUT",
  path: "/api/members/{memberId}/role",
  access: ["admin"],
  tag: "Members",
  summary: "Give a person another role, effective with their next request. Nobody changes their own; one admin stays.",
  params: memberParams,
  body: z.strictObject({ role: roleSchema }),
  status: 200,
  response: memberSchema,
  problems: ["not_found", "own_account", "last_admin"],
});

const reasonSchema = z.string().trim().min(1).max(500);

export const suspendMember = defineRoute({
  id: "suspendMember",
  method: "POST",
  path: "/api/members/{memberId}/suspend",
  access: ["admin"],
  tag: "Members",
  summary:
    "Keep a person out until they are reinstated: their login sessions end at once, and nothing of theirs is lost.",
  params: memberParams,
  body: z.strictObject({ reason: reasonSchema.describe("For the audit log; the person is not told.") }),
  status: 200,
  response: memberSchema,
  problems: ["not_found", "own_account", "last_admin"],
});

export const reinstateMember = defineRoute({
  id: "reinstateMember",
  method: "POST",
  path: "/api/members/{memberId}/reinstate",
  access: ["admin"],
  tag: "Members",
  summary: "Let a suspended person in again. They sign in anew.",
  params: memberParams,
  status: 200,
  response: memberSchema,
  problems: ["not_found", "own_account"],
});

export const endMemberLogins = defineRoute({
  id: "endMemberLogins",
  method: "DELETE",
  path: "/api/members/{memberId}/logins",
  access: ["admin"],
  tag: "Members",
  summary: "Sign a person out everywhere, for example when a device was lost. They sign in anew.",
  params: memberParams,
  status: 200,
  response: z.object({ ended: z.number().int() }),
  problems: ["not_found", "own_account"],
});

/** Days for which an invitation can be accepted. */
export const invitationDays = 7;

export const invitationSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  state: z.enum(["open", "expired", "accepted", "withdrawn"]),
  invitedBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: instantSchema,
  expiresAt: instantSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;

export const listInvitations = defineRoute({
  id: "listInvitations",
  method: "GET",
  path: "/api/invitations",
  access: ["admin"],
  tag: "Members",
  summary: "Invitations, newest first. `open` leaves out those that were accepted or withdrawn.",
  query: z.strictObject({ show: z.enum(["open", "all"]).default("open"), ...pageQuery }),
  status: 200,
  response: pageOf(invitationSchema),
  problems: [],
});

export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .pipe(
    z
      .email("Write an e-mail address such as maya@northside.example; letters outside ASCII are not possible.")
      // After the look at it: lowering turns some letters of other alphabets into ASCII ones.
      .toLowerCase(),
  )
  .describe("Addresses as mail servers take them: ASCII, so that none can look like another.");

export const invite = defineRoute({
  id: "invite",
  method: "POST",
  path: "/api/invitations",
  access: ["admin"],
  tag: "Members",
  summary:
    "Invite somebody by a mail with a link that is good once, for 7 days. An open invitation of the same address is replaced.",
  body: z.strictObject({ name: personNameSchema, email: emailSchema, role: roleSchema }),
  status: 201,
  response: invitationSchema,
  problems: ["conflict", "managed_elsewhere"],
});

const invitationParams = z.strictObject({ invitationId: idSchema });

export const resendInvitation = defineRoute({
  id: "resendInvitation",
  method: "POST",
  path: "/api/invitations/{invitationId}/resend",
  access: ["admin"],
  tag: "Members",
  summary: "Send an invitation again, with a new link. The link before it no longer works.",
  params: invitationParams,
  status: 200,
  response: invitationSchema,
  problems: ["not_found", "conflict", "managed_elsewhere"],
});

export const withdrawInvitation = defineRoute({
  id: "withdrawInvitation",
  method: "DELETE",
  path: "/api/invitations/{invitationId}",
  access: ["admin"],
  tag: "Members",
  summary: "Withdraw an invitation: its link no longer works.",
  params: invitationParams,
  status: 200,
  response: invitationSchema,
  problems: ["not_found", "conflict"],
});
