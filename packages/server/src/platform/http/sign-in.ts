import type { Clock } from "../clock.ts";
import type { Limited, Limits, Taken } from "../limits/limits.ts";
import { accountKey } from "../security/account-key.ts";
import type { SecurityCounts } from "../security/count-events.ts";
import { callerOf } from "../security/network.ts";
import { emailOf } from "./attempts.ts";
import type { KnownDevices } from "./known-devices.ts";
import { tooMany } from "./limit-answers.ts";
import { problemResponse } from "./problem-response.ts";
import { readBody } from "./read-body.ts";
import type { Reply } from "./reply.ts";

const bodyLimit = 16 * 1024;
/** Tells the identity service the caller's address; whatever a caller writes there is replaced. */
export const addressHeader = "x-punctual-address";

export interface SignInGuard {
  readonly limits: Limits;
  readonly security: SecurityCounts;
  readonly devices: KnownDevices;
  readonly clock: Clock;
  /** Makes of an account what stands for it in counts. */
  readonly secret: string;
  readonly identity: (request: Request) => Promise<Reply<never> | null>;
}

interface Call {
  readonly request: Request;
  readonly address: string;
  readonly requestId: string;
}

/**
 * Guards the identity endpoints. Attempts are limited by address; failures by account and address, by account over all
 * addresses, and by address over all accounts, each with longer waits the more there are. A browser that has signed in to the
 * account before is counted by itself alone: nobody who guesses elsewhere can lock its owner out.
 *
 * @returns the answer of the identity service; null where it has no endpoint.
 */
export async function guardSignIn(guard: SignInGuard, call: Call): Promise<Response | null> {
  const { request, requestId } = call;
  const refused = refusalOf(guard, call, await guard.limits.take("perAddress", callerOf(call.address)));
  if (refused !== null) return refused;
  if (request.method !== "POST") return answerRead(guard, call);
  // No form can send this type from another site, even where a browser would send the cookie along.
  if (request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() !== "application/json") {
    const detail = "Send the body as JSON, with the header Content-Type: application/json.";
    return problemResponse({ code: "unsupported_media_type", detail }, requestId);
  }
  const read = await readBody(request, bodyLimit);
  if (read.kind === "too_large") {
    return problemResponse({ code: "payload_too_large", detail: "The body is larger than 16 KB." }, requestId);
  }
  if (read.kind === "too_slow") {
    const detail = "The body did not arrive within 10 seconds. Send it again.";
    return problemResponse({ code: "request_timeout", detail }, requestId);
  }
  const headers = new Headers(request.headers);
  headers.set(addressHeader, call.address);
  const forwarded = new Request(request.url, { method: "POST", headers, body: read.bytes });
  const { pathname } = new URL(request.url);
  // Signing out, and what a login session alone may do, proves nobody's identity.
  if (pathname.endsWith("/sign-out")) return responseOf(await guard.identity(forwarded), requestId);
  return attempt(
    guard,
    { ...call, request: forwarded },
    pathname.endsWith("/sign-in/email") ? accountOf(read.bytes) : null,
  );
}

/** Beginning a ceremony writes a challenge down, for whoever asks: it is limited as attempts are. */
async function answerRead(guard: SignInGuard, call: Call): Promise<Response | null> {
  const { request, address, requestId } = call;
  if (new URL(request.url).pathname.includes("/passkey/")) {
    const refused = refusalOf(guard, call, await guard.limits.take("signIn", callerOf(address)));
    if (refused !== null) return refused;
  }
  return responseOf(await guard.identity(request), requestId);
}

/** The answer to a caller who has to wait; null when they need not. */
function refusalOf({ security }: SignInGuard, { address, requestId }: Call, state: Taken): Response | null {
  if (!state.exceeded) return null;
  security.count("limit_hit", { source: address, subject: state.name });
  return tooMany(state, requestId);
}

/** @param account whose password is tried; null for a passkey, empty when the body names nobody. */
async function attempt(guard: SignInGuard, call: Call, account: string | null): Promise<Response | null> {
  const { limits, security, devices, clock } = guard;
  const { request, address, requestId } = call;
  const device = account === null ? null : devices.recognize(request.headers, account, clock.now());
  const failures = failuresOf(callerOf(address), account, device);
  const state = await limits.takeAll([{ name: "signIn", key: callerOf(address) }, ...failures]);
  const refused = refusalOf(guard, call, state);
  if (refused !== null) return refused;

  let reply: Reply<never> | null;
  try {
    reply = await guard.identity(request);
  } catch (error) {
    await limits.giveBack(failures);
    throw error;
  }
  if (reply?.kind === "problem" && reply.code === "unauthenticated") {
    const subject = account === null ? "passkey" : accountKey(guard.secret, account);
    security.count("sign_in_failed", { source: address, subject });
    if (account !== null && device === null) security.count("account_guessed", { source: address, subject });
    return responseOf(reply, requestId);
  }
  await limits.giveBack(failures);
  const response = responseOf(reply, requestId);
  if (account !== null && response?.ok === true) {
    for (const { name, key } of failures) if (name === "failedSignIn") await limits.forget(name, key);
    response.headers.append("set-cookie", devices.remember(account, clock.now()));
  }
  return response;
}

function failuresOf(caller: string, account: string | null, device: string | null): readonly Limited[] {
  if (account !== null && device !== null) return [{ name: "failedSignIn", key: `device ${device} ${account}` }];
  const byAddress: Limited = { name: "failedByAddress", key: caller };
  if (account === null) return [byAddress];
  return [{ name: "failedSignIn", key: `${caller} ${account}` }, { name: "failedByAccount", key: account }, byAddress];
}

function responseOf(reply: Reply<never> | null, requestId: string): Response | null {
  switch (reply?.kind) {
    case "raw":
      return reply.response;
    case "problem":
      return problemResponse(reply, requestId);
    default:
      return null;
  }
}

function accountOf(body: Uint8Array): string {
  try {
    return emailOf(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    // Not JSON: the identity service refuses it; it counts against no account.
    return "";
  }
}
