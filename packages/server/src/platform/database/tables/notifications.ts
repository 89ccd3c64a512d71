import { index, integer, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../instant.ts";
import { invitees, sessions } from "./mirror.ts";
import { createdAt, punctual } from "./punctual.ts";

/** One message to one recipient, decided again at send time. The unique key is the promise: never twice. */
export const notifications = punctual.table(
  "notifications",
  {
    id: text("id").primaryKey(),
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["booked", "canceled"] }).notNull(),
    /** Lower-case e-mail address. */
    recipient: text("recipient").notNull(),
    recipientRole: text("recipient_role", { enum: ["coach", "invitee"] }).notNull(),
    /** Whose booking or cancellation it tells of. */
    inviteeId: text("invitee_id").references(() => invitees.id, { onDelete: "cascade" }),
    revision: integer("revision").notNull(),
    state: text("state", { enum: ["pending", "sent", "skipped", "failed"] }).notNull(),
    /** Why it was skipped or failed. */
    reason: text("reason"),
    attempts: integer("attempts").notNull().default(0),
    messageId: text("message_id"),
    sentAt: instant("sent_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("notifications_once").on(t.sessionId, t.kind, t.recipient, t.revision),
    index("notifications_state").on(t.state, t.createdAt),
  ],
);

/** The embedded mailbox, used where no SMTP server is configured. */
export const mailboxMessages = punctual.table(
  "mailbox_messages",
  {
    id: text("id").primaryKey(),
    messageId: text("message_id").notNull().unique(),
    recipient: text("recipient").notNull(),
    sender: text("sender").notNull(),
    subject: text("subject").notNull(),
    text: text("text").notNull(),
    html: text("html").notNull(),
    calendar: text("calendar"),
    calendarMethod: text("calendar_method", { enum: ["REQUEST", "CANCEL"] }),
    /** The message as it would have gone over the wire. */
    raw: text("raw").notNull(),
    sentAt: instant("sent_at").notNull(),
  },
  (t) => [index("mailbox_recipient").on(t.recipient, t.sentAt, t.id), index("mailbox_sent").on(t.sentAt, t.id)],
);
