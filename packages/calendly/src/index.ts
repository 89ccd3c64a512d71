/**
 * A typed client for the Calendly API v2: endpoints as data, OAuth, signed webhooks, booking addresses.
 * Depends on zod alone and runs wherever `fetch` and WebCrypto do.
 *
 * Words, as Calendly uses them:
 * - *User*: somebody with a Calendly account; as the owner of a scheduled event a *host*.
 * - *Organization*, *membership*: the company account and a user's place in it (user, admin, owner).
 * - *Event type*: what can be booked (length, locations, questions). *Available time*: one start it offers now.
 * - *Scheduled event*: one booked meeting. *Invitee*: who booked it; several on a group event. *Guest*: an extra address.
 * - *Cancellation*: who called off a scheduled event or an invitee, and why. A reschedule is a canceled old invitee
 *   (`rescheduled`, `new_invitee`) and a new one (`old_invitee`), on two scheduled events.
 * - *No-show*: a mark on an invitee that can be taken back; never a status.
 * - *Webhook subscription*, *delivery*: the wish to be told, and one signed POST. *Envelope*: what wraps its payload.
 * - *URI*: the id of a record in bodies and queries, whole. *uuid*: its last segment, as paths take it.
 *
 * Times are instants in UTC, ISO 8601, records to the microsecond. `timezone` fields are IANA names.
 */
export type { AvailableTimesWindow } from "./available-times.ts";
export type { BusyTimesWindow } from "./busy-times.ts";
export {
  type CallAdmission,
  type CallBudget,
  type CallPriority,
  createRateBudget,
  type PlannedCall,
  type RateBudgetOptions,
} from "./call-budget.ts";
export {
  type CalendlyClient,
  type CalendlyClientOptions,
  type CallUsage,
  createCalendlyClient,
} from "./client.ts";
export type { DriftReport } from "./drift-report.ts";
export type {
  BodyOf,
  CallArguments,
  CallLimits,
  CallOptions,
  Endpoint,
  ParamsOf,
  PlanNeeded,
  QueryOf,
  ResponseOf,
} from "./endpoint.ts";
export { type EndpointId, endpointList } from "./endpoint-list.ts";
export * as endpoints from "./endpoints.ts";
export {
  CalendlyError,
  type CalendlyErrorCode,
  type CalendlyErrorDetail,
  calendlyErrorCodes,
  isCalendlyError,
} from "./errors.ts";
export type { FetchLike } from "./http.ts";
export {
  createOAuthClient,
  type OAuthClient,
  type OAuthClientOptions,
  type OAuthLimits,
  type OAuthTokens,
  type TokenState,
} from "./oauth.ts";
export { isOAuthError, OAuthError, type OAuthErrorCode, oauthErrorCodes } from "./oauth-error.ts";
export { type OAuthRedirect, readOAuthRedirect } from "./oauth-redirect.ts";
export type { ItemOf, Page, PagedEndpoint, PagePosition } from "./paging.ts";
export { createPkce, type Pkce } from "./pkce.ts";
export type { RateLimit } from "./retry.ts";
export {
  type AnswerKey,
  embedTypes,
  parseSchedulingParameters,
  type SchedulingEmbed,
  type SchedulingLook,
  type SchedulingParameters,
  type SchedulingPrefill,
  type SchedulingTracking,
} from "./scheduling-parameters.ts";
export {
  buildSchedulingUrl,
  parseSchedulingUrl,
  type SchedulingTarget,
  type SchedulingUrl,
  type SchedulingUrlRefusal,
} from "./scheduling-url.ts";
export * from "./schemas/activity-log.ts";
export * from "./schemas/availability.ts";
export * from "./schemas/available-times.ts";
export * from "./schemas/contact-custom-fields.ts";
export * from "./schemas/contact-lists.ts";
export * from "./schemas/contacts.ts";
export * from "./schemas/event-types.ts";
export * from "./schemas/groups.ts";
export * from "./schemas/invitees.ts";
export * from "./schemas/locations.ts";
export * from "./schemas/meeting-limits.ts";
export * from "./schemas/meeting-recaps.ts";
export * from "./schemas/notes.ts";
export * from "./schemas/organization-invitations.ts";
export * from "./schemas/organizations.ts";
export * from "./schemas/outgoing-communications.ts";
export * from "./schemas/routing-forms.ts";
export * from "./schemas/scheduled-events.ts";
export * from "./schemas/scheduling-links.ts";
export * from "./schemas/shares.ts";
export * from "./schemas/teams.ts";
export * from "./schemas/users.ts";
export * from "./schemas/webhook-subscriptions.ts";
export { knownWordsOf, type Open, type Pagination } from "./schemas/wire.ts";
export { allScopes, type Scope } from "./scopes.ts";
export { type Drift, type Reading, readTolerantly } from "./tolerant.ts";
export { invitationParamsOf, inviteeParamsOf, sameUri, uuidOf } from "./uri.ts";
export * from "./webhooks/contact-payloads.ts";
export * from "./webhooks/meeting-recap-payloads.ts";
export {
  type KnownDelivery,
  type ParsedDelivery,
  parseDelivery,
  type UnknownDelivery,
  type WebhookPayload,
  webhookPayloadSchemas,
} from "./webhooks/parse-delivery.ts";
export * from "./webhooks/payloads.ts";
export { signWebhook } from "./webhooks/sign.ts";
export { webhookSignatureHeader } from "./webhooks/signature.ts";
export { verifyWebhook, type WebhookRefusal, type WebhookVerification } from "./webhooks/verify.ts";
export type { TimeWindow } from "./windows.ts";
