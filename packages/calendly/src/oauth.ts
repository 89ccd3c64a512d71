import * as z from "zod";
import { type FetchLike, type HttpOutcome, parseJson, requestIdOf, sendRequest } from "./http.ts";
import { OAuthError, type OAuthErrorCode, wireErrorCode } from "./oauth-error.ts";
import { retryAfterSecondsOf } from "./retry.ts";
import type { Scope } from "./scopes.ts";

export interface OAuthClientOptions {
  /** Default `https://auth.calendly.com`. */
  readonly authUrl?: string | undefined;
  readonly clientId: string;
  /** Of a web app. A native app has none: it says its id alone and proves itself by PKCE. */
  readonly clientSecret?: string | undefined;
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
  readonly issuedAt: Date | null;
  /** The app it was given to. */
  readonly clientId: string | null;
  /** `Bearer`. */
  readonly tokenType: string | null;
}

/** How one request is limited. */
export interface OAuthLimits {
  /** Ends the request at once with `aborted`; what it asked for may be done all the same. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calendly's OAuth 2.0, for web apps (with a secret) and native ones (without). Nothing is retried: codes and refresh tokens
 * are single use.
 */
export interface OAuthClient {
  /** The consent page to send the browser to. Codes live 10 minutes. Native apps must, web apps should prove by PKCE. */
  authorizeUrl(request: {
    readonly redirectUri: string;
    readonly state: string;
    /** From `createPkce`. */
    readonly codeChallenge: string;
    readonly scopes: readonly Scope[];
  }): string;
  /** Turns the code of the redirect into tokens. `invalid_grant`: used, expired, or for another redirect or verifier. */
  exchangeCode(
    request: {
      readonly code: string;
      readonly redirectUri: string;
      readonly codeVerifier: string;
    } & OAuthLimits,
  ): Promise<OAuthTokens>;
  /** Trades the refresh token for a new pair; the old one is dead at once. `invalid_grant`: used before, or revoked. */
  refresh(request: { readonly refreshToken: string } & OAuthLimits): Promise<OAuthTokens>;
  /** What Calendly knows of an access or refresh token; one it does not know is simply not active. */
  introspect(request: { readonly token: string } & OAuthLimits): Promise<TokenState>;
  /** Ends an access or refresh token. A token that is dead already is no error. */
  revoke(request: { readonly token: string } & OAuthLimits): Promise<void>;
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
  /** Unix seconds. */
  iat: z.number().nullish(),
  client_id: z.string().nullish(),
  token_type: z.string().nullish(),
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
  const secret = clientSecret === undefined || clientSecret === "" ? null : clientSecret;
  // How the app says who it is: a web app by Basic at the token endpoint and in the form elsewhere, a native one by its id.
  const inForm = { client_id: clientId, ...(secret === null ? {} : { client_secret: secret }) };
  const atToken =
    secret === null
      ? { form: inForm, headers: {} }
      : {
          form: {},
          headers: { authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`)}` },
        };

  async function post(
    path: string,
    form: Readonly<Record<string, string>>,
    { signal }: OAuthLimits,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const outcome = await sendRequest(fetchLike, {
      url: `${authUrl}${path}`,
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams(form).toString(),
      timeoutMs: options.timeoutMs ?? 15_000,
      signal,
    });
    if (outcome.kind === "answered" && outcome.status >= 200 && outcome.status <= 299) return outcome.text;
    throw errorOfOutcome(path, outcome, now());
  }

  async function tokens(form: Readonly<Record<string, string>>, limits: OAuthLimits): Promise<OAuthTokens> {
    const askedAt = now();
    const path = "/oauth/token";
    const body = read(path, tokensSchema, await post(path, { ...form, ...atToken.form }, limits, atToken.headers));
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
    exchangeCode: ({ code, redirectUri, codeVerifier, ...limits }) =>
      tokens(
        { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: codeVerifier },
        limits,
      ),
    refresh: ({ refreshToken, ...limits }) =>
      tokens({ grant_type: "refresh_token", refresh_token: refreshToken }, limits),
    async introspect({ token, ...limits }) {
      const path = "/oauth/introspect";
      const state = read(path, tokenStateSchema, await post(path, { ...inForm, token }, limits));
      return {
        active: state.active,
        scopes: scopeList(state.scope),
        expiresAt: dateOf(state.exp),
        issuedAt: dateOf(state.iat),
        clientId: state.client_id ?? null,
        tokenType: state.token_type ?? null,
      };
    },
    async revoke({ token, ...limits }) {
      await post("/oauth/revoke", { ...inForm, token }, limits);
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

function dateOf(unixSeconds: number | null | undefined): Date | null {
  return typeof unixSeconds === "number" ? new Date(unixSeconds * 1000) : null;
}

function scopeList(scope: string | null | undefined): string[] {
  return (scope ?? "").split(/\s+/).filter((word) => word !== "");
}

const errorBodySchema = z.looseObject({
  error: z.string().catch(""),
  error_description: z.string().catch(""),
});

function errorOfOutcome(path: string, outcome: HttpOutcome, now: number): OAuthError {
  if (outcome.kind === "failed") {
    return new OAuthError({ code: outcome.reason, message: `${path}: ${outcome.reason}`, cause: outcome.cause });
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
    requestId: requestIdOf(headers),
  });
}

/** A 429 or 5xx says nothing about the grant, whatever its body: a live link must not be declared dead by an outage. */
function codeOf(status: number, error: string): OAuthErrorCode {
  if (status === 429) return "rate_limited";
  if (status >= 500) return "server_error";
  const code = wireErrorCode(error);
  if (code !== null) return code;
  switch (status) {
    case 401:
      return "invalid_client";
    case 403:
      return "unauthorized_client";
    default:
      return "unexpected_response";
  }
}
