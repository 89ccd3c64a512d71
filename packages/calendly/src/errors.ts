import * as z from "zod";

/**
 * Every way a call can fail, closed. Decided by the HTTP status first and by Calendly's codes and per-endpoint
 * messages second; titles vary and decide nothing.
 *
 * - `invalid_argument` the request is wrong (400, or refused before it was sent)
 * - `unauthenticated` the token is invalid, expired or revoked (401)
 * - `permission_denied` rights (403); `plan_required` the account's plan does not hold it (403);
 *   `insufficient_scope` the token lacks `requiredScopes` (403)
 * - `not_found` (404)
 * - `already_exists` there is one already: 409, or the 400 of an invitation for a member or somebody invited before
 * - `conflict` what the record is forbids it: members of a View (409), an accepted invitation revoked (400), an
 *   invitation that crossed another change (400)
 * - `slot_taken` booking only: pick another time
 * - `already_canceled`, `event_in_past` cancellation only
 * - `external_calendar` Calendly cannot read the host's calendar (424)
 * - `rate_limited` (429, or held back by the client's own budget: `status` is null then); `server_error` (5xx)
 * - `unreachable`, `timeout` no answer: the outcome is unknown
 * - `unexpected_response` an answer this client cannot read
 * - `aborted` by the caller's signal
 *
 * Source: https://developer.calendly.com/api-docs/overview/api/api-conventions
 */
export const calendlyErrorCodes = [
  "invalid_argument",
  "unauthenticated",
  "permission_denied",
  "plan_required",
  "insufficient_scope",
  "not_found",
  "already_exists",
  "conflict",
  "slot_taken",
  "already_canceled",
  "event_in_past",
  "external_calendar",
  "rate_limited",
  "server_error",
  "unreachable",
  "timeout",
  "unexpected_response",
  "aborted",
] as const;
export type CalendlyErrorCode = (typeof calendlyErrorCodes)[number];

/** One entry of an error's `details`: which parameter, and what is wrong with it. */
export interface CalendlyErrorDetail {
  readonly message: string;
  readonly parameter?: string | undefined;
  readonly code?: string | undefined;
}

export interface CalendlyErrorInit {
  readonly code: CalendlyErrorCode;
  readonly message: string;
  readonly endpoint: string;
  readonly status?: number | null;
  readonly title?: string;
  readonly calendlyMessage?: string;
  readonly requestId?: string | null;
  readonly details?: readonly CalendlyErrorDetail[];
  readonly requiredScopes?: readonly string[];
  readonly retryAfterSeconds?: number | null;
  readonly attempts?: number;
  readonly cause?: unknown;
}

/**
 * A call that failed. Its `message` is for logs: it holds neither the token nor the request's body, and e-mail addresses
 * that Calendly quotes are left out of it. `calendlyMessage` and `details` are Calendly's own words.
 */
export class CalendlyError extends Error {
  override readonly name = "CalendlyError";
  readonly code: CalendlyErrorCode;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Calendly's title, or ours when there was none. */
  readonly title: string;
  /** Calendly's sentence, as it came; empty when there was none. May quote what was sent. */
  readonly calendlyMessage: string;
  readonly details: readonly CalendlyErrorDetail[];
  /** What names this answer to Calendly's support, from whatever header carried it; null when none did. */
  readonly requestId: string | null;
  /** The scopes Calendly asks for, with `insufficient_scope`. */
  readonly requiredScopes: readonly string[];
  /** Seconds to wait, as the server said; null when it did not. */
  readonly retryAfterSeconds: number | null;
  /** How often the request was sent; 0 when it was refused before. */
  readonly attempts: number;
  /** Id of the endpoint. */
  readonly endpoint: string;

  constructor(init: CalendlyErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.status = init.status ?? null;
    this.title = init.title ?? init.code;
    this.calendlyMessage = init.calendlyMessage ?? "";
    this.details = init.details ?? [];
    this.requestId = init.requestId ?? null;
    this.requiredScopes = init.requiredScopes ?? [];
    this.retryAfterSeconds = init.retryAfterSeconds ?? null;
    this.attempts = init.attempts ?? 0;
    this.endpoint = init.endpoint;
  }
}

/** Whether an error is Calendly's, and, when codes are given, one of those. */
export function isCalendlyError<Code extends CalendlyErrorCode = CalendlyErrorCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is CalendlyError & { readonly code: Code } {
  return error instanceof CalendlyError && (codes.length === 0 || codes.some((code) => code === error.code));
}

