import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { cursorUnknown, notFound, ok, raw } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { getMailboxMessage, listMailbox } from "./list-mailbox.ts";
import { openMessage } from "./open-message.ts";

export function notificationRoutes(context: Context): HandledRoute[] {
  return [
    handle(routes.listMailbox, async ({ viewer, query }) => {
      const page = await listMailbox(context, viewer, query);
      switch (page.kind) {
        case "page":
          return ok({ items: page.items, nextCursor: page.nextCursor });
        case "cursor_unknown":
          return cursorUnknown();
        case "no_mailbox":
          return notFound();
      }
    }),
    handle(routes.getMailboxMessage, async ({ viewer, params, requestId }) => {
      const message = await getMailboxMessage(context, viewer, params.messageId, requestId);
      return message === null ? notFound() : ok(message);
    }),
    handle(routes.openMailboxMessage, async ({ viewer, params, requestId }) => {
      const page = await openMessage(context, viewer, params.messageId, requestId);
      return page === null ? notFound() : raw(page);
    }),
  ];
}
