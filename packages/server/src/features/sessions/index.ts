export { listSessionInvitees } from "./get-session.ts";
export { sessionJobs } from "./jobs.ts";
export { sessionRoutes } from "./routes.ts";
