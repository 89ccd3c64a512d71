import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { cursorUnknown, notFound, ok, raw } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { getState } from "./get-state.ts";
import { getEntry, listEntries } from "./list-entries.ts";
import { sendExport } from "./send-export.ts";

export function auditLogRoutes(context: Context): HandledRoute[] {
  return [
    handle(routes.listAudit, async ({ viewer, query }) => {
      const page = await listEntries(context, viewer, query);
      switch (page.kind) {
        case "page":
          return ok({ items: page.items, nextCursor: page.nextCursor });
        case "cursor_unknown":
          return cursorUnknown();
      }
    }),

    handle(routes.getAuditEntry, async ({ viewer, params }) => {
      const entry = await getEntry(context, viewer, params.seq);
      return entry === null ? notFound() : ok(entry);
    }),

    handle(routes.getAuditState, async ({ viewer }) => ok(await getState(context, viewer))),

    handle(routes.exportAudit, async ({ viewer, query, requestId }) =>
      raw(await sendExport(context, viewer, query, requestId)),
    ),
  ];
}
