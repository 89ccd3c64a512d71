import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { ok } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { getOverview } from "./get-overview.ts";

export function analyticsRoutes(context: Context): HandledRoute[] {
  return [handle(routes.getOverview, async ({ viewer }) => ok(await getOverview(context, viewer)))];
}
