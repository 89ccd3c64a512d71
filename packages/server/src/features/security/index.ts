export { securityJobs } from "./jobs.ts";
export { planAlerts } from "./plan-alerts.ts";
export { securityRoutes } from "./routes.ts";
export { sweepCounts } from "./sweep-counts.ts";
