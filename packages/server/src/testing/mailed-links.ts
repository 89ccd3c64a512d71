import { desc } from "drizzle-orm";
import type { Queryable } from "../platform/database/database.ts";
import { mailboxMessages } from "../platform/database/schema.ts";

/** What was mailed to this address, the newest first: the subject, the link's page, and the secret in its fragment. */
export async function mailedLinks(
  database: Queryable,
  address: string,
): Promise<readonly { readonly subject: string; readonly page: string; readonly secret: string }[]> {
  const rows = await database.select().from(mailboxMessages).orderBy(desc(mailboxMessages.sentAt));
  return rows.flatMap(({ recipient, subject, text }) => {
    const link = /https?:\/\/[^/\s]+(\/[\w-]+)#([\w-]+)/.exec(text);
    return recipient === address && link !== null ? [{ subject, page: link[1] ?? "", secret: link[2] ?? "" }] : [];
  });
}
