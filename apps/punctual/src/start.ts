import { createPunctual } from "@punctual/server";
import { printReady } from "./banner.ts";
import { redirectToCanonicalHost } from "./canonical-host.ts";
import type { Environment } from "./environment.ts";
import { openFront } from "./front.ts";
import { startSandboxProgramme } from "./sandbox-programme.ts";
import { calendlyFromEnvironment, publicUrlOf, serverConfig } from "./server-config.ts";
import { Shutdown } from "./shutdown.ts";

/**
 * Starts everything in one process: web, API and, unless told otherwise, the worker; and the Calendly sandbox when
 * no Calendly credentials are configured. Resolves when it is ready to be used.
 */
export async function start(environment: Environment, options: { readonly worker: boolean }): Promise<Shutdown> {
  const startedAt = performance.now();
  const shutdown = new Shutdown();
  try {
    const front = await openFront(environment.HOST, environment.PORT);
    shutdown.add("web server", () => front.close());
    const real = calendlyFromEnvironment(environment);
    const sandbox = real === null ? await startSandboxProgramme(environment) : null;
    if (sandbox !== null) shutdown.add("sandbox", () => sandbox.close());
    const calendly = real ?? sandbox?.calendly;
    if (calendly === undefined) throw new Error("There is neither a Calendly configuration nor a sandbox.");

    const publicUrl = publicUrlOf(environment, front.port);
    const hints = (sandbox?.people ?? []).map(({ timeZone: _, ...hint }) => hint);
    const punctual = await createPunctual(serverConfig(environment, publicUrl, calendly, hints));
    shutdown.add("server", () => punctual.close());
    await punctual.people.ensureAll((sandbox?.people ?? []).map((person) => ({ ...person, emailVerified: true })));
    if (options.worker) await punctual.worker.start();
    front.serve(
      (request, bindings) => redirectToCanonicalHost(request, publicUrl) ?? punctual.fetch(request, bindings),
    );
    printReady({
      environment,
      publicUrl,
      sandbox,
      seconds: (performance.now() - startedAt) / 1000,
      worker: options.worker,
    });
    return shutdown;
  } catch (cause) {
    await shutdown.run();
    throw cause;
  }
}
