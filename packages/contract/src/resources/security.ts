import * as z from "zod";

/**
 * What is counted for safety's sake. The set is closed, and each kind has a threshold of its own.
 *
 * - `sign_in_failed`: a wrong password or code, or an account that is not there.
 * - `account_guessed`: a failed sign-in to one account from a browser that never signed in to it: `subject` is the account.
 * - `token_failed`: a login session, bearer token, API key or a link's secret that is forged, over or not ours.
 * - `signature_failed`: a webhook or signed request whose signature does not fit, is stale or came before.
 * - `access_denied`: a signed-in caller asked for what is not theirs, or not open to their role.
 * - `request_forged`: a request from another site's page, or without the token that our own pages send.
 * - `limit_hit`: a caller who was told to come back later.
 * - `policy_violated`: a browser reported that it blocked something on one of our pages.
 */
export const securityKinds = [
  "sign_in_failed",
  "account_guessed",
  "token_failed",
  "signature_failed",
  "access_denied",
  "request_forged",
  "limit_hit",
  "policy_violated",
] as const;
export const securityKindSchema = z.enum(securityKinds);
export type SecurityKind = z.infer<typeof securityKindSchema>;
