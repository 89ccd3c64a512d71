import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { ok } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { getSecurity } from "./get-security.ts";

export function securityRoutes(context: Context): HandledRoute[] {
  return [
    handle(routes.getSecurity, async ({ viewer, query }) => ok(await getSecurity(context, viewer, query.window))),
  ];
}
