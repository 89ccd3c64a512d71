import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { BadEnvironment } from "./environment.ts";

/** The bindings tell the address of the caller: limits are counted by it. */
type Handler = (request: Request, bindings: Pick<HttpBindings, "incoming">) => Response | Promise<Response>;

/** The HTTP server of this process: it takes its port before anything slow begins. */
export interface Front {
  readonly port: number;
  /** From now on requests are answered by this handler. */
  serve(handler: Handler): void;
  /** Stops accepting, ends open streams, resolves when the port is free. */
  close(): Promise<void>;
}

/** Milliseconds within which a request must have arrived: its headers, and all of it; `check` is how often that is looked at. */
interface ArrivalTimes {
  readonly headers: number;
  readonly whole: number;
  readonly check: number;
}

/**
 * Takes the port. Until {@link Front.serve} is called, requests are answered 503 with `Retry-After`.
 *
 * @param within a slow sender holds no connection for ever: it is answered 408 and closed.
 * @throws {BadEnvironment} when the port is in use or not allowed, with the way out.
 */
export async function openFront(
  host: string,
  port: number,
  within: ArrivalTimes = { headers: 15_000, whole: 30_000, check: 5_000 },
): Promise<Front> {
  let handler: Handler = () =>
    new Response("Punctual is starting. Try again in a second.\n", { status: 503, headers: { "retry-after": "1" } });
  const server = createServer(
    { headersTimeout: within.headers, requestTimeout: within.whole, connectionsCheckingInterval: within.check },
    getRequestListener((request, bindings) => handler(request, bindings as HttpBindings)),
  );
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    serve: (next) => {
      handler = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(refusal(cause, host, port)));
    server.listen(port, host, resolve);
  });
}

function refusal(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (cause.code) {
    case "EADDRINUSE":
      return new BadEnvironment(
        `Port ${port} is in use by another program, perhaps another Punctual. Stop it, or choose another port: PORT=${port + 1} npm start`,
      );
    case "EACCES":
      return new BadEnvironment(
        `Port ${port} may not be opened by this user. Choose one above 1023: PORT=3000 npm start`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new BadEnvironment(
        `HOST ${host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for every address.`,
      );
    default:
      return cause;
  }
}
