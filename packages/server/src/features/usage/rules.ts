import type { UsageWindow } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import type { CallCode, Explanation, Span } from "./types.ts";

const cuts: Readonly<Record<UsageWindow, { readonly partSeconds: number; readonly parts: number }>> = {
  hour: { partSeconds: 60, parts: 60 },
  day: { partSeconds: 1_800, parts: 48 },
  week: { partSeconds: 10_800, parts: 56 },
};

/** The parts begin on round times, so that a chart does not change shape from one look to the next. */
export function spanOf(window: UsageWindow, now: Temporal.Instant): Span {
  const cut = cuts[window];
  const partMs = cut.partSeconds * 1_000;
  const untilMs = (Math.floor(now.epochMilliseconds / partMs) + 1) * partMs;
  return {
    from: Temporal.Instant.fromEpochMilliseconds(untilMs - cut.parts * partMs),
    until: Temporal.Instant.fromEpochMilliseconds(untilMs),
    ...cut,
  };
}

interface Counts {
  readonly calls: number;
  readonly failed: number;
}

/** Every part of the span, those without calls too. */
export function timelineOf(span: Span, counted: readonly (Counts & { readonly part: number })[]) {
  const byPart = new Map(counted.map((row) => [row.part, row]));
  return Array.from({ length: span.parts }, (_, part) => {
    const { calls, failed } = byPart.get(part) ?? { calls: 0, failed: 0 };
    return { at: span.from.add({ seconds: part * span.partSeconds }).toString(), calls, failed };
  });
}

/** The sentences for a code; a record of a former version may have one that is not known. */
export function explain(code: string): Explanation {
  return isCallCode(code)
    ? explanations[code]
    : { meaning: "A failure that this version has no words for.", advice: "Look for the code in the log." };
}

function isCallCode(code: string): code is CallCode {
  return Object.hasOwn(explanations, code);
}

const outage =
  "Nothing, if it passes: calls are held back and tried again. If it stays, look at Calendly's status page.";
const ours = "This is a fault of Punctual. Report it with the endpoint and the code.";
const registration = "Compare the app's id, secret and redirect address with the app at developer.calendly.com.";

const explanations: Readonly<Record<CallCode, Explanation>> = {
  held_back: {
    meaning: "Not sent: the account's calls for this minute were used up or kept for more urgent ones.",
    advice: "Nothing, if it is background work: it comes back. If people wait, see which other apps use the account.",
  },
  circuit_open: {
    meaning: "Not sent: Calendly had failed several times in a row, so it was left alone.",
    advice: outage,
  },
  rate_limited: {
    meaning: "Calendly answered 429: the account made more calls in a minute than its plan allows.",
    advice: "Other apps share the limit of an account. A paid plan has 500 calls a minute, a free one 50.",
  },
  server_error: { meaning: "Calendly failed (5xx).", advice: outage },
  unreachable: { meaning: "No connection to Calendly, or it broke off.", advice: outage },
  timeout: { meaning: "Calendly did not answer in time.", advice: outage },
  unexpected_response: {
    meaning: "An answer that cannot be read: a page in place of JSON, or a changed format.",
    advice:
      "If it stays, something stands between this server and Calendly, or Calendly has changed; the log says which.",
  },
  aborted: {
    meaning: "Given up on our side, as whoever asked had gone or the job's time was over.",
    advice: "Nothing, if it is rare.",
  },
  unauthenticated: {
    meaning: "Calendly did not accept the token.",
    advice: "A token that was renewed is tried again by itself. If a coach shows 'reconnect', they have to.",
  },
  permission_denied: {
    meaning: "The account may not do this: its role or plan does not allow it.",
    advice: "The coach's page says what their account lacks. An owner of the Calendly organization can change it.",
  },
  plan_required: {
    meaning: "The account's plan does not hold this.",
    advice: "The coach's page says what is lost by it and which plan has it.",
  },
  insufficient_scope: {
    meaning: "The coach did not allow this when they connected.",
    advice: "Ask the coach to connect Calendly again and to allow everything that is asked for.",
  },
  not_found: {
    meaning: "Calendly does not know the record: it was deleted, or never was.",
    advice: "Nothing, if it is rare: sessions that vanish are marked as gone.",
  },
  already_exists: { meaning: "Calendly has one like it already.", advice: "Nothing: what is there is used." },
  conflict: { meaning: "The record's state forbids the change.", advice: "Nothing, if it is rare." },
  slot_taken: { meaning: "Somebody else took the time first.", advice: "Nothing: the realtor picks another." },
  already_canceled: { meaning: "It was canceled already.", advice: "Nothing: the copy is brought up to date." },
  event_in_past: { meaning: "What is over cannot be canceled.", advice: "Nothing." },
  external_calendar: {
    meaning: "Calendly cannot read the calendar that the coach connected there.",
    advice: "Ask the coach to reconnect their calendar at Calendly.",
  },
  invalid_argument: { meaning: "Calendly did not accept what was asked.", advice: ours },
  invalid_grant: {
    meaning: "The permission is gone: revoked at Calendly, or its refresh token was used elsewhere.",
    advice: "The coach has to connect again; they were told by e-mail.",
  },
  invalid_client: { meaning: "Calendly does not accept this server's app id or secret.", advice: registration },
  unauthorized_client: { meaning: "The app may not do this at Calendly.", advice: registration },
  invalid_request: { meaning: "Calendly's OAuth server did not accept the request.", advice: registration },
  invalid_scope: { meaning: "The app asks for a scope that it may not have.", advice: registration },
  unsupported_grant_type: { meaning: "Calendly's OAuth server does not know this kind of request.", advice: ours },
  unsupported_response_type: { meaning: "Calendly's OAuth server does not know this kind of answer.", advice: ours },
  access_denied: { meaning: "The coach pressed Deny.", advice: "Nothing." },
};
