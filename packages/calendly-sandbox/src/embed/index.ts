import type { Hono } from "hono";
import { assetFile } from "../asset-files.ts";
import { staticFileRoutes } from "../booking/static-files.ts";

/** What host pages load to embed a booking page, at the paths that Calendly serves it from. */
export function embedRoutes(): Hono {
  const names = ["widget.js", "widget.css", "close-icon.svg"];
  return staticFileRoutes(
    "/assets/external",
    names.map((name) => ({ name, source: assetFile(`embed/assets/${name}`) })),
  );
}
