import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { SandboxTrouble } from "../store/trouble.ts";

export interface Listening {
  readonly port: number;
  /** Stops taking calls and ends the connections that are open. */
  close(): Promise<void>;
}

/** Longest line and headers of a request that are read, in bytes: an address may carry ten contacts and a long search. */
const longestHead = 131_072;

const unreadable = JSON.stringify({
  message: "The supplied parameters are invalid.",
  title: "Invalid Argument",
});

/** Answers what is no HTTP, or has a head longer than anybody's, in Calendly's shape: there is no request to hand on. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const status = error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${unreadable.length}\r\n\r\n${unreadable}`,
  );
}

/** Listens on a port, 0 for any free one. Throws `SandboxTrouble` when it cannot. */
export function listen(app: Hono, options: { readonly host: string; readonly port: number }): Promise<Listening> {
  const { host, port } = options;
  return new Promise((resolve, reject) => {
    const serverOptions = { maxHeaderSize: longestHead };
    const server = serve({ fetch: app.fetch, hostname: host, port, serverOptions }, (address) => {
      resolve({
        port: address.port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            // Without a body under way a keep-alive connection would hold the server open.
            (server as Server).closeAllConnections();
          }),
      });
    });
    // Longer than clients keep a quiet connection: otherwise one is closed under the call that takes it up again.
    (server as Server).keepAliveTimeout = 75_000;
    server.on("clientError", answerUnreadable);
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") {
        reject(
          new SandboxTrouble(`Port ${port} is in use: stop what listens there, or give the sandbox another port.`, {
            kind: "port_in_use",
          }),
        );
      } else if (error.code === "EACCES") {
        reject(new SandboxTrouble(`Port ${port} may not be used by this user: choose one above 1023.`));
      } else if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
        reject(new SandboxTrouble(`The sandbox cannot listen on ${host}: it is no address of this machine.`));
      } else reject(error);
    });
  });
}
