export { outgoingJobs } from "./jobs.ts";
export { reconcileMessages } from "./reconcile-messages.ts";
export { recordOutgoing } from "./record-outgoing.ts";
export { outgoingRoutes } from "./routes.ts";
export { sweepMessages } from "./sweep-messages.ts";
export type { Happening } from "./types.ts";
