import type { RouteDefinition } from "@punctual/contract";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { ClerkUnavailable } from "../clerk/unavailable.ts";
import type { Clock } from "../clock.ts";
import type { ServerConfig } from "../config.ts";
import type { Database } from "../database/database.ts";
import { newId } from "../ids.ts";
import type { Limits } from "../limits/limits.ts";
import type { Log } from "../log.ts";
import { ownOrigins } from "../own-origins.ts";
import type { SecurityCounts } from "../security/count-events.ts";
import { callerOf } from "../security/network.ts";
import { answerRoute } from "./answer-route.ts";
import { clerkOrigins } from "./clerk-origins.ts";
import { createClientAddresses } from "./client-address.ts";
import { contentPolicies, createNonce, policyReportPath } from "./content-policy.ts";
import { createCrossOrigin } from "./cors.ts";
import { createCsrfTokens } from "./csrf.ts";
import { createDocumentation } from "./documentation.ts";
import { createKnownDevices } from "./known-devices.ts";
import { type Counter, createMetrics } from "./metrics.ts";
import { mayReadMetrics } from "./metrics-access.ts";
import { isForged } from "./origin-check.ts";
import { receivePolicyReports } from "./policy-reports.ts";
import { problemResponse } from "./problem-response.ts";
import { referenceStylePath } from "./reference-page.ts";
import { referenceStyle } from "./reference-style.ts";
import type { Reply } from "./reply.ts";
import { securityHeaders } from "./security-headers.ts";
import { type Gate, honoPath, type ServedRoute } from "./served-route.ts";
import { guardSignIn } from "./sign-in.ts";
import { createStaticFiles } from "./static-files.ts";

export interface HttpAppOptions<Viewer extends { readonly personId: string }> {
  readonly config: Pick<ServerConfig, "publicUrl" | "calendly" | "version" | "webRoot" | "auth" | "protection">;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly security: SecurityCounts;
  readonly routes: readonly ServedRoute<Viewer>[];
  readonly gate: Gate<Viewer>;
  /** Answers `/api/auth/*`; null where there is nothing. */
  readonly identity: (request: Request) => Promise<Reply<never> | null>;
  readonly limits: Limits;
  /** What is not ready, as sentences; empty when everything is. */
  readonly unready: () => Promise<readonly string[]>;
  readonly gauges: () => Promise<Readonly<Record<string, number>>>;
}

/** What the host knows of a connection; as `@hono/node-server` passes it. */
export interface HostEnv {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } };
}

interface Variables {
  requestId: string;
  /** Id of the route, or a fixed name: never the path, which holds ids. */
  routeId: string;
  personId: string | null;
}

