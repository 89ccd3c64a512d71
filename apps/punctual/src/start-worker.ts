import { createPunctual } from "@punctual/server";
import { BadEnvironment, type Environment } from "./environment.ts";
import { calendlyFromEnvironment, publicUrlOf, serverConfig } from "./server-config.ts";
import { Shutdown } from "./shutdown.ts";

/** Runs the worker alone, beside servers that share its database. */
export async function startWorker(environment: Environment): Promise<Shutdown> {
  if (environment.DATABASE_URL === undefined) {
    throw new BadEnvironment(
      "A worker of its own needs DATABASE_URL: the embedded database belongs to one process, and npm start already has a worker in it.",
    );
  }
  const calendly = calendlyFromEnvironment(environment);
  if (calendly === null) {
    throw new BadEnvironment(
      "A worker of its own needs CALENDLY_CLIENT_ID, CALENDLY_CLIENT_SECRET and CALENDLY_WEBHOOK_SIGNING_KEY. To work against a sandbox, give its credentials and CALENDLY_API_URL.",
    );
  }
  const shutdown = new Shutdown();
  const punctual = await createPunctual(
    serverConfig(environment, publicUrlOf(environment, environment.PORT), calendly, []),
  );
  shutdown.add("worker", () => punctual.close());
  await punctual.worker.start();
  console.log("The worker is running. Ctrl-C stops it.");
  return shutdown;
}
