import type { SecurityKind, SecurityWindow } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import type { Explanation, OpenAlert, Span, Threshold, Turn } from "./types.ts";

/** The time over which the newest are counted, of every kind. */
export const alertMinutes = 15;

/**
 * From how many on admins are alerted. People mistype and pages stay open over night: each lies well above what that comes to
 * in a programme of a few hundred people.
 */
export const thresholds: Readonly<Record<SecurityKind, Threshold>> = {
  sign_in_failed: { count: 100, perSubject: false },
  account_guessed: { count: 30, perSubject: true },
  token_failed: { count: 200, perSubject: false },
  signature_failed: { count: 20, perSubject: false },
  access_denied: { count: 100, perSubject: false },
  request_forged: { count: 20, perSubject: false },
  limit_hit: { count: 300, perSubject: false },
  policy_violated: { count: 200, perSubject: false },
  audit_broken: { count: 1, perSubject: false },
};

/** What is compared with a kind's threshold. */
export function recentOf(
  kind: SecurityKind,
  recent: { readonly all: number; readonly ofOne: number } | undefined,
): number {
  return (thresholds[kind].perSubject ? recent?.ofOne : recent?.all) ?? 0;
}

/** Opens at the threshold, closes below half of it: what swings around the threshold is one alert and one mail. */
export function turnOf(threshold: Threshold, recent: number, open: OpenAlert | null): Turn {
  if (open === null) return recent >= threshold.count ? { kind: "open" } : { kind: "keep" };
  if (recent < threshold.count / 2) return { kind: "close" };
  return recent > open.count ? { kind: "raise", count: recent } : { kind: "keep" };
}

const cuts: Readonly<Record<SecurityWindow, { readonly partSeconds: number; readonly parts: number }>> = {
  day: { partSeconds: 1_800, parts: 48 },
  week: { partSeconds: 10_800, parts: 56 },
};

/** The parts begin on round times, so that a chart does not change shape from one look to the next. */
export function spanOf(window: SecurityWindow, now: Temporal.Instant): Span {
  const cut = cuts[window];
  const partMs = cut.partSeconds * 1_000;
  const untilMs = (Math.floor(now.epochMilliseconds / partMs) + 1) * partMs;
  return {
    from: Temporal.Instant.fromEpochMilliseconds(untilMs - cut.parts * partMs),
    until: Temporal.Instant.fromEpochMilliseconds(untilMs),
    ...cut,
  };
}

/** Every part of the span, those without any too. */
export function timelineOf(span: Span, counted: ReadonlyMap<number, number>): { at: string; count: number }[] {
  return Array.from({ length: span.parts }, (_, part) => ({
    at: span.from.add({ seconds: part * span.partSeconds }).toString(),
    count: counted.get(part) ?? 0,
  }));
}

export const explanations: Readonly<Record<SecurityKind, Explanation>> = {
  sign_in_failed: {
    many: "many failed sign-ins",
    meaning: "Somebody wrote a wrong password, or an account that is not here.",
    advice:
      "Look at the networks below. Whoever fails is slowed by itself. If one network goes on for hours, close it out at your proxy or firewall.",
  },
  account_guessed: {
    many: "guesses at one account's password",
    meaning: "Wrong passwords for one account, from browsers that never signed in to it.",
    advice:
      "Ask the person below whether it was them. Their own browser still gets in. If it was not, have them set a new password and look at where they are signed in.",
  },
  token_failed: {
    many: "many login sessions, keys or links that are not valid",
    meaning: "A login session, API key or link that is over, used up, or never was one of ours.",
    advice:
      "If one service has a key that is over, give it a new one. Many from one network that you do not know is somebody who tries: close it out at your proxy.",
  },
  signature_failed: {
    many: "webhooks or signed requests with a wrong signature",
    meaning: "A webhook or signed request whose signature does not fit, is too old, or came a second time.",
    advice:
      "Most often a signing key was changed on one side only. Compare CALENDLY_WEBHOOK_SIGNING_KEY, CLERK_WEBHOOK_SIGNING_SECRET, or the service's public key. Deliveries under Sync shows what was refused.",
  },
  access_denied: {
    many: "many requests for what is not the caller's",
    meaning: "A signed-in person or a service asked for something that is not theirs, or not open to their role.",
    advice:
      "Look at the people below. One with very many is trying ids: suspend the account under People, and ask. A service needs another scope, or is configured for the wrong programme.",
  },
  request_forged: {
    many: "requests from other sites' pages",
    meaning: "A page of another site, or one of ours that is older than the login session, tried to change something.",
    advice:
      "Nothing was changed. If people use Punctual under a second address, make PUBLIC_URL the one that they use. Otherwise warn people of the site that tries.",
  },
  limit_hit: {
    many: "callers that ask too often",
    meaning: "A caller who was told to wait.",
    advice:
      "Look at what is below. If everybody is told to wait, the proxy in front is not in TRUSTED_PROXIES. If a service needs more, raise LIMITS.",
  },
  policy_violated: {
    many: "pages on which browsers blocked something",
    meaning: "A browser blocked a script, frame or style that the page's policy does not allow. Extensions cause some.",
    advice:
      "Open the embed check: it says whether the policy that arrives at your browser lets Calendly's widget work.",
  },
  audit_broken: {
    many: "the audit log was tampered with",
    meaning:
      "The audit log was looked at before it was sealed, and is not what was written: something was changed or removed.",
    advice:
      "The Audit page says where. Nothing is sealed until it is whole. Save an export and the database as they are now, change the database's passwords, and find out who could write to it.",
  },
};
