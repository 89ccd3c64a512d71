export { applyDeliveryJob, checkSubscriptionJob, ensureSubscriptionJob, webhookJobs } from "./jobs.ts";
export { type OperatorInbox, openInbox } from "./open-inbox.ts";
export { planSubscriptionChecks } from "./plan-subscription-checks.ts";
export { reconcileDeliveries } from "./reconcile-deliveries.ts";
export { removeSubscription } from "./remove-subscription.ts";
export { webhookRoutes } from "./routes.ts";
export { sweepInbox } from "./sweep-inbox.ts";
