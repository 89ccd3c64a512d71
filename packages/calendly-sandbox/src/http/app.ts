import { Hono } from "hono";
import { bookingRoutes } from "../booking/index.ts";
import { type ControlParts, controlRoutes } from "../controls/control-routes.ts";
import { embedRoutes } from "../embed/index.ts";
import type { HistoryWriter } from "../history/history.ts";
import { recordRequests } from "../history/record-requests.ts";
import { inspectorRoutes } from "../inspector/index.ts";
import { oauthRoutes } from "../oauth/routes.ts";
import { notFound, serverError } from "./answer.ts";
import { type ApiParts, apiRoutes, toResponse } from "./api.ts";
import { faultyMiddleware } from "./faulty.ts";

export interface AppParts extends ApiParts {
  readonly controls: ControlParts;
  readonly history: HistoryWriter;
  readonly onError: (error: Error) => void;
  /** Aborted when the server begins to close. */
  readonly closing: AbortSignal;
}

/** The whole server on one origin: API, OAuth, controls, embed script, and last the booking pages. */
export function createApp(parts: AppParts): Hono {
  const app = new Hono();
  const { limiter } = parts;
  // Outermost, as Calendly puts these headers on every answer, the ones that go wrong included.
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(limiter.idle())) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
  });
  app.use(recordRequests(parts.state, parts.history));
  app.use(faultyMiddleware(parts.state, parts.closing));
  app.route("/", apiRoutes(parts));
  app.route("/", oauthRoutes(parts));
  app.route("/", inspectorRoutes());
  app.route("/", controlRoutes(parts.controls));
  app.route("/", embedRoutes());
  // Loaded when asked for: few ask, and describing every schema takes a moment.
  app.get("/openapi/calendly-api.json", async (c) => {
    const { describeApi } = await import("./openapi.ts");
    return c.json(describeApi(parts.originsOf(c.req.raw)), 200, { "access-control-allow-origin": "*" });
  });
  // A caller with a token means the API, whatever the path: it gets Calendly's error and not a page.
  app.use(async (c, next) => {
    const bearer = /^Bearer\s/i.test(c.req.header("authorization") ?? "");
    return bearer ? toResponse(notFound, limiter.idle()) : next();
  });
  app.route("/", bookingRoutes(parts.world, parts.originsOf));
  app.notFound(() => toResponse(notFound, limiter.idle()));
  app.onError((error) => {
    parts.onError(error);
    return toResponse(serverError, limiter.idle());
  });
  return app;
}
