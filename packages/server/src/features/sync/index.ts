export { afterApplied, applyChange, applyChangeNow } from "./apply-change.ts";
export { backfillSessionsJob, syncJobs } from "./jobs.ts";
export { lockUris } from "./queries.ts";
export { readSessionNow } from "./read-session.ts";
export { syncRoutes } from "./routes.ts";
export type { Applied } from "./types.ts";
