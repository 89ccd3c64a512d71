import { type OAuthErrorCode, wireErrorCode } from "./oauth-error.ts";

/** What the consent page sent the browser back with. */
export type OAuthRedirect =
  | { readonly kind: "code"; readonly code: string }
  /** `access_denied`: the person said no. `description` is for logs, it is whatever the address said. */
  | { readonly kind: "refused"; readonly code: OAuthErrorCode; readonly description: string }
  /** Not the answer to the question that this browser was sent with: perhaps forged. Do not go on. */
  | { readonly kind: "state_mismatch" }
  /** Neither a code nor an error. */
  | { readonly kind: "malformed" };

/**
 * Reads the address of the redirect. `state` is the one given to `authorizeUrl`, kept with this browser and used once;
 * it is looked at first, so that nobody can end another's consent either. Never throws.
 *
 * Source: RFC 6749 section 4.1.2
 */
export function readOAuthRedirect(url: string, expected: { readonly state: string }): OAuthRedirect {
  const search = URL.parse(url)?.searchParams;
  if (search === undefined) return { kind: "malformed" };
  if (expected.state === "" || !sameText(single(search, "state") ?? "", expected.state)) {
    return { kind: "state_mismatch" };
  }
  const error = single(search, "error");
  if (error !== null) {
    const description = single(search, "error_description") ?? "";
    return { kind: "refused", code: wireErrorCode(error) ?? "unexpected_response", description };
  }
  const code = single(search, "code");
  return code === null ? { kind: "malformed" } : { kind: "code", code };
}

/** A parameter that is there once: a repeated one says two things. */
function single(search: URLSearchParams, name: string): string | null {
  const [value, ...others] = search.getAll(name);
  return value === undefined || value === "" || others.length > 0 ? null : value;
}

/** In a time that does not tell how much of it fits. */
function sameText(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}
