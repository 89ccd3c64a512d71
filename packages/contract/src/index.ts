/**
 * The contract between Punctual's server and whoever calls it: schemas, routes, problems, a typed client
 * and the OpenAPI document.
 *
 * Words: a *session* mirrors one Calendly scheduled event; a *login session* is what a signed-in browser holds;
 * a *slot* is one bookable start; a *connection* is a coach's OAuth link to Calendly.
 */
export * from "./client.ts";
export * from "./openapi.ts";
export { mapSchema } from "./openapi-schemas.ts";
export * from "./openapi-types.ts";
export * from "./primitives.ts";
export * from "./problem.ts";
export * from "./problem-codes.ts";
export * from "./problem-meanings.ts";
export * from "./resources/account.ts";
export * from "./resources/api-keys.ts";
export * from "./resources/audit.ts";
export * from "./resources/bookings.ts";
export * from "./resources/coaches.ts";
export * from "./resources/connections.ts";
export * from "./resources/deliveries.ts";
export * from "./resources/event-types.ts";
export * from "./resources/live.ts";
export * from "./resources/mailbox.ts";
export * from "./resources/members.ts";
export * from "./resources/outgoing.ts";
export * from "./resources/people.ts";
export * from "./resources/security.ts";
export * from "./resources/sessions.ts";
export * from "./resources/sweeps.ts";
export * from "./resources/usage.ts";
export * from "./resources/webhooks.ts";
export * from "./route.ts";
export * from "./route-problems.ts";
export * from "./routes.ts";
export * from "./scopes.ts";
export * from "./time-zone.ts";
