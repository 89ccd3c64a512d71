import { routes as contractRoutes } from "@punctual/contract";
import {
  accessJobs,
  accessRoutes,
  admit,
  apiKeyRoutes,
  ensurePeople,
  ensurePerson,
  type HandledRoute,
  type Identity,
  openIdentity,
  sweepClerkTraces,
  sweepLogins,
  sweepNonces,
  type WantedPerson,
} from "./features/access/index.ts";
import { analyticsRoutes } from "./features/analytics/index.ts";
import { ensureChain, type OperatorAudit, openAudit, recordCheckpoint } from "./features/audit/index.ts";
import { auditLogRoutes } from "./features/audit-log/index.ts";
import { availabilityRoutes } from "./features/availability/index.ts";
import {
  type ConnectionHooks,
  checkCapabilitiesJob,
  connectionJobs,
  connectionRoutes,
  planUpkeep,
} from "./features/connections/index.ts";
import { eventTypeJobs, eventTypeRoutes, readEventTypesJob } from "./features/event-types/index.ts";
import { inviteeRoutes } from "./features/invitees/index.ts";
import { notificationJobs, notificationRoutes } from "./features/notifications/index.ts";
import { outgoingJobs, outgoingRoutes, reconcileMessages, sweepMessages } from "./features/outgoing/index.ts";
import { planAlerts, securityJobs, securityRoutes, sweepCounts } from "./features/security/index.ts";
import { sessionJobs, sessionRoutes } from "./features/sessions/index.ts";
import {
  backfillSessionsJob,
  followSync,
  type OperatorSync,
  planSweeps,
  syncJobs,
  syncRoutes,
} from "./features/sync/index.ts";
import { usageRoutes } from "./features/usage/index.ts";
import {
  ensureSubscriptionJob,
  type OperatorInbox,
  openInbox,
  planSubscriptionChecks,
  reconcileDeliveries,
  removeSubscription,
  sweepInbox,
  webhookJobs,
  webhookRoutes,
} from "./features/webhooks/index.ts";
import type { ServerConfig } from "./platform/config.ts";
import type { Context } from "./platform/context.ts";
import { type OperatorKeys, openKeys } from "./platform/crypto/rotate-keys.ts";
import { startHousekeeping } from "./platform/housekeeping.ts";
import { createHttpApp, type HostEnv } from "./platform/http/app.ts";
import { openPlatform, type PlatformOverrides } from "./platform/open-platform.ts";
import { type Plan, startPlanning } from "./platform/planning.ts";
import type { JobHandler } from "./platform/queue/job.ts";
import { readiness } from "./platform/readiness.ts";

export type PunctualOverrides = PlatformOverrides;

export interface Punctual {
  /** The fetch-standard handler: mounts in Node, Next.js or any other host. */
  fetch(request: Request, env?: HostEnv): Response | Promise<Response>;
  readonly worker: {
    /** Works off background jobs in this process. */
    start(): Promise<void>;
    /** Waits for the jobs that run. */
    stop(): Promise<void>;
    /** In place of `start`, by hand: plans what is due and works off, here and now, everything that can be. */
    runDue(): Promise<{ readonly ran: number; readonly failed: number }>;
  };
  readonly people: {
    /** Makes an account, or brings an existing one to what is wanted. Returns its id. */
    ensure(person: WantedPerson): Promise<string>;
    /** The same for several, whose equal passwords are hashed once. */
    ensureAll(people: readonly WantedPerson[]): Promise<string[]>;
  };
  /** For the operator's command line. */
  readonly sync: OperatorSync;
  readonly inbox: OperatorInbox;
  readonly audit: OperatorAudit;
  readonly keys: OperatorKeys;
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
  await ensureChain(context).catch(async (error: unknown) => {
    await platform.close();
    throw error;
  });
  const identity = await openIdentity(context);
  const handlers = jobsOf(context, identity);
  const plans: readonly Plan[] = [
    planUpkeep,
    planSubscriptionChecks,
    planSweeps,
    reconcileDeliveries,
    planAlerts,
    reconcileMessages,
    recordCheckpoint,
  ];
  let worker: { stop(): Promise<void> } | null = null;

  const fetch = createHttpApp({
    ...context,
    routes: complete(routesOf(context, identity)),
    gate: (route, request) => admit(context, identity, route, request),
    identity: (request) => identity.respond(request),
    ...readiness(context),
  });

  async function stopWorker(): Promise<void> {
    const running = worker;
    worker = null;
    // A sweep may be waiting for its account's next minute: it comes back another time.
    context.upstream.letGo();
    await running?.stop();
    context.upstream.holdAgain();
  }

  return {
    fetch,
    worker: {
      async start() {
        if (worker !== null) return;
        const [jobs, housekeeping] = [
          await context.queue.startWorker(handlers),
          startHousekeeping(context, [
            sweepInbox,
            sweepClerkTraces,
            sweepLogins,
            sweepNonces,
            sweepMessages,
            sweepCounts,
          ]),
        ];
        const planning = startPlanning(context, plans);
        worker = {
          async stop() {
            await planning.stop();
            await housekeeping.stop();
            await jobs.stop();
          },
        };
      },
      stop: stopWorker,
      async runDue() {
        for (const plan of plans) await plan(context);
        return context.queue.runDue(handlers);
      },
    },
    people: {
      ensure: (person) => ensurePerson(context, person),
      ensureAll: (people) => ensurePeople(context, people),
    },
    sync: followSync(context),
    inbox: openInbox(context),
    audit: openAudit(context),
    keys: openKeys(context),
    async close() {
      await stopWorker();
      await platform.close();
    },
  };
}

/** What happens around a connection in features that come after it. */
function connectionHooks(context: Context): ConnectionHooks {
  return {
    afterConnect: [readEventTypesJob, ensureSubscriptionJob, backfillSessionsJob, checkCapabilitiesJob],
    afterCheck: [ensureSubscriptionJob],
    beforeDisconnect: [(coachId) => removeSubscription(context, coachId)],
  };
}

function routesOf(context: Context, identity: Identity): HandledRoute[] {
  return [
    ...accessRoutes(context, identity),
    ...connectionRoutes(context, connectionHooks(context)),
    ...eventTypeRoutes(context),
    ...availabilityRoutes(context),
    ...sessionRoutes(context),
    ...inviteeRoutes(context),
    ...syncRoutes(context),
    ...webhookRoutes(context),
    ...notificationRoutes(context),
    ...apiKeyRoutes(context),
    ...outgoingRoutes(context),
    ...analyticsRoutes(context),
    ...usageRoutes(context),
    ...auditLogRoutes(context),
    ...securityRoutes(context),
  ];
}

function jobsOf(context: Context, identity: Identity): JobHandler[] {
  return [
    ...identity.jobs,
    ...accessJobs(context),
    ...connectionJobs(context, connectionHooks(context)),
    ...eventTypeJobs(context),
    ...syncJobs(context),
    ...webhookJobs(context),
    ...sessionJobs(context),
    ...notificationJobs(context),
    ...securityJobs(context),
    ...outgoingJobs(context),
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
