/**
 * Every way an OAuth request can fail, closed. Only `invalid_grant` means that the link itself is dead.
 *
 * Source: RFC 6749 section 5.2.
 */
export const oauthErrorCodes = [
  "invalid_grant",
  "invalid_client",
  "invalid_request",
  "invalid_scope",
  "unauthorized_client",
  "unsupported_grant_type",
  "access_denied",
  "rate_limited",
  "server_error",
  "unreachable",
  "timeout",
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
  readonly retryAfterSeconds: number | null;

  constructor(init: {
    readonly code: OAuthErrorCode;
    readonly message: string;
    readonly status?: number | null;
    readonly description?: string;
    readonly retryAfterSeconds?: number | null;
    readonly cause?: unknown;
  }) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.status = init.status ?? null;
    this.description = init.description ?? "";
    this.retryAfterSeconds = init.retryAfterSeconds ?? null;
  }
}

/** Whether an error is an OAuth refusal, and, when codes are given, one of those. */
export function isOAuthError<Code extends OAuthErrorCode = OAuthErrorCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is OAuthError & { readonly code: Code } {
  return error instanceof OAuthError && (codes.length === 0 || codes.some((code) => code === error.code));
}
