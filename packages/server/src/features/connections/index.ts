export { getConnection } from "./get-connection.ts";
export { checkCapabilitiesJob, connectionJobs, connectionLostJob, needsReconnectJob } from "./jobs.ts";
export { calendlyFor } from "./open-connection.ts";
export { planUpkeep } from "./plan-upkeep.ts";
export { findConnection } from "./queries.ts";
export { connectionRoutes } from "./routes.ts";
export { holdsScope } from "./rules.ts";
export type { CalendlyAccess, ConnectionHooks, ConnectionRecord } from "./types.ts";
