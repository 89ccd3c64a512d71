/** What came of an attempt to sign in. Each refusal has its own sentence, see `signInSentence`. */
export type SignInOutcome =
  | { readonly kind: "signed_in" }
  | { readonly kind: "wrong_credentials" }
  | { readonly kind: "incomplete" }
  /** `retryAfterSeconds`: null when the server did not say how long. */
  | { readonly kind: "limited"; readonly retryAfterSeconds: number | null }
  | { readonly kind: "suspended" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "refused"; readonly status: number };

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/**
 * Signs in with an e-mail address and a password. The server sets the login session's cookie; nothing is kept here.
 * Never throws: a refusal is an outcome.
 */
export async function signIn(credentials: Credentials, doFetch: typeof fetch = fetch): Promise<SignInOutcome> {
  let response: Response;
  try {
    response = await doFetch("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      credentials: "same-origin",
      body: JSON.stringify({ email: credentials.email.trim(), password: credentials.password }),
    });
  } catch {
    return { kind: "unreachable" };
  }
  if (response.ok) return { kind: "signed_in" };
  switch (response.status) {
    case 400:
    case 422:
      return { kind: "incomplete" };
    case 401:
      return { kind: "wrong_credentials" };
    case 403:
      return { kind: "suspended" };
    case 429:
      return { kind: "limited", retryAfterSeconds: secondsUntilRetry(response.headers) };
    case 502:
    case 503:
    case 504:
      return { kind: "unreachable" };
    default:
      return { kind: "refused", status: response.status };
  }
}

/** The problem, then the way out; null when there is no problem. */
export function signInSentence(outcome: SignInOutcome): string | null {
  switch (outcome.kind) {
    case "signed_in":
      return null;
    case "wrong_credentials":
      return "That e-mail address and password do not belong together. Check both and try again.";
    case "incomplete":
      return "Write your whole e-mail address and your password, then try again.";
    case "limited":
      return `Too many attempts. ${waitSentence(outcome.retryAfterSeconds)}`;
    case "suspended":
      return "This account may not sign in. Ask the person who runs your programme to open it again.";
    case "unreachable":
      return "Punctual cannot be reached. Check your connection and try again.";
    case "refused":
      return `Punctual could not sign you in (${outcome.status}). Try again in a moment.`;
  }
}

function waitSentence(seconds: number | null): string {
  if (seconds === null) return "Wait a minute and try again.";
  if (seconds < 60) return `Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
  const minutes = Math.ceil(seconds / 60);
  return `Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
}

/** The identity server names its own header; proxies in front of it use the standard one. */
function secondsUntilRetry(headers: Headers): number | null {
  const seconds = Number(headers.get("retry-after") ?? headers.get("x-retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}
