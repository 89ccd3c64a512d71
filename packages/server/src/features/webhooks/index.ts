export { removeSubscription } from "./ensure-subscription.ts";
export { applyDeliveryJob, ensureSubscriptionJob, webhookJobs } from "./jobs.ts";
export { webhookRoutes } from "./routes.ts";
