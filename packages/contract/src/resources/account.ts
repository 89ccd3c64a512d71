import * as z from "zod";
import { instantSchema } from "../primitives.ts";
import { defineRoute } from "../route.ts";
import { emailSchema } from "./members.ts";
import { everyRole, personNameSchema, roleSchema } from "./people.ts";

/** Characters of a password; what else it must not be is said when it is refused. */
export const passwordLength = { least: 12, most: 256 } as const;
const oldPasswordSchema = z.string().min(1).max(1024);
export const newPasswordSchema = z
  .string()
  .refine((password) => [...password].length >= passwordLength.least, "Write at least 12 characters.")
  .max(passwordLength.most, "Write at most 256 characters.");

const secretSchema = z
  .string()
  .regex(/^[\w-]{20,100}$/, "Open the link from the mail again, all of it.")
  .describe("The secret of a link in a mail. It comes in the link's fragment, which browsers send to nobody.");

export const loginSchema = z
  .object({
    id: z.string(),
    current: z.boolean().describe("True for the login session of this request."),
    device: z
      .string()
      .nullable()
      .describe("Browser and system in a few words: `Firefox on Windows`; null when unknown."),
    address: z.string().nullable().describe("Network address at sign-in; null when unknown."),
    startedAt: instantSchema,
    lastSeenAt: instantSchema.describe("To the hour."),
    expiresAt: instantSchema,
  })
  .describe("One place where the caller is signed in.");
export type LoginInfo = z.infer<typeof loginSchema>;

export const listLogins = defineRoute({
  id: "listLogins",
  method: "GET",
  path: "/api/me/logins",
  access: everyRole,
  tag: "Account",
  summary: "Where the caller is signed in, newest first.",
  status: 200,
  response: z.object({ items: z.array(loginSchema) }),
  problems: [],
});

export const endLogin = defineRoute({
  id: "endLogin",
  method: "DELETE",
  path: "/api/me/logins/{loginId}",
  access: everyRole,
  tag: "Account",
  summary: "Sign out in one place; the next request from there is refused.",
  params: z.strictObject({ loginId: z.string().min(1).max(64) }),
  status: 204,
  problems: ["not_found"],
});

export const endOtherLogins = defineRoute({
  id: "endOtherLogins",
  method: "DELETE",
  path: "/api/me/logins",
  access: everyRole,
  tag: "Account",
  summary: "Sign out everywhere but here.",
  status: 200,
  response: z.object({ ended: z.number().int() }),
  problems: [],
});

export const changePassword = defineRoute({
  id: "changePassword",
  method: "PUT",
  path: "/api/me/password",
  access: everyRole,
  tag: "Account",
  summary: "Change the caller's password. All other login sessions end.",
  body: z.strictObject({ currentPassword: oldPasswordSchema, newPassword: newPasswordSchema }),
  status: 204,
  limit: "signIn",
  problems: ["managed_elsewhere"],
});

export const passkeySchema = z.object({
  id: z.string(),
  name: z.string().nullable().describe("As its owner called it."),
  createdAt: instantSchema,
  synced: z.boolean().describe("True when the device keeps it in an account and can have it elsewhere too."),
});
export type Passkey = z.infer<typeof passkeySchema>;

export const listPasskeys = defineRoute({
  id: "listPasskeys",
  method: "GET",
  path: "/api/me/passkeys",
  access: everyRole,
  tag: "Account",
  summary: "The caller's passkeys, oldest first. They are added at `/api/auth/passkey/*`.",
  status: 200,
  response: z.object({ items: z.array(passkeySchema) }),
  problems: [],
});

export const removePasskey = defineRoute({
  id: "removePasskey",
  method: "DELETE",
  path: "/api/me/passkeys/{passkeyId}",
  access: everyRole,
  tag: "Account",
  summary: "Remove a passkey: nobody signs in by it any more.",
  params: z.strictObject({ passkeyId: z.string().min(1).max(64) }),
  status: 204,
  problems: ["not_found"],
});

export const sendVerification = defineRoute({
  id: "sendVerification",
  method: "POST",
  path: "/api/me/verification",
  access: everyRole,
  tag: "Account",
  summary: "Send the caller a mail with a link that proves that the e-mail address is theirs. Good once, for a day.",
  status: 202,
  limit: "mail",
  response: z.object({ email: z.string() }),
  problems: ["conflict", "managed_elsewhere"],
});

export const verifyEmail = defineRoute({
  id: "verifyEmail",
  method: "POST",
  path: "/api/verification",
  access: "public",
  tag: "Account",
  summary: "Prove an e-mail address by the secret of the link in the mail.",
  body: z.strictObject({ secret: secretSchema }),
  status: 200,
  limit: "signIn",
  response: z.object({ email: z.string() }),
  problems: ["link_unknown", "link_expired"],
});

export const forgotPassword = defineRoute({
  id: "forgotPassword",
  method: "POST",
  path: "/api/password/forgot",
  access: "public",
  tag: "Account",
  summary:
    "Have a link mailed by which a new password is set; good once, for an hour. Answers the same whether or not somebody here has the address.",
  body: z.strictObject({ email: emailSchema }),
  status: 202,
  limit: "mail",
  response: z.object({ email: z.string() }),
  problems: ["managed_elsewhere"],
});

export const resetPassword = defineRoute({
  id: "resetPassword",
  method: "POST",
  path: "/api/password/reset",
  access: "public",
  tag: "Account",
  summary: "Set a new password by the secret of the link in the mail. All login sessions of the person end.",
  body: z.strictObject({ secret: secretSchema, newPassword: newPasswordSchema }),
  status: 200,
  limit: "signIn",
  response: z.object({ email: z.string() }),
  problems: ["link_unknown", "link_expired"],
});

export const openInvitation = defineRoute({
  id: "openInvitation",
  method: "POST",
  path: "/api/invitations/open",
  access: "public",
  tag: "Account",
  summary: "Who is invited by the link of this secret, and as what.",
  body: z.strictObject({ secret: secretSchema }),
  status: 200,
  limit: "signIn",
  response: z.object({ name: z.string(), email: z.string(), role: roleSchema, expiresAt: instantSchema }),
  problems: ["link_unknown", "link_expired"],
});

export const acceptInvitation = defineRoute({
  id: "acceptInvitation",
  method: "POST",
  path: "/api/invitations/accept",
  access: "public",
  tag: "Account",
  summary: "Make one's account by the secret of an invitation. Sign in afterwards, with this password.",
  body: z.strictObject({ secret: secretSchema, name: personNameSchema, password: newPasswordSchema }),
  status: 201,
  limit: "signIn",
  response: z.object({ email: z.string() }),
  problems: ["link_unknown", "link_expired", "conflict"],
});
