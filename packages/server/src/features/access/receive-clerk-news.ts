import { type ClerkNews, readNews } from "../../platform/clerk/news.ts";
import type { ClerkConfig } from "../../platform/config.ts";
import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { readBody } from "../../platform/http/read-body.ts";
import { applyClerkDeletion, applyClerkUser } from "./apply-clerk-user.ts";
import { endClerkLogins, findPersonByExternalId, takeMessage } from "./clerk-queries.ts";
import { endStreams } from "./end-streams.ts";
import type { ReceivedNews } from "./identity.ts";

/** Bytes. A user with everything that Clerk keeps of one has less than 100 KiB. */
const longestBody = 512 * 1024;

/**
 * Takes one webhook of Clerk in. It is verified, and applied in the transaction that notes its message id: a repeat changes
 * nothing, and one that could not be applied comes again.
 */
export async function receiveClerkNews(context: Context, clerk: ClerkConfig, request: Request): Promise<ReceivedNews> {
  const body = await readBody(request, longestBody);
  if (body.kind !== "read") return { kind: body.kind };
  const { url, headers } = request;
  const read = await readNews({ url, headers, bytes: body.bytes }, clerk);
  if (read.kind !== "news") return { kind: read.kind };
  return context.database.transaction(async (tx): Promise<ReceivedNews> => {
    if (!(await takeMessage(tx, read.messageId, context.clock.now()))) return { kind: "taken", duplicate: true };
    await apply(context, tx, read.news);
    return { kind: "taken", duplicate: false };
  });
}

async function apply(context: Context, tx: Transaction, news: ClerkNews): Promise<void> {
  switch (news.kind) {
    case "user_changed":
      await applyClerkUser(context, tx, news.user);
      return;
    case "user_deleted":
      await applyClerkDeletion(context, tx, news.userId);
      return;
    case "session_ended": {
      const person = await findPersonByExternalId(tx, news.userId);
      await endClerkLogins(tx, [{ id: news.sessionId, personId: person?.id ?? null }], context.clock.now());
      if (person !== null) await endStreams(context, tx, person.id);
      return;
    }
    case "other":
      return;
  }
}
