export { eventTypeJobs, readEventTypesJob } from "./jobs.ts";
export { findVisibleEventType } from "./queries.ts";
export { eventTypeRoutes } from "./routes.ts";
export type { EventTypeRecord } from "./types.ts";
