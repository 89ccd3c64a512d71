import type { Sandbox } from "../sandbox.ts";

/** What an app sends a browser with. */
export interface ConsentRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope?: string;
  readonly state?: string;
  readonly codeChallenge?: string;
}

/** The query of the consent page's address. */
export function consentQuery(request: ConsentRequest): URLSearchParams {
  return new URLSearchParams({
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    response_type: "code",
    ...(request.scope === undefined ? {} : { scope: request.scope }),
    ...(request.state === undefined ? {} : { state: request.state }),
    ...(request.codeChallenge === undefined
      ? {}
      : { code_challenge: request.codeChallenge, code_challenge_method: "S256" }),
  });
}

/** Id of the user with an e-mail address. */
export function userIdOf(sandbox: Sandbox, email: string): string {
  const account = sandbox.world.listConsentAccounts().find((one) => one.email === email);
  if (account === undefined) throw new Error(`Nobody has ${email}`);
  return account.userId;
}

/** Presses Allow for somebody; the query with which the browser comes back. */
export async function allow(sandbox: Sandbox, email: string, request: ConsentRequest): Promise<URLSearchParams> {
  const body = consentQuery(request);
  body.set("account", userIdOf(sandbox, email));
  body.set("decision", "allow");
  const answer = await fetch(`${sandbox.url}/oauth/authorize`, { method: "POST", body, redirect: "manual" });
  const location = answer.headers.get("location");
  if (location === null) throw new Error(`No redirect but ${answer.status}`);
  return new URL(location).searchParams;
}

/** A call of an OAuth endpoint, by form, or by JSON for an object in `json`. */
export async function callOAuth(
  sandbox: Sandbox,
  path: "token" | "introspect" | "revoke",
  form: Record<string, string>,
  options: { readonly headers?: Record<string, string>; readonly asJson?: boolean } = {},
) {
  const { headers = {}, asJson = false } = options;
  const answer = await fetch(`${sandbox.url}/oauth/${path}`, {
    method: "POST",
    headers: asJson ? { ...headers, "content-type": "application/json" } : headers,
    body: asJson ? JSON.stringify(form) : new URLSearchParams(form),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: text === "" ? {} : JSON.parse(text) };
}
