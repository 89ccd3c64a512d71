/** Errors of RFC 6749 4.1.2.1 and 5.2, by the names and in the words of Doorkeeper, which Calendly runs on. */
const sentences = {
  access_denied: "The resource owner or authorization server denied the request.",
  invalid_client:
    "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.",
  invalid_grant:
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.",
  invalid_request:
    "The request is missing a required parameter, includes an unsupported parameter value, or is otherwise malformed.",
  invalid_scope: "The requested scope is invalid, unknown, or malformed.",
  unauthorized_client: "You are not authorized to revoke this token",
  unsupported_grant_type: "The authorization grant type is not supported by the authorization server.",
  unsupported_response_type: "The authorization server does not support this response type.",
} as const;

export type OAuthFaultName = keyof typeof sentences;

/** An error as OAuth answers tell it. */
export interface OAuthFault {
  readonly error: OAuthFaultName;
  readonly error_description: string;
}

export function oauthFault(error: OAuthFaultName, description: string = sentences[error]): OAuthFault {
  return { error, error_description: description };
}

export const missingParameter = (name: string): OAuthFault =>
  oauthFault("invalid_request", `Missing required parameter: ${name}.`);
