import type { Hono } from "hono";
import { assetFile } from "../asset-files.ts";
import { textOf } from "../booking/layout.ts";
import { staticFileRoutes } from "../booking/static-files.ts";
import { inspectorHeaders, inspectorPage } from "./page.ts";

const own = (name: string) => ({ name, source: assetFile(`inspector/assets/${name}`) });

const names = [
  "shell.css",
  "floats.css",
  "lists.css",
  "details.css",
  "forms.css",
  "settings.css",
  "inspector.js",
  "api.js",
  "clock-face.js",
  "dom.js",
  "forms.js",
  "json-view.js",
  "list-view.js",
  "parts.js",
  "people-event-types.js",
  "people-invitations.js",
  "people-routing.js",
  "live.js",
  "words.js",
  "view-access.js",
  "view-clock.js",
  "view-deliveries.js",
  "view-faults.js",
  "view-people.js",
  "view-requests.js",
  "view-settings.js",
  "view-snapshots.js",
  "view-state.js",
  "view-timeline.js",
  "fault-presets.js",
];

/**
 * The inspector: a page at `/_sandbox/`, and at `/_sandbox` for browsers, that does everything through the controls.
 * Mount it before them: for callers that do not ask for a page, `/_sandbox` lists them.
 */
export function inspectorRoutes(): Hono {
  const routes = staticFileRoutes("/assets/inspector", names.map(own));
  const page = textOf(inspectorPage());
  routes.get("/_sandbox/", (c) => c.body(page, 200, inspectorHeaders));
  routes.get("/_sandbox", (c, next) => {
    const wantsPage = c.req.header("accept")?.includes("text/html") ?? false;
    return wantsPage ? Promise.resolve(c.body(page, 200, inspectorHeaders)) : next();
  });
  return routes;
}
