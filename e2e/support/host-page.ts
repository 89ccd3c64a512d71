import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "vite";

/** Somebody's web site that embeds booking pages: another origin than the sandbox's. */
export interface HostPage {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves one document, with `/app.js` beside it. */
export function serveHostPage(html: string, script = ""): Promise<HostPage> {
  const server = createServer((request, response) => {
    const isScript = request.url === "/app.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html; charset=utf-8" });
    response.end(isScript ? script : html);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((closed) => {
            server.closeAllConnections();
            server.close(() => closed());
          }),
      });
    });
  });
}

/** The page that uses react-calendly, bundled with the package as npm delivers it. */
export async function serveReactHost(): Promise<HostPage> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    root: import.meta.dirname,
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    build: {
      write: false,
      modulePreload: false,
      lib: { entry: join(import.meta.dirname, "react-calendly-app.tsx"), formats: ["es"], fileName: "app" },
    },
  });
  const [bundle] = Array.isArray(result) ? result : [result];
  if (bundle === undefined || !("output" in bundle)) throw new Error("vite built nothing");
  const document = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Book a coach</title></head><body><div id="root"></div><script type="module" src="/app.js"></script></body></html>`;
  return serveHostPage(document, bundle.output[0].code);
}
