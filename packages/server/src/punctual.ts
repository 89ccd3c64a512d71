import { routes as contractRoutes } from "@punctual/contract";
import {
  accessRoutes,
  admit,
  createLocalIdentity,
  ensurePerson,
  type HandledRoute,
  type WantedPerson,
} from "./features/access/index.ts";
import { analyticsRoutes } from "./features/analytics/index.ts";
import { availabilityRoutes } from "./features/availability/index.ts";
import { connectionJobs, connectionRoutes } from "./features/connections/index.ts";
import { eventTypeJobs, eventTypeRoutes, readEventTypesJob } from "./features/event-types/index.ts";
import { inviteeRoutes } from "./features/invitees/index.ts";
import { notificationJobs, notificationRoutes } from "./features/notifications/index.ts";
import { sessionJobs, sessionRoutes } from "./features/sessions/index.ts";
import { backfillSessionsJob, syncJobs, syncRoutes } from "./features/sync/index.ts";
import { ensureSubscriptionJob, removeSubscription, webhookJobs, webhookRoutes } from "./features/webhooks/index.ts";
import type { ServerConfig } from "./platform/config.ts";
import type { Context } from "./platform/context.ts";
import { startHousekeeping } from "./platform/housekeeping.ts";
import { createHttpApp, type HostEnv } from "./platform/http/app.ts";
import { defaultLimits, type LimitSettings } from "./platform/http/limits.ts";
import { openPlatform, type PlatformOverrides } from "./platform/open-platform.ts";
import type { JobHandler } from "./platform/queue/job.ts";
import { readiness } from "./platform/readiness.ts";

export interface PunctualOverrides extends PlatformOverrides {
  readonly limits?: Partial<LimitSettings>;
}

export interface Punctual {
  /** The fetch-standard handler: mounts in Node, Next.js or any other host. */
  fetch(request: Request, env?: HostEnv): Response | Promise<Response>;
  readonly worker: {
    /** Works off background jobs in this process. */
    start(): Promise<void>;
    /** Waits for the jobs that run. */
    stop(): Promise<void>;
  };
  readonly people: {
    /** Makes an account, or brings an existing one to what is wanted. Returns its id. */
    ensure(person: WantedPerson): Promise<string>;
  };
  close(): Promise<void>;
}

/**
 * Opens Punctual: database migrated, queue open, every route of the contract answered. Nothing listens and nothing
 * is worked off until the host says so.
 *
 * @throws {StartRefused} with the sentence for the operator.
 */
export async function createPunctual(config: ServerConfig, overrides: PunctualOverrides = {}): Promise<Punctual> {
  const platform = await openPlatform(config, overrides);
  const { context } = platform;
  const identity = createLocalIdentity(context);
  const handlers = jobsOf(context);
  let worker: { stop(): Promise<void> } | null = null;

  const fetch = createHttpApp({
    ...context,
    routes: complete(routesOf(context)),
    gate: (route, headers) => admit(identity, route, headers),
    identity: (request) => identity.respond(request),
    limits: { ...defaultLimits, ...overrides.limits },
    ...readiness(context),
  });

  async function stopWorker(): Promise<void> {
    const running = worker;
    worker = null;
    await running?.stop();
  }

  return {
    fetch,
    worker: {
      async start() {
        if (worker !== null) return;
        const [jobs, housekeeping] = [await context.queue.startWorker(handlers), startHousekeeping(context)];
        worker = {
          async stop() {
            await housekeeping.stop();
            await jobs.stop();
          },
        };
      },
      stop: stopWorker,
    },
    people: { ensure: (person) => ensurePerson(context, person) },
    async close() {
      await stopWorker();
      await platform.close();
    },
  };
}

function routesOf(context: Context): HandledRoute[] {
  const hooks = {
    afterConnect: [readEventTypesJob, ensureSubscriptionJob, backfillSessionsJob],
    beforeDisconnect: [(coachId: string) => removeSubscription(context, coachId)],
  };
  return [
    ...accessRoutes(context),
    ...connectionRoutes(context, hooks),
    ...eventTypeRoutes(context),
    ...availabilityRoutes(context),
    ...sessionRoutes(context),
    ...inviteeRoutes(context),
    ...syncRoutes(context),
    ...webhookRoutes(context),
    ...notificationRoutes(context),
    ...analyticsRoutes(context),
  ];
}

function jobsOf(context: Context): JobHandler[] {
  return [
    ...connectionJobs(context),
    ...eventTypeJobs(context),
    ...syncJobs(context),
    ...webhookJobs(context),
    ...sessionJobs(context),
    ...notificationJobs(context),
  ];
}

/** @throws when a route of the contract is answered by nobody, or by two. */
function complete(handled: HandledRoute[]): HandledRoute[] {
  for (const route of Object.values(contractRoutes)) {
    const count = handled.filter((one) => one.route.id === route.id).length;
    if (count !== 1) throw new Error(`The route ${route.id} is answered by ${count} handlers instead of one.`);
  }
  return handled;
}
