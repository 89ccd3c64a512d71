import * as z from "zod";
import { instantSchema, pageOf, pageQuery } from "../primitives.ts";
import { defineRoute } from "../route.ts";
import { everyRole } from "./people.ts";

export const mailboxMessageSummarySchema = z
  .object({
    id: z.string(),
    to: z.string(),
    from: z.string(),
    subject: z.string(),
    sentAt: instantSchema,
    calendarMethod: z
      .enum(["REQUEST", "CANCEL"])
      .nullable()
      .describe("The calendar invitation's METHOD, when the message carries one."),
  })
  .describe("A message in the embedded mailbox, which stands in where no SMTP server is configured.");
export type MailboxMessageSummary = z.infer<typeof mailboxMessageSummarySchema>;

export const mailboxMessageSchema = mailboxMessageSummarySchema.extend({
  text: z.string(),
  html: z.string(),
  calendar: z.string().nullable().describe("The iCalendar text, as attached."),
  invitation: z
    .object({
      uid: z.string(),
      sequence: z.number().int(),
      method: z.enum(["REQUEST", "CANCEL"]),
      startAt: instantSchema,
      endAt: instantSchema,
    })
    .nullable()
    .describe("The UID, SEQUENCE and times of the invitation, read back from the attachment."),
});
export type MailboxMessage = z.infer<typeof mailboxMessageSchema>;

export const listMailbox = defineRoute({
  id: "listMailbox",
  method: "GET",
  path: "/api/mailbox",
  access: everyRole,
  tag: "Mailbox",
  summary: "Messages to the caller, newest first; an admin sees all. 404 where an SMTP server is configured.",
  query: z.strictObject({ ...pageQuery }),
  status: 200,
  response: pageOf(mailboxMessageSummarySchema),
  problems: ["not_found"],
});

export const getMailboxMessage = defineRoute({
  id: "getMailboxMessage",
  method: "GET",
  path: "/api/mailbox/{messageId}",
  access: everyRole,
  tag: "Mailbox",
  summary: "One message.",
  params: z.strictObject({ messageId: z.string().min(1).max(64) }),
  status: 200,
  response: mailboxMessageSchema,
  problems: ["not_found"],
});

export const openMailboxMessage = defineRoute({
  id: "openMailboxMessage",
  method: "GET",
  path: "/api/mailbox/{messageId}/page",
  access: everyRole,
  tag: "Mailbox",
  summary: "One message as it looks, for a frame in Punctual's own pages. Nothing in it runs.",
  params: z.strictObject({ messageId: z.string().min(1).max(64) }),
  status: 200,
  mediaType: "text/html",
  problems: ["not_found"],
});
