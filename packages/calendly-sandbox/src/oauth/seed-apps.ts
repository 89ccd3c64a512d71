import { allScopes } from "@punctual/calendly";
import type { Store } from "../store/store.ts";
import type { App } from "../world/types.ts";

/** The OAuth apps of every scenario, one of each kind. Their secrets are public: they open nothing but a sandbox. */
const apps: readonly App[] = [
  {
    clientId: "punctual-local",
    name: "Punctual",
    kind: "web",
    clientSecret: "sandbox-client-secret-that-opens-nothing-else",
    webhookSigningKey: "sandbox-webhook-signing-key-that-signs-nothing-else",
    redirectUris: ["http://localhost:3000/api/calendly/connection/callback"],
    environment: "sandbox",
    scopes: allScopes,
  },
  {
    clientId: "sandbox-native-app",
    name: "Pocket Calendar",
    kind: "native",
    clientSecret: null,
    webhookSigningKey: "sandbox-native-signing-key-that-signs-nothing-else",
    redirectUris: ["http://localhost/callback", "com.example.pocket:/callback"],
    environment: "sandbox",
    scopes: ["users:read", "event_types:read", "availability:read", "scheduled_events:write"],
  },
  {
    clientId: "sandbox-production-app",
    name: "Northwind CRM",
    kind: "web",
    clientSecret: "sandbox-production-secret-that-opens-nothing-else",
    webhookSigningKey: "sandbox-production-signing-key-that-signs-nothing-else",
    redirectUris: ["https://crm.example/oauth/calendly/callback"],
    environment: "production",
    scopes: ["users:read", "organizations:read", "scheduled_events:read", "contacts:write", "webhooks:write"],
  },
];

export function seedApps(store: Store): void {
  for (const app of apps) store.apps.put(app);
}
