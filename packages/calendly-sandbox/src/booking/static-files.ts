import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Hono } from "hono";

const contentTypes: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

export interface StaticFile {
  /** The last segment of its address. */
  readonly name: string;
  readonly source: URL;
}

/**
 * Serves files from memory, read once at the start: a missing file stops the start instead of a page.
 * Addresses carry no version, so browsers keep a file for five minutes and then revalidate by `ETag`; files are open
 * to other origins because host pages load the embed script and fonts from theirs.
 */
export function staticFileRoutes(folder: string, files: readonly StaticFile[]): Hono {
  const routes = new Hono();
  for (const file of files) {
    const body = readFileSync(file.source);
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    const extension = file.name.split(".").at(-1) ?? "";
    const headers = {
      "access-control-allow-origin": "*",
      "cache-control": "public, max-age=300, must-revalidate",
      "content-type": contentTypes[extension] ?? "application/octet-stream",
      "cross-origin-resource-policy": "cross-origin",
      etag,
      "x-content-type-options": "nosniff",
    };
    routes.get(`${folder}/${file.name}`, (c) => {
      if (c.req.header("if-none-match") === etag) return c.body(null, 304, headers);
      return c.body(new Uint8Array(body), 200, headers);
    });
  }
  return routes;
}
