/**
 * Every way an OAuth request can fail, closed. Only `invalid_grant` means that the link itself is dead.
 *
 * - `invalid_grant` the code or refresh token was used, expired or revoked, or belongs to another redirect or verifier
 * - `invalid_client` the app's id or secret; `unauthorized_client` the app may not do this, or not with this token (403)
 * - `invalid_request`, `invalid_scope`, `unsupported_grant_type`, `unsupported_response_type` the request is wrong
 * - `access_denied` the person said no, on the consent page
 * - `rate_limited` more than 8 token requests of a user in a minute (429); `server_error` (5xx)
 * - `unreachable`, `timeout` no answer: a single-use code or refresh token may be spent; `aborted` by the caller's signal
 * - `unexpected_response` an answer this client cannot read
 *
 * Source: RFC 6749 sections 4.1.2.1 and 5.2, RFC 7009 section 2.2.1, https://developer.calendly.com/api-docs/overview/rate-limits
 */
export const oauthErrorCodes = [
  "invalid_grant",
  "invalid_client",
  "invalid_request",
  "invalid_scope",
  "unauthorized_client",
  "unsupported_grant_type",
  "unsupported_response_type",
  "access_denied",
  "rate_limited",
  "server_error",
  "unreachable",
  "timeout",
  "aborted",
  "unexpected_response",
] as const;
export type OAuthErrorCode = (typeof oauthErrorCodes)[number];

/** An OAuth request that failed. Holds no token, code or secret. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly code: OAuthErrorCode;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Calendly's `error_description`, or empty. */
  readonly description: string;
  /** Seconds to wait, as the server said; null when it did not. */
  readonly retryAfterSeconds: number | null;
  /** What names this answer to Calendly's support; null when no header did. */
  readonly requestId: string | null;

  constructor(init: {
    readonly code: OAuthErrorCode;
    readonly message: string;
    readonly status?: number | null;
    readonly description?: string;
    readonly retryAfterSeconds?: number | null;
    readonly requestId?: string | null;
    readonly cause?: unknown;
  }) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.status = init.status ?? null;
    this.description = init.description ?? "";
    this.retryAfterSeconds = init.retryAfterSeconds ?? null;
    this.requestId = init.requestId ?? null;
  }
}

/** Whether an error is an OAuth refusal, and, when codes are given, one of those. */
export function isOAuthError<Code extends OAuthErrorCode = OAuthErrorCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is OAuthError & { readonly code: Code } {
  return error instanceof OAuthError && (codes.length === 0 || codes.some((code) => code === error.code));
}

const wireErrors: readonly OAuthErrorCode[] = [
  "invalid_grant",
  "invalid_client",
  "invalid_request",
  "invalid_scope",
  "unauthorized_client",
  "unsupported_grant_type",
  "unsupported_response_type",
  "access_denied",
];

/** The code of an `error` word that came with a redirect or a refusal; null when it is none that is known. */
export function wireErrorCode(error: string): OAuthErrorCode | null {
  return wireErrors.find((known) => known === error) ?? null;
}
