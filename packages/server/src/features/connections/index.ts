export { connectionJobs } from "./jobs.ts";
export { calendlyFor } from "./open-connection.ts";
export { findConnection } from "./queries.ts";
export { connectionRoutes } from "./routes.ts";
export type { CalendlyAccess, ConnectionHooks, ConnectionRecord } from "./types.ts";
