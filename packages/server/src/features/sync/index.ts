export { afterApplied, applyChange, applyChangeNow } from "./apply-change.ts";
export { applyGone } from "./apply-gone.ts";
export { applyRoutingSubmission } from "./apply-routing-submission.ts";
export { backfillSessionsJob, startSweepJob, syncJobs } from "./jobs.ts";
export { planSweeps } from "./plan-sweeps.ts";
export { lockUris } from "./queries.ts";
export { readSessionNow } from "./read-session.ts";
export { syncRoutes } from "./routes.ts";
export type { Applied } from "./types.ts";
