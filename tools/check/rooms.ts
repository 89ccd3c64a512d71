/** The rooms of the project and what each may import. The list is exhaustive for rooms; third-party libraries are free. */
export interface Room {
  readonly folder: string;
  readonly packageName: string;
  readonly mayImport: readonly string[];
  /** What belongs here, for the message that sends a stray import to the right room. */
  readonly holds: string;
  /** Third-party packages allowed, when not all are. */
  readonly libraries?: readonly string[];
}

export const rooms: readonly Room[] = [
  {
    folder: "packages/calendly",
    packageName: "@punctual/calendly",
    mayImport: [],
    holds: "the typed Calendly client",
    libraries: ["zod"],
  },
  {
    folder: "packages/calendly-sandbox",
    packageName: "@punctual/calendly-sandbox",
    mayImport: ["@punctual/calendly"],
    holds: "the Calendly-compatible server",
  },
  {
    folder: "packages/contract",
    packageName: "@punctual/contract",
    mayImport: [],
    holds: "our own HTTP API: schemas, routes, client, OpenAPI",
    libraries: ["zod"],
  },
  {
    folder: "packages/server",
    packageName: "@punctual/server",
    mayImport: ["@punctual/calendly", "@punctual/contract"],
    holds: "the product's server",
  },
  {
    folder: "packages/react",
    packageName: "@punctual/react",
    mayImport: ["@punctual/contract"],
    holds: "components and hooks for any React app",
  },
  {
    folder: "apps/web",
    packageName: "@punctual/web",
    mayImport: ["@punctual/react", "@punctual/contract"],
    holds: "the web app's routes and pages",
  },
  {
    folder: "apps/punctual",
    packageName: "@punctual/app",
    mayImport: ["@punctual/calendly", "@punctual/calendly-sandbox", "@punctual/contract", "@punctual/server"],
    holds: "the composition root and the command line",
  },
  {
    folder: "e2e",
    packageName: "@punctual/e2e",
    mayImport: ["@punctual/calendly", "@punctual/calendly-sandbox", "@punctual/contract", "@punctual/server"],
    holds: "browser tests",
  },
  {
    folder: "bench",
    packageName: "@punctual/bench",
    mayImport: ["@punctual/calendly", "@punctual/calendly-sandbox", "@punctual/contract", "@punctual/server"],
    holds: "benchmarks",
  },
  {
    folder: "simulation",
    packageName: "@punctual/simulation",
    mayImport: ["@punctual/calendly", "@punctual/calendly-sandbox", "@punctual/server"],
    holds: "the seeded simulation and the crash test",
  },
  { folder: "tools", packageName: "@punctual/tools", mayImport: ["@punctual/contract"], holds: "repository checks" },
];

/** What a test may import beyond its room: the sandbox stands in for Calendly in the server's tests. */
export const testMayAlsoImport: Readonly<Record<string, readonly string[]>> = {
  "packages/server": ["@punctual/calendly-sandbox"],
};

/** The features of the server in the order in which they may know each other: each only those before it. */
export const featureOrder = [
  "audit",
  "access",
  "connections",
  "notifications",
  "security",
  "outgoing",
  "event-types",
  "availability",
  "sync",
  "webhooks",
  "sessions",
  "invitees",
  "series",
  "analytics",
  "usage",
  // Reading the log takes an admin, whom the gate mints; writing it comes before the gate, which is audited too.
  "audit-log",
  "privacy",
] as const;
