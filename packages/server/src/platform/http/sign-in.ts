import { tooMany } from "./answer-route.ts";
import type { Limits } from "./limits.ts";
import { problemResponse } from "./problem-response.ts";
import { readBody } from "./read-body.ts";
import type { Reply } from "./reply.ts";

const bodyLimit = 16 * 1024;

/**
 * Guards the identity endpoints: attempts are limited by address, failures by address and account, so that nobody
 * guesses on, and nobody can lock somebody else out from another address.
 *
 * @returns the answer of the identity service; null where it has no endpoint.
 */
export async function guardSignIn(
  limits: Limits,
  identity: (request: Request) => Promise<Reply<never> | null>,
  call: { readonly request: Request; readonly address: string; readonly requestId: string },
): Promise<Response | null> {
  const { request, address, requestId } = call;
  const respond = async (forwarded: Request) => responseOf(await identity(forwarded), requestId);
  if (request.method !== "POST") return respond(request);
  const read = await readBody(request, bodyLimit);
  if (read.kind === "too_large") {
    return problemResponse({ code: "payload_too_large", detail: "The body is larger than 16 KB." }, requestId);
  }
  if (read.kind === "too_slow") {
    const detail = "The body did not arrive within 10 seconds. Send it again.";
    return problemResponse({ code: "request_timeout", detail }, requestId);
  }
  const forwarded = new Request(request.url, { method: "POST", headers: request.headers, body: read.bytes });
  if (!new URL(request.url).pathname.endsWith("/sign-in/email")) return respond(forwarded);

  const attempts = await limits.take("signIn", address);
  if (attempts.exceeded) return tooMany(attempts, requestId);
  const account = `${address} ${accountOf(read.bytes)}`;
  const failures = await limits.look("failedSignIn", account);
  if (failures.exceeded) return tooMany(failures, requestId);

  const response = await respond(forwarded);
  if (response === null || response.ok) {
    await limits.forget("failedSignIn", account);
    return response;
  }
  await limits.take("failedSignIn", account);
  return response;
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
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    if (typeof value === "object" && value !== null && "email" in value) {
      return String(value.email).trim().toLowerCase().slice(0, 320);
    }
  } catch {
    // Not JSON: the identity service refuses it; it counts against no account.
  }
  return "";
}