/** The error body, read tolerantly: a 429 was seen with an empty object, a gateway may answer with HTML. */
const errorBodySchema = z.looseObject({
  title: z.string().catch(""),
  message: z.string().catch(""),
  details: z
    .array(
      z.object({
        message: z.string().catch(""),
        parameter: z.string().optional().catch(undefined),
        code: z.string().optional().catch(undefined),
      }),
    )
    .catch([]),
  required_scopes: z.array(z.string()).catch([]),
});
type ErrorBody = z.infer<typeof errorBodySchema>;

const noErrorBody: ErrorBody = { title: "", message: "", details: [], required_scopes: [] };

export interface ErrorAnswer {
  readonly endpoint: string;
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterSeconds: number | null;
  readonly requestId: string | null;
  readonly attempts: number;
}

/** Makes the error of an answer that is no success. */
export function errorOfAnswer(answer: ErrorAnswer): CalendlyError {
  const parsed = errorBodySchema.safeParse(answer.body);
  const body = parsed.success ? parsed.data : noErrorBody;
  const code = codeOf(answer.endpoint, answer.status, body);
  const title = body.title === "" ? `HTTP ${answer.status}` : body.title;
  const details = body.details.map(({ parameter, message }) => (parameter ? `${parameter}: ${message}` : message));
  return new CalendlyError({
    code,
    message: withoutAddresses(
      [`${answer.endpoint}: ${title}`, body.message, ...details].filter((part) => part !== "").join("; "),
    ),
    endpoint: answer.endpoint,
    status: answer.status,
    title,
    calendlyMessage: body.message,
    details: body.details,
    requiredScopes: body.required_scopes,
    retryAfterSeconds: answer.retryAfterSeconds,
    requestId: answer.requestId,
    attempts: answer.attempts,
  });
}

function codeOf(endpoint: string, status: number, body: ErrorBody): CalendlyErrorCode {
  if (endpoint === "createInvitee" && isSlotTaken(status, body)) return "slot_taken";
  switch (status) {
    case 400:
    case 422:
      return codeOfInvalid(endpoint, body);
    case 401:
      return "unauthenticated";
    case 403:
      return codeOfForbidden(endpoint, body);
    case 404:
      return "not_found";
    case 409:
      return membersEndpoints.includes(endpoint) ? "conflict" : "already_exists";
    case 424:
      return "external_calendar";
    case 429:
      return "rate_limited";
    default:
      return status >= 500 ? "server_error" : "unexpected_response";
  }
}

/**
 * A taken slot is a 400 whose detail says `already_filled`; Calendly's guide for agents calls it a 404, and a 409 would
 * mean the same. All three ask for the same next step.
 */
function isSlotTaken(status: number, body: ErrorBody): boolean {
  if (status === 404 || status === 409) return true;
  return status === 400 && body.details.some((detail) => detail.code === "already_filled");
}

/** A 409 on a duplicate is `already_exists`; on these it says that a View, being a filter, has no members to change. */
const membersEndpoints: readonly string[] = ["addContactListMembers", "removeContactListMembers"];

/** Invitations answer 400 for what is a fact about the person, not a fault of the request; only the title tells. */
function codeOfInvalid(endpoint: string, body: ErrorBody): CalendlyErrorCode {
  if (endpoint === "createOrganizationInvitation") {
    if (/^already (organization member|invited)$/i.test(body.title)) return "already_exists";
    if (/^race condition$/i.test(body.title)) return "conflict";
  }
  if (
    endpoint === "revokeOrganizationInvitation" &&
    /already (been )?accepted/i.test(`${body.title} ${body.message}`)
  ) {
    return "conflict";
  }
  return "invalid_argument";
}

/** Every text with which Calendly refused a plan, since 2022: no field says it. */
const planTexts = /\bupgrade (to|your)\b|only available on paid|required features are not enabled/i;

/** Only the message tells the refusals of a cancellation apart from missing rights. */
function codeOfForbidden(endpoint: string, body: ErrorBody): CalendlyErrorCode {
  if (body.required_scopes.length > 0 || /insufficient[ _]scope/i.test(body.title)) return "insufficient_scope";
  if (endpoint === "cancelScheduledEvent") {
    if (/already cancell?ed/i.test(body.message)) return "already_canceled";
    if (/in the past/i.test(body.message)) return "event_in_past";
  }
  return planTexts.test(body.message) ? "plan_required" : "permission_denied";
}

/** "x@y.example has already been invited": a log has no use for whom. */
function withoutAddresses(text: string): string {
  return text.replace(/[^\s"'<>(),;:]+@[^\s"'<>(),;:]+/g, "(e-mail)");
}
