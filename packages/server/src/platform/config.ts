import type { Role } from "@punctual/contract";
import type { LimitSettings } from "./limits/settings.ts";

/** How the server is told about its surroundings. Read and validated once, by the composition root. */
export interface ServerConfig {
  /** Origin by which browsers and Calendly reach this server, without a trailing slash. */
  readonly publicUrl: string;
  readonly version: string;
  readonly database:
    | {
        readonly kind: "pglite" /** Directory, or null to keep everything in memory. */;
        readonly dataDir: string | null;
      }
    | { readonly kind: "postgres"; readonly url: string };
  /** Newest first: the first key seals, every key opens. Each is 32 bytes. */
  readonly encryptionKeys: readonly { readonly id: string; readonly key: Uint8Array }[];
  readonly calendly: {
    readonly apiUrl: string;
    readonly authUrl: string;
    /** Origin of the booking pages. */
    readonly bookingUrl: string;
    /** Origin of `/assets/external/widget.js`. */
    readonly assetsUrl: string;
    /** Origin of the pictures of people (`avatar_url`). */
    readonly picturesUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** Current key first, then those that are still accepted. */
    readonly webhookSigningKeys: readonly string[];
  };
  /** How far back the sessions of a newly connected account are copied, in days. */
  readonly historyDays: number;
  /** How long what a delivery carried is kept, in days; that it came, and what became of it, is kept for good. */
  readonly inboxDays: number;
  readonly mail: {
    /** Null: mail goes to the embedded mailbox. */
    readonly smtpUrl: string | null;
    /** `Name <address>` or a bare address. */
    readonly from: string;
  };
  /** Hosts (`host` or `host:port`) inside a private network to which outgoing webhooks may go all the same, also without TLS. */
  readonly outgoingPrivateHosts: readonly string[];
  readonly auth: {
    /** Signs cookies and the tokens of forms; at least 32 characters. */
    readonly secret: string;
  } & (
    | { readonly mode: "local" }
    | {
        readonly mode: "clerk";
        readonly clerk: ClerkConfig;
      }
  );
  readonly protection: {
    /** Where they differ from the defaults. */
    readonly limits: Partial<LimitSettings>;
    /** Addresses and CIDR ranges of proxies whose `X-Forwarded-For` is believed. */
    readonly trustedProxies: readonly string[];
    /** Origins of other sites whose pages may use the API, by bearer token. */
    readonly corsOrigins: readonly string[];
    /** By which `/metrics` may be read from anywhere; null: from this machine and private networks alone. */
    readonly metricsToken: string | null;
    /** Where errors are reported; null: nowhere. */
    readonly sentryDsn: string | null;
  };
  readonly signInHints: readonly {
    readonly name: string;
    readonly role: Role;
    readonly email: string;
    readonly password: string;
    readonly note: string;
  }[];
  /** Directory of the built web app, or null to serve the API alone. */
  readonly webRoot: string | null;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

/** One instance of Clerk, as its dashboard shows it. */
export interface ClerkConfig {
  /** Browsers get to see it. */
  readonly publishableKey: string;
  /** Origin of the instance's Frontend API, which issues the session tokens; named by the publishable key. */
  readonly frontendUrl: string;
  readonly secretKey: string;
  /** The public key of session tokens, PEM: they are verified without a call. */
  readonly jwtKey: string;
  /** Current secret first, then those that are still accepted. */
  readonly webhookSigningSecrets: readonly string[];
  /** Origins whose pages may have asked for a session token. */
  readonly authorizedParties: readonly string[];
  /** Origin of the Backend API. */
  readonly apiUrl: string;
}