/** The whole HTTP face: API, identity, health, documentation and the web app, as one fetch-standard handler. */
export function createHttpApp<Viewer extends { readonly personId: string }>(options: HttpAppOptions<Viewer>) {
  const { config, log } = options;
  const app = new Hono<{ Bindings: HostEnv; Variables: Variables }>();
  const own = ownOrigins(config.publicUrl);
  const headers = securityHeaders(config);
  const crossOrigin = createCrossOrigin(config.protection.corsOrigins);
  const policies = contentPolicies(config, clerkOrigins(config));
  const csrf = createCsrfTokens(config.auth.secret);
  const devices = createKnownDevices(config.auth.secret, { secure: config.publicUrl.startsWith("https://") });
  const guard = { ...options, devices, secret: config.auth.secret };
  const addresses = createClientAddresses(config.protection.trustedProxies, () =>
    log.warn({}, "a proxy that is not in TRUSTED_PROXIES: limits count all of its callers as one"),
  );
  const addressOf = ({ env, req }: { readonly env: HostEnv; readonly req: { readonly raw: Request } }): string =>
    addresses.of(env.incoming?.socket?.remoteAddress ?? null, req.raw.headers);
  const metrics = createMetrics();
  const served = options.routes.map(({ route }) => route);

  app.use(async (c, next) => {
    const startedAt = performance.now();
    const requestId = newId("req");
    c.set("requestId", requestId);
    c.set("routeId", "other");
    c.set("personId", null);
    await next();
    const answered = c.res.headers;
    if (!answered.has("content-security-policy")) answered.set("content-security-policy", policies.data);
    for (const [name, value] of headers) if (!answered.has(name)) answered.set(name, value);
    c.res.headers.set("x-request-id", requestId);
    const ms = performance.now() - startedAt;
    const { status } = c.res;
    metrics.observeRequest(c.get("routeId"), status, ms / 1000);
    const fields = {
      requestId,
      route: c.get("routeId"),
      method: c.req.method,
      status,
      tookMs: Math.round(ms * 10) / 10,
      personId: c.get("personId"),
    };
    if (status >= 500) log.warn(fields, "request");
    else if (c.get("routeId") === "other" || c.get("routeId") === "health") log.debug(fields, "request");
    else log.info(fields, "request");
  });

  app.onError((error, c) => {
    if (error instanceof ClerkUnavailable) {
      log.warn({ requestId: c.get("requestId"), route: c.get("routeId"), error }, "Clerk did not answer");
      return problemResponse({ code: "identity_unavailable", detail: error.message }, c.get("requestId"));
    }
    log.error({ requestId: c.get("requestId"), route: c.get("routeId"), error }, "request failed");
    const detail = "Something went wrong on our side. Try again; if it stays, tell your admin the request id.";
    return problemResponse({ code: "internal_error", detail }, c.get("requestId"));
  });

  app.use("/api/*", async (c, next) => {
    const preflight = crossOrigin.preflight(c.req.raw);
    if (preflight === null) await next();
    else c.res = preflight;
    crossOrigin.open(c.req.raw, c.res.headers);
  });
  app.use("/api/*", compress({ threshold: 1024 }));

  app.get("/healthz", (c) => {
    c.set("routeId", "health");
    return c.json({ status: "ok" });
  });
  app.get("/readyz", async (c) => {
    c.set("routeId", "health");
    const unready = await options.unready();
    return c.json(
      { status: unready.length === 0 ? "ready" : "not ready", reasons: unready },
      unready.length === 0 ? 200 : 503,
    );
  });
  app.get("/metrics", async (c) => {
    c.set("routeId", "health");
    const socket = c.env.incoming?.socket?.remoteAddress ?? null;
    const seen = { address: addressOf(c), socket };
    if (!mayReadMetrics(config.protection.metricsToken, c.req.raw.headers, seen)) {
      options.security.count("access_denied", { source: seen.address, subject: "metrics" });
      return nothingHere(c.get("requestId"));
    }
    return c.text(metrics.render(await options.gauges(), countersOf(options)), 200, {
      "content-type": "text/plain; version=0.0.4",
    });
  });
  const documentation = createDocumentation({ version: config.version, serverUrl: config.publicUrl });
  app.get("/api/openapi.json", (c) => c.body(documentation.document(), 200, { "content-type": "application/json" }));
  app.get("/api/docs", async (c) => {
    const nonce = createNonce();
    const page = await documentation.page(nonce);
    return c.html(page, 200, { "content-security-policy": policies.document(nonce), "cache-control": "no-store" });
  });
  app.get(referenceStylePath, (c) => c.body(referenceStyle, 200, { "content-type": "text/css; charset=utf-8" }));
  app.post(policyReportPath, async (c) => {
    c.set("routeId", "policyReports");
    const call = { request: c.req.raw, address: addressOf(c), requestId: c.get("requestId") };
    // Whoever sends too many is not told: no person waits for the answer.
    const { exceeded } = await options.limits.take("perAddress", callerOf(call.address));
    return exceeded ? c.body(null, 204) : receivePolicyReports(options, call);
  });

  app.use("/api/*", async (c, next) => {
    if (crossOrigin.mayChange(c.req.raw)) return next();
    if (!isForged(c.req.raw, own) || isSigned(served, c.req.path, c.req.method)) return next();
    options.security.count("request_forged", { source: addressOf(c), subject: null });
    const detail = "This request comes from a page of another site. Open Punctual itself and do it there.";
    return problemResponse({ code: "forbidden", detail }, c.get("requestId"));
  });

  app.all("/api/auth/*", async (c) => {
    c.set("routeId", "auth");
    const call = { request: c.req.raw, address: addressOf(c), requestId: c.get("requestId") };
    const response = await guardSignIn(guard, call);
    return response ?? nothingHere(c.get("requestId"));
  });

  for (const one of options.routes) {
    app.on(one.route.method, honoPath(one.route.path), async (c, next) => {
      // Hono answers HEAD by GET: it would consume a consent, or open a stream whose end nobody ever sees.
      if (c.req.raw.method !== one.route.method) return next();
      c.set("routeId", one.route.id);
      const { response, personId } = await answerRoute({ ...options, csrf }, one, {
        request: c.req.raw,
        pathParams: c.req.param(),
        requestId: c.get("requestId"),
        address: addressOf(c),
      });
      c.set("personId", personId);
      return response;
    });
  }
  for (const [path, methods] of methodsByPath(served)) {
    app.all(honoPath(path), (c) => {
      const allowed = methods.join(", ");
      const detail = `${c.req.method} is not possible here. Possible: ${allowed}.`;
      const response = problemResponse({ code: "method_not_allowed", detail }, c.get("requestId"));
      response.headers.set("allow", allowed);
      return response;
    });
  }
  app.all("/api/*", (c) => nothingHere(c.get("requestId")));

  const files = config.webRoot === null ? null : createStaticFiles(config.webRoot, policies.page);
  app.on(["GET", "HEAD"], "*", async (c) => {
    const response = (await files?.(c.req.raw)) ?? null;
    return response ?? nothingHere(c.get("requestId"));
  });
  app.notFound((c) => nothingHere(c.get("requestId")));

  return (request: Request, env?: HostEnv): Response | Promise<Response> => app.fetch(request, env ?? {});
}

function countersOf({ security, limits }: Pick<HttpAppOptions<never>, "security" | "limits">): readonly Counter[] {
  return [
    { name: "punctual_refusals_total", label: "kind", values: security.totals },
    { name: "punctual_limits_exceeded_total", label: "limit", values: limits.totals.exceeded },
  ];
}

function nothingHere(requestId: string): Response {
  return problemResponse(
    { code: "not_found", detail: "There is nothing at this address. Check how it is written." },
    requestId,
  );
}

function isSigned(routes: readonly RouteDefinition[], path: string, method: string): boolean {
  return routes.some((route) => route.access === "signed" && route.path === path && route.method === method);
}

function methodsByPath(routes: readonly RouteDefinition[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of routes) methods.set(path, [...(methods.get(path) ?? []), method]);
  return methods;
}
