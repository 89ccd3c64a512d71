import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { ok } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "../access/index.ts";
import { getUsage } from "./get-usage.ts";

export function usageRoutes(context: Context): HandledRoute[] {
  return [handle(routes.getUsage, async ({ viewer, query }) => ok(await getUsage(context, viewer, query.window)))];
}
