import * as z from "zod";
import { type FetchLike, type HttpOutcome, parseJson, sendRequest } from "./http.ts";
import { OAuthError, type OAuthErrorCode } from "./oauth-error.ts";
import { retryAfterSecondsOf } from "./retry.ts";
import type { Scope } from "./scopes.ts";

export interface OAuthClientOptions {
  /** Default `https://auth.calendly.com`. */
  readonly authUrl?: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly fetch?: FetchLike | undefined;
  /** Limit of one request in milliseconds. Default 15,000. */
  readonly timeoutMs?: number | undefined;
  /** The current time in milliseconds. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** A pair of tokens and whose they are. The refresh token is single use: store the new pair before using it. */
export interface OAuthTokens {
  /** A JWT of some length; treat it as opaque. */
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token ends by our own clock, counted from before the request was sent. */
  readonly expiresAt: Date;
  /** Granted scopes; empty when Calendly does not say. */
  readonly scopes: readonly string[];
  /** URI of the Calendly user. */
  readonly ownerUri: string;
  readonly organizationUri: string;
}

export interface TokenState {
  readonly active: boolean;
  readonly scopes: readonly string[];
  /** Null when the token is not active or Calendly does not say. */
  readonly expiresAt: Date | null;
}

/** Calendly's OAuth 2.0 for a web app (with a secret). Nothing is retried: codes and refresh tokens are single use. */
export interface OAuthClient {
  /** The consent page to send the browser to. Codes live 10 minutes. */
  authorizeUrl(request: {
    readonly redirectUri: string;
    readonly state: string;
    /** From `createPkce`. */
    readonly codeChallenge: string;
    readonly scopes: readonly Scope[];
  }): string;
  /** Turns the code of the redirect into tokens. `invalid_grant`: used, expired, or for another redirect or verifier. */
  exchangeCode(request: {
    readonly code: string;
    readonly redirectUri: string;
    readonly codeVerifier: string;
  }): Promise<OAuthTokens>;
  /** Trades the refresh token for a new pair; the old one is dead at once. `invalid_grant`: used before, or revoked. */
  refresh(request: { readonly refreshToken: string }): Promise<OAuthTokens>;
  introspect(request: { readonly token: string }): Promise<TokenState>;
  /** Ends a token. */
  revoke(request: { readonly token: string }): Promise<void>;
}

const tokensSchema = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number().positive(),
  scope: z.string().nullish(),
  owner: z.string().min(1),
  organization: z.string().min(1),
});

const tokenStateSchema = z.looseObject({
  active: z.boolean(),
  scope: z.string().nullish(),
  /** Unix seconds. */
  exp: z.number().nullish(),
});

/**
 * Makes an OAuth client for one app. Its methods reject with `OAuthError`.
 *
 * Source: https://developer.calendly.com/docs/authentication/creating-an-oauth-app and
 * https://developer.calendly.com/docs/authentication/refresh-token-rotation-guide
 */
export function createOAuthClient(options: OAuthClientOptions): OAuthClient {
  const authUrl = (options.authUrl ?? "https://auth.calendly.com").replace(/\/+$/, "");
  const fetchLike = options.fetch ?? ((url: string, init: RequestInit) => globalThis.fetch(url, init));
  const now = options.now ?? Date.now;
  const { clientId, clientSecret } = options;
  const basic = `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`;

  async function post(path: string, form: Record<string, string>, headers: Record<string, string>): Promise<string> {
    const outcome = await sendRequest(fetchLike, {
      url: `${authUrl}${path}`,
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams(form).toString(),
      timeoutMs: options.timeoutMs ?? 15_000,
    });
    if (outcome.kind === "answered" && outcome.status >= 200 && outcome.status <= 299) return outcome.text;
    throw errorOfOutcome(path, outcome, now());
  }

  async function tokens(form: Record<string, string>): Promise<OAuthTokens> {
    const askedAt = now();
    const path = "/oauth/token";
    const body = read(path, tokensSchema, await post(path, form, { authorization: basic }));
    return {
      accessToken: body.access_token,
      refreshToken: body.refresh_token,
      expiresAt: new Date(askedAt + body.expires_in * 1000),
      scopes: scopeList(body.scope),
      ownerUri: body.owner,
      organizationUri: body.organization,
    };
  }

  return {
    authorizeUrl({ redirectUri, state, codeChallenge, scopes }) {
      const search = new URLSearchParams({
        client_id: clientId,
        response_type: "code",
        redirect_uri: redirectUri,
        state,
        code_challenge: codeChallenge,
        code_challenge_method: "S256",
        scope: scopes.join(" "),
      });
      return `${authUrl}/oauth/authorize?${search}`;
    },
    exchangeCode: ({ code, redirectUri, codeVerifier }) =>
      tokens({ grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: codeVerifier }),
    refresh: ({ refreshToken }) => tokens({ grant_type: "refresh_token", refresh_token: refreshToken }),
    async introspect({ token }) {
      const path = "/oauth/introspect";
      const text = await post(path, { client_id: clientId, client_secret: clientSecret, token }, {});
      const state = read(path, tokenStateSchema, text);
      return {
        active: state.active,
        scopes: scopeList(state.scope),
        expiresAt: typeof state.exp === "number" ? new Date(state.exp * 1000) : null,
      };
    },
    async revoke({ token }) {
      await post("/oauth/revoke", { client_id: clientId, client_secret: clientSecret, token }, {});
    },
  };
}

function read<S extends z.ZodType>(path: string, schema: S, text: string): z.output<S> {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  // Only paths and expectations, never values: the answer holds tokens.
  const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "body").join(", ");
  throw new OAuthError({ code: "unexpected_response", message: `${path}: unreadable answer (${fields})`, status: 200 });
}

function scopeList(scope: string | null | undefined): string[] {
  return (scope ?? "").split(/\s+/).filter((word) => word !== "");
}

const errorBodySchema = z.looseObject({
  error: z.string().catch(""),
  error_description: z.string().catch(""),
});

const knownErrors: readonly OAuthErrorCode[] = [
  "invalid_grant",
  "invalid_client",
  "invalid_request",
  "invalid_scope",
  "unauthorized_client",
  "unsupported_grant_type",
  "access_denied",
];

function errorOfOutcome(path: string, outcome: HttpOutcome, now: number): OAuthError {
  if (outcome.kind === "failed") {
    const code = outcome.reason === "timeout" ? "timeout" : "unreachable";
    return new OAuthError({ code, message: `${path}: ${code}`, cause: outcome.cause });
  }
  const { status, headers, text } = outcome;
  const parsed = errorBodySchema.safeParse(parseJson(text));
  const { error, error_description } = parsed.success ? parsed.data : { error: "", error_description: "" };
  const code = codeOf(status, error);
  return new OAuthError({
    code,
    message: [`${path}: ${error === "" ? `HTTP ${status}` : error}`, error_description].filter(Boolean).join("; "),
    status,
    description: error_description,
    retryAfterSeconds: retryAfterSecondsOf(status, headers, now),
  });
}

/** A 429 or 5xx says nothing about the grant, whatever its body: a live link must not be declared dead by an outage. */
function codeOf(status: number, error: string): OAuthErrorCode {
  if (status === 429) return "rate_limited";
  if (status >= 500) return "server_error";
  return knownErrors.find((known) => known === error) ?? (status === 401 ? "invalid_client" : "unexpected_response");
}
