import { readFileSync } from "node:fs";
import { request as requestHttp } from "node:http";
import { createServer, request as requestHttps } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";

const pem = (name: string) => readFileSync(join(import.meta.dirname, "certificates", name));

/** A TLS front before a sandbox, as a proxy would be, and a `fetch` to which Calendly's names lead there. */
export interface TlsFront {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  close(): Promise<void>;
}

/** Its certificate is for Calendly's names, made for these tests and trusted by nobody else. */
export async function startTlsFront(sandboxUrl: string): Promise<TlsFront> {
  const certificate = pem("front.cert.pem");
  const server = createServer({ cert: certificate, key: pem("front.key.pem") }, (incoming, outgoing) => {
    const { host = "", ...headers } = incoming.headers;
    const onward = requestHttp(
      new URL(incoming.url ?? "/", sandboxUrl),
      { method: incoming.method, headers: { ...headers, "x-forwarded-proto": "https", "x-forwarded-host": host } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    fetch: (url, init = {}) =>
      new Promise((resolve, reject) => {
        const { hostname, pathname, search } = new URL(url);
        const call = requestHttps(
          {
            host: "127.0.0.1",
            port,
            servername: hostname,
            ca: certificate,
            path: `${pathname}${search}`,
            method: init.method ?? "GET",
            headers: { ...Object.fromEntries(new Headers(init.headers)), host: hostname },
            ...(init.signal ? { signal: init.signal } : {}),
          },
          (answer) => {
            const status = answer.statusCode ?? 502;
            const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [
              name,
              String(value),
            ]);
            const body = status === 204 || status === 304 ? null : (Readable.toWeb(answer) as ReadableStream);
            if (body === null) answer.resume();
            resolve(new Response(body, { status, headers }));
          },
        );
        call.on("error", reject);
        call.end(init.body ?? undefined);
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
