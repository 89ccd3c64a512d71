import { join, resolve } from "node:path";
import { clerkFrontendUrl, clerkJwtKey, type ServerConfig } from "@punctual/server";
import { BadEnvironment, type Environment } from "./environment.ts";
import { cookieSecret, loadKeys } from "./keys.ts";
import { version } from "./version.ts";

type CalendlyConfig = ServerConfig["calendly"];

const calendlyOrigins = {
  api: "https://api.calendly.com",
  auth: "https://auth.calendly.com",
  booking: "https://calendly.com",
  assets: "https://assets.calendly.com",
  // Calendly does not document it; the `avatar_url` of its users begins so.
  pictures: "https://d3v0px0pttie1i.cloudfront.net",
} as const;

/**
 * Where Calendly is: the real one unless addresses are given. A server that is not Calendly's own serves the API,
 * OAuth, booking pages and the widget script from one origin unless each is given.
 */
export function calendlyFromEnvironment(environment: Environment): CalendlyConfig | null {
  const { CALENDLY_CLIENT_ID, CALENDLY_CLIENT_SECRET, CALENDLY_WEBHOOK_SIGNING_KEY } = environment;
  if (!CALENDLY_CLIENT_ID || !CALENDLY_CLIENT_SECRET || !CALENDLY_WEBHOOK_SIGNING_KEY) return null;
  const apiUrl = environment.CALENDLY_API_URL ?? calendlyOrigins.api;
  const own =
    apiUrl === calendlyOrigins.api
      ? calendlyOrigins
      : { auth: apiUrl, booking: apiUrl, assets: apiUrl, pictures: apiUrl };
  return {
    apiUrl,
    authUrl: environment.CALENDLY_AUTH_URL ?? own.auth,
    bookingUrl: environment.CALENDLY_BOOKING_URL ?? own.booking,
    assetsUrl: environment.CALENDLY_ASSETS_URL ?? own.assets,
    picturesUrl: environment.CALENDLY_PICTURES_URL ?? own.pictures,
    clientId: CALENDLY_CLIENT_ID,
    clientSecret: CALENDLY_CLIENT_SECRET,
    webhookSigningKeys: CALENDLY_WEBHOOK_SIGNING_KEY.split(",").map((key) => key.trim()),
  };
}

/** For commands that never reach Calendly, any address will do. */
export const noCalendly: CalendlyConfig = {
  apiUrl: calendlyOrigins.api,
  authUrl: calendlyOrigins.auth,
  bookingUrl: calendlyOrigins.booking,
  assetsUrl: calendlyOrigins.assets,
  picturesUrl: calendlyOrigins.pictures,
  clientId: "",
  clientSecret: "",
  webhookSigningKeys: [],
};

/** The address by which browsers and Calendly reach this server. */
export function publicUrlOf(environment: Environment, port: number): string {
  return environment.PUBLIC_URL ?? `http://localhost:${port}`;
}

/** Puts the server's configuration together from settings, Calendly's whereabouts and the sign-in hints. */
export function serverConfig(
  environment: Environment,
  publicUrl: string,
  calendly: CalendlyConfig,
  signInHints: ServerConfig["signInHints"],
): ServerConfig {
  const dataDir = resolve(environment.DATA_DIR);
  const encryptionKeys = loadKeys(environment.ENCRYPTION_KEYS, dataDir);
  return {
    publicUrl,
    version,
    database:
      environment.DATABASE_URL === undefined
        ? { kind: "pglite", dataDir: join(dataDir, "database") }
        : { kind: "postgres", url: environment.DATABASE_URL },
    encryptionKeys,
    calendly,
    historyDays: environment.HISTORY_DAYS,
    inboxDays: environment.INBOX_DAYS,
    mail: { smtpUrl: environment.SMTP_URL ?? null, from: environment.MAIL_FROM },
    outgoingPrivateHosts: environment.OUTGOING_PRIVATE_HOSTS,
    auth: authConfig(environment, publicUrl, cookieSecret(encryptionKeys)),
    protection: {
      limits: environment.LIMITS,
      trustedProxies: environment.TRUSTED_PROXIES,
      corsOrigins: environment.CORS_ORIGINS,
      metricsToken: environment.METRICS_TOKEN ?? null,
      sentryDsn: environment.SENTRY_DSN ?? null,
    },
    signInHints,
    webRoot: resolve(import.meta.dirname, "../../web/dist"),
    logLevel: environment.LOG_LEVEL,
  };
}

function authConfig(environment: Environment, publicUrl: string, secret: string): ServerConfig["auth"] {
  if (environment.AUTH_MODE === "local") return { mode: "local", secret };
  const { CLERK_PUBLISHABLE_KEY, CLERK_SECRET_KEY, CLERK_JWT_KEY, CLERK_WEBHOOK_SIGNING_SECRET } = environment;
  const frontendUrl = clerkFrontendUrl(CLERK_PUBLISHABLE_KEY ?? "");
  const jwtKey = clerkJwtKey(CLERK_JWT_KEY ?? "");
  if (!CLERK_PUBLISHABLE_KEY || !CLERK_SECRET_KEY || !CLERK_WEBHOOK_SIGNING_SECRET || !frontendUrl || !jwtKey) {
    // `readEnvironment` has refused this already; identity never falls back to another mode.
    throw new BadEnvironment("AUTH_MODE is clerk, and its settings are not complete.");
  }
  return {
    mode: "clerk",
    secret,
    clerk: {
      publishableKey: CLERK_PUBLISHABLE_KEY,
      frontendUrl,
      secretKey: CLERK_SECRET_KEY,
      jwtKey,
      webhookSigningSecrets: listOf(CLERK_WEBHOOK_SIGNING_SECRET),
      authorizedParties: listOf(environment.CLERK_AUTHORIZED_PARTIES ?? publicUrl),
      apiUrl: environment.CLERK_API_URL,
    },
  };
}

function listOf(value: string): string[] {
  return value.split(",").map((one) => one.trim().replace(/\/+$/, ""));
}
