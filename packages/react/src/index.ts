/**
 * The components and hooks of Punctual: props in, callbacks out, data through one `PunctualProvider`.
 *
 * Words: a *session* mirrors one Calendly scheduled event; a *slot* is one bookable start, *openings* are the slots
 * of a window; an *invitee* booked, a *host* or *coach* is booked; a *connection* is a coach's link to Calendly.
 */

export { EventTypeAvailability, type EventTypeAvailabilityProps } from "./availability/event-type-availability.tsx";
export * from "./booking/index.ts";
export { CoachCard, CoachList, ConnectionBadge } from "./coaches/coach-list.tsx";
export { AccountCapabilities } from "./connection/account-capabilities.tsx";
export { AccountCard } from "./connection/account-card.tsx";
export { CapabilityList } from "./connection/capability-list.tsx";
export { ConnectCalendly, type ConnectCalendlyProps } from "./connection/connect-calendly.tsx";
export { WebhookFacts } from "./connection/webhook-facts.tsx";
export * from "./data/index.ts";
export * from "./sessions/index.ts";
export * from "./sync/index.ts";
export * from "./time/index.ts";
export * from "./ui/index.ts";
