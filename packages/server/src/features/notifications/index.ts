export { notificationJobs } from "./jobs.ts";
export { planNotifications } from "./plan-notifications.ts";
export { notificationRoutes } from "./routes.ts";
export type { NewsOfSession } from "./types.ts";
