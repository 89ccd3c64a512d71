import type { ServerConfig } from "../platform/config.ts";

/** A complete configuration for tests; `overrides` replace whole fields. */
export function testConfig(overrides: Partial<ServerConfig> = {}): ServerConfig {
  return {
    publicUrl: "http://127.0.0.1:3000",
    version: "0.0.0-test",
    database: { kind: "pglite", dataDir: null },
    encryptionKeys: [{ id: "test", key: new Uint8Array(32).fill(7) }],
    calendly: {
      apiUrl: "http://127.0.0.1:4010",
      authUrl: "http://127.0.0.1:4010",
      bookingUrl: "http://127.0.0.1:4010",
      assetsUrl: "http://127.0.0.1:4010",
      picturesUrl: "http://127.0.0.1:4010",
      clientId: "test-client",
      clientSecret: "test-client-secret",
      webhookSigningKeys: ["test-webhook-signing-key"],
    },
    historyDays: 90,
    inboxDays: 90,
    mail: { smtpUrl: null, from: "Punctual <mail@punctual.example>" },
    outgoingPrivateHosts: [],
    auth: { mode: "local", secret: "a-secret-for-tests-that-is-long-enough" },
    protection: { limits: {}, trustedProxies: [], corsOrigins: [], metricsToken: null, sentryDsn: null },
    signInHints: [],
    webRoot: null,
    logLevel: "silent",
    ...overrides,
  };
}
