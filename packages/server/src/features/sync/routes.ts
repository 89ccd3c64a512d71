import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { raw } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { streamChanges } from "./stream-changes.ts";

export function syncRoutes(context: Context): HandledRoute[] {
  return [
    handle(routes.streamChanges, async ({ viewer, request }) =>
      raw(
        await streamChanges(context, viewer, {
          lastEventId: request.headers.get("last-event-id"),
          signal: request.signal,
        }),
      ),
    ),
  ];
}
