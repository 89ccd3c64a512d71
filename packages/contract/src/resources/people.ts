import * as z from "zod";
import { timeZoneSchema } from "../primitives.ts";
import { defineRoute } from "../route.ts";

export const roles = ["coach", "realtor", "admin"] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;
export const everyRole = roles;

export const personNameSchema = z
  .string()
  .trim()
  .normalize("NFC")
  .min(1)
  .max(120)
  .regex(
    /^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u,
    "Write the name in one line, without control characters.",
  )
  .describe("One line: what ends a line, or turns the direction of writing, could make one name look like another.");

export const meSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.email(),
    emailVerified: z
      .boolean()
      .describe("Whether it was proven that the address is theirs. Until then a realtor sees no bookings made by it."),
    role: roleSchema,
    timeZone: timeZoneSchema
      .nullable()
      .describe("IANA zone that the person chose; null until they do, then the browser's zone is used."),
  })
  .describe("The signed-in person.");
export type Me = z.infer<typeof meSchema>;

export const getMe = defineRoute({
  id: "getMe",
  method: "GET",
  path: "/api/me",
  access: roles,
  tag: "People",
  summary: "The signed-in person.",
  status: 200,
  response: meSchema,
  problems: [],
});

export const updateMe = defineRoute({
  id: "updateMe",
  method: "PATCH",
  path: "/api/me",
  access: roles,
  tag: "People",
  summary: "Change the signed-in person's own name or time zone.",
  body: z.strictObject({
    name: personNameSchema.optional(),
    timeZone: timeZoneSchema.nullable().optional(),
  }),
  status: 200,
  response: meSchema,
  problems: [],
});

export const appConfigSchema = z
  .object({
    authMode: z.enum(["local", "clerk"]),
    clerkPublishableKey: z
      .string()
      .nullable()
      .describe(
        "By which the page finds the Clerk instance at which people sign in; null unless `authMode` is `clerk`.",
      ),
    identity: z
      .object({ passwords: z.boolean(), passkeys: z.boolean(), invitations: z.boolean() })
      .describe(
        "What is done here: passwords changed and reset, passkeys added, people invited. The rest is done at the identity provider.",
      ),
    calendly: z.object({
      bookingOrigin: z.url().describe("Origin of the booking pages: the only one that is ever embedded."),
      widgetScriptUrl: z.url(),
      widgetStylesheetUrl: z.url(),
    }),
    mailbox: z
      .boolean()
      .describe("True when mail is kept in the embedded mailbox, because no SMTP server is configured."),
    signInHints: z
      .array(
        z.object({
          name: z.string(),
          role: roleSchema,
          email: z.email(),
          password: z.string(),
          note: z.string(),
        }),
      )
      .describe("Accounts that the operator offers on the sign-in page, one press each. Empty unless configured."),
  })
  .describe("What the web app needs to know before anyone is signed in.");
export type AppConfig = z.infer<typeof appConfigSchema>;

export const getAppConfig = defineRoute({
  id: "getAppConfig",
  method: "GET",
  path: "/api/config",
  access: "public",
  tag: "People",
  summary: "Public configuration of this deployment.",
  status: 200,
  response: appConfigSchema,
  problems: [],
});

export const overviewSchema = z.object({
  coaches: z.number().int(),
  coachesConnected: z.number().int(),
  coachesNeedingReconnect: z.number().int(),
  realtors: z.number().int(),
  sessionsThisWeek: z.number().int(),
  sessionsLastWeek: z.number().int(),
  upcomingSessions: z.number().int(),
  canceledThisWeek: z.number().int(),
  deliveries: z.object({
    received: z.number().int(),
    applied: z.number().int(),
    failed: z.number().int(),
    lastReceivedAt: z.string().nullable().describe("Instant of the newest delivery, null when none ever came."),
  }),
});
export type Overview = z.infer<typeof overviewSchema>;

export const getOverview = defineRoute({
  id: "getOverview",
  method: "GET",
  path: "/api/overview",
  access: ["admin"],
  scope: "programme:read",
  tag: "People",
  summary: "Counts that tell an admin whether the programme is healthy. Weeks begin on Monday, UTC.",
  status: 200,
  response: overviewSchema,
  problems: [],
});
