import type { RouteDefinition } from "@punctual/contract";
import { problemResponse } from "./problem-response.ts";
import type { Reply } from "./reply.ts";

/** The one place where a reply becomes a response. */
export function toResponse(route: RouteDefinition, reply: Reply<unknown>, requestId: string): Response {
  switch (reply.kind) {
    case "json":
      return new Response(JSON.stringify(reply.body), {
        status: route.status,
        headers: { "content-type": "application/json", "cache-control": "no-store" },
      });
    case "empty":
      return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
    case "redirect":
      return new Response(null, { status: 302, headers: { location: reply.location, "cache-control": "no-store" } });
    case "raw":
      return reply.response;
    case "problem":
      return route.refusalPage === undefined
        ? problemResponse(reply, requestId)
        : new Response(null, {
            status: 302,
            headers: { location: `${route.refusalPage}?problem=${reply.code}`, "cache-control": "no-store" },
          });
  }
}
