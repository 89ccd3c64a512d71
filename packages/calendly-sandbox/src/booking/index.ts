import { Hono } from "hono";
import { assetFile } from "../asset-files.ts";
import { type Origins, originsOf } from "../http/origin.ts";
import type { World } from "../world/index.ts";
import { lookStyles } from "./look.ts";
import { pageCallRoutes } from "./page-calls.ts";
import { pageRoutes } from "./pages.ts";
import { routingRoutes } from "./routing-routes.ts";
import { staticFileRoutes } from "./static-files.ts";

const own = (name: string) => ({ name, source: assetFile(`booking/assets/${name}`) });
const font = {
  name: "geist.woff2",
  source: new URL(import.meta.resolve("@fontsource-variable/geist/files/geist-latin-wght-normal.woff2")),
};

/** Script, styles, icons and font of every page of the sandbox. */
export function bookingAssetRoutes(): Hono {
  const names = [
    "page.css",
    "controls.css",
    "parts.css",
    "event-type.css",
    "steps.css",
    "routing.css",
    "page.js",
    "booking-page.js",
    "notices.js",
    "calls.js",
    "calendar.js",
    "times.js",
    "zones.js",
    "zone-picker.js",
    "words.js",
    "memory.js",
    "ranges.js",
    "address.js",
    "form.js",
    "parent.js",
  ];
  const routes = staticFileRoutes("/assets/booking", [...names.map(own), own("icon.svg"), own("icons.svg"), font]);
  routes.get("/assets/booking/look.css", (c) =>
    c.body(lookStyles(new URL(c.req.url).searchParams), 200, {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=300",
    }),
  );
  return routes;
}

/**
 * Everything that an invitee meets. Mount it after all other routes of the origin: `/{slug}/{slug}` matches widely.
 * `origins` says under which names a request's URIs are written; by default those by which it came.
 */
export function bookingRoutes(world: World, origins: (request: Request) => Origins = originsOf): Hono {
  return new Hono()
    .route("/", bookingAssetRoutes())
    .route("/", pageCallRoutes(world, origins))
    .route("/", routingRoutes(world))
    .route("/", pageRoutes(world, origins));
}
