import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { notFound, ok } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { listSessionInvitees } from "../sessions/index.ts";

export function inviteeRoutes(context: Context): HandledRoute[] {
  return [
    handle(routes.listInvitees, async ({ viewer, params, requestId }) => {
      const items = await listSessionInvitees(context, viewer, { idOrUuid: params.uuid, requestId });
      return items === null ? notFound() : ok({ items });
    }),
  ];
}
