import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { SandboxTrouble } from "../store/trouble.ts";

export interface Listening {
  readonly port: number;
  /** Stops taking calls and ends the connections that are open. */
  close(): Promise<void>;
}

/** Listens on a port, 0 for any free one. Throws `SandboxTrouble` when it cannot. */
export function listen(app: Hono, options: { readonly host: string; readonly port: number }): Promise<Listening> {
  const { host, port } = options;
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
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
