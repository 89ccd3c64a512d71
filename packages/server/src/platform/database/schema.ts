/** Every table of the product, by what it is for. */
export * from "./tables/audit.ts";
export * from "./tables/clerk.ts";
export * from "./tables/connections.ts";
export * from "./tables/event-types.ts";
export * from "./tables/identity.ts";
export * from "./tables/journals.ts";
export * from "./tables/mirror.ts";
export * from "./tables/notifications.ts";
export * from "./tables/protection.ts";
export { punctual } from "./tables/punctual.ts";
export * from "./tables/sync.ts";
export * from "./tables/webhooks.ts";
