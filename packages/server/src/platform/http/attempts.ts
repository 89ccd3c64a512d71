import type { RouteDefinition } from "@punctual/contract";
import type { Limited } from "../limits/limits.ts";
import { callerOf } from "../security/network.ts";

export interface Attempt {
  /** What is counted before the call. */
  readonly limited: readonly Limited[];
  /** What of it is taken back when the call succeeds: only failures are limited. */
  readonly failures: readonly Limited[];
}

/** What a call to a route that proves who somebody is, or sends mail, is counted against; null for other routes. */
export function attemptOf(
  route: RouteDefinition,
  call: { readonly body: unknown; readonly personId: string | null; readonly address: string },
): Attempt | null {
  const caller = callerOf(call.address);
  const every: Limited = { name: "signIn", key: caller };
  if (route.limit === undefined) return null;
  switch (route.limit) {
    case "mail": {
      // Whether there is such an account makes no difference: the answer must not tell.
      const mails: Limited = { name: "mails", key: call.personId ?? emailOf(call.body) };
      return { limited: [every, mails], failures: [] };
    }
    case "signIn": {
      const failure: Limited =
        call.personId === null
          ? { name: "failedByAddress", key: caller }
          : { name: "failedSignIn", key: `person ${call.personId}` };
      return { limited: [every, failure], failures: [failure] };
    }
  }
}

/** The account that a body speaks of, however it is written; empty when it names none. */
export function emailOf(body: unknown): string {
  if (typeof body !== "object" || body === null || !("email" in body)) return "";
  return String(body.email).trim().normalize("NFC").toLowerCase().slice(0, 320);
}
