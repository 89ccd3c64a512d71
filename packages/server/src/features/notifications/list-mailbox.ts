import { instantSchema, type MailboxMessage, type MailboxMessageSummary } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { actorOf, type Viewer } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { readInvitation } from "./calendar.ts";
import { findMessage, listMessages, type MailboxPosition } from "./queries.ts";

export type MailboxPage =
  | { readonly kind: "page"; readonly items: MailboxMessageSummary[]; readonly nextCursor: string | null }
  | { readonly kind: "cursor_unknown" }
  /** Mail goes out by SMTP: nothing is kept here. */
  | { readonly kind: "no_mailbox" };

type Row = NonNullable<Awaited<ReturnType<typeof findMessage>>>;

/** One page of the messages that the viewer may read, newest first. */
export async function listMailbox(
  context: Context,
  viewer: Viewer,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<MailboxPage> {
  if (context.config.mail.smtpUrl !== null) return { kind: "no_mailbox" };
  const after = query.cursor === undefined ? null : readPosition(query.cursor);
  if (after === "unknown") return { kind: "cursor_unknown" };
  const rows = await listMessages(context.database, viewer, { after, limit: query.limit + 1 });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    kind: "page",
    items: items.map(toSummary),
    nextCursor: rows.length > query.limit && last !== undefined ? writePosition(last) : null,
  };
}

/**
 * One message; null when there is none that the viewer may read. Where mail is kept here, an admin reads everybody's: a
 * message to somebody else may hold the link by which they set a password, so that it is written down before it is shown.
 */
export async function getMailboxMessage(
  context: Context,
  viewer: Viewer,
  id: string,
  requestId: string,
): Promise<MailboxMessage | null> {
  if (context.config.mail.smtpUrl !== null) return null;
  const row = await findMessage(context.database, viewer, id);
  if (row === null) return null;
  if (row.recipient !== viewer.email) {
    await context.database.transaction((tx) =>
      recordAudit(tx, {
        at: context.clock.now(),
        ...actorOf(viewer),
        action: "message.opened",
        subject: row.id,
        requestId,
      }),
    );
  }
  return {
    ...toSummary(row),
    text: row.text,
    html: row.html,
    calendar: row.calendar,
    invitation: row.calendar === null ? null : readInvitation(row.calendar),
  };
}

function toSummary(row: Row): MailboxMessageSummary {
  return {
    id: row.id,
    to: row.recipient,
    from: row.sender,
    subject: row.subject,
    sentAt: row.sentAt.toString(),
    calendarMethod: row.calendarMethod,
  };
}

const positionSchema = z.tuple([instantSchema, z.string().regex(/^\w{1,64}$/)]);

function writePosition(row: Row): string {
  return Buffer.from(JSON.stringify([row.sentAt.toString(), row.id])).toString("base64url");
}

function readPosition(cursor: string): MailboxPosition | "unknown" {
  try {
    const parsed = positionSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (!parsed.success) return "unknown";
    const [sentAt, id] = parsed.data;
    return { sentAt: Temporal.Instant.from(sentAt), id };
  } catch (error) {
    if (error instanceof SyntaxError) return "unknown";
    throw error;
  }
}
