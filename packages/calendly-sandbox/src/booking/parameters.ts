import { isTimeZone } from "../slots/zone.ts";
import type { Tracking } from "../world/index.ts";
import type { TimeNotation } from "./locale.ts";

/** What an address may already know about the invitee. Empty strings where it does not. */
export interface Prefill {
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly location: string;
  readonly guests: readonly string[];
  /** By question position: `a1` is the answer at index 0. */
  readonly answers: readonly string[];
}

/** Colours are `#rrggbb`, lower case; null leaves the page's own. */
export interface Look {
  readonly background: string | null;
  readonly text: string | null;
  readonly primary: string | null;
  readonly hideEventTypeDetails: boolean;
  readonly hideLandingPageDetails: boolean;
}

export interface Embed {
  readonly domain: string;
  readonly type: string | null;
}

/** The query of a booking page (developer.calendly.com, embedding and prefill). */
export interface PageParameters {
  readonly prefill: Prefill;
  readonly tracking: Tracking;
  readonly look: Look;
  /** Set when the page runs inside somebody's frame: only then does it send messages to its parent. */
  readonly embed: Embed | null;
  /** `YYYY-MM`. */
  readonly month: string | null;
  /** `YYYY-MM-DD`. */
  readonly date: string | null;
  /** IANA zone to show instead of the browser's own. */
  readonly timeZone: string | null;
  /** Null: as the reader's region writes it. */
  readonly timeNotation: TimeNotation | null;
  /** Minutes, for a type that offers several durations. */
  readonly duration: number | null;
  /** Everything that must survive a step to another page: all of the above but month and date. */
  readonly carried: URLSearchParams;
}

const trackingNames = [
  "utm_campaign",
  "utm_source",
  "utm_medium",
  "utm_content",
  "utm_term",
  "salesforce_uuid",
] as const;
const carriedNames =
  /^(embed_domain|embed_type|name|first_name|last_name|email|location|guests|a([1-9]|10)|timezone|time_notation|utm_(campaign|source|medium|content|term)|salesforce_uuid|routing_form_submission|background_color|text_color|primary_color|hide_(event_type_details|landing_page_details|gdpr_banner))$/;

const longestTracking = 255;
const longestAnswer = 10_000;
const mostGuests = 10;

export function readPageParameters(query: URLSearchParams): PageParameters {
  const text = (name: string) => query.get(name)?.trim().slice(0, longestAnswer) ?? "";
  const matching = (name: string, pattern: RegExp) => (pattern.test(text(name)) ? text(name) : null);
  const date = matching("date", /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
  const embedDomain = text("embed_domain");
  const name = text("name") || [text("first_name"), text("last_name")].filter(Boolean).join(" ");

  const carried = new URLSearchParams();
  for (const [name, value] of query) if (carriedNames.test(name)) carried.append(name, value);

  return {
    prefill: {
      name,
      firstName: text("first_name") || (name.split(/\s+/)[0] ?? ""),
      lastName: text("last_name") || name.split(/\s+/).slice(1).join(" "),
      email: text("email"),
      location: text("location"),
      guests: splitGuests(text("guests")).slice(0, mostGuests),
      answers: Array.from({ length: 10 }, (_, index) => text(`a${index + 1}`)),
    },
    tracking: readTracking(query),
    look: {
      background: readColor(query.get("background_color")),
      text: readColor(query.get("text_color")),
      primary: readColor(query.get("primary_color")),
      hideEventTypeDetails: text("hide_event_type_details") === "1",
      hideLandingPageDetails: text("hide_landing_page_details") === "1",
    },
    embed: embedDomain === "" ? null : { domain: embedDomain, type: text("embed_type") || null },
    month: matching("month", /^\d{4}-(0[1-9]|1[0-2])$/) ?? date?.slice(0, 7) ?? null,
    date,
    timeZone: isTimeZone(text("timezone")) ? text("timezone") : null,
    timeNotation: matching("time_notation", /^(12|24)h$/) as TimeNotation | null,
    duration: Number(matching("duration", /^\d{1,4}$/)) || null,
    carried,
  };
}

/** The six values that come back in an invitee's `tracking`, each at most 255 characters, null where missing. */
export function readTracking(query: URLSearchParams): Tracking {
  const value = (name: (typeof trackingNames)[number]) => query.get(name)?.slice(0, longestTracking) || null;
  return {
    utm_campaign: value("utm_campaign"),
    utm_source: value("utm_source"),
    utm_medium: value("utm_medium"),
    utm_content: value("utm_content"),
    utm_term: value("utm_term"),
    salesforce_uuid: value("salesforce_uuid"),
  };
}

/** E-mail addresses separated by commas, semicolons or white space, without repetitions. */
export function splitGuests(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

/** `fff`, `#FFF` and `ffffff` are the same colour; anything else is none. */
export function readColor(text: string | null): string | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text?.trim() ?? "")?.[1]?.toLowerCase();
  if (digits === undefined) return null;
  return `#${digits.length === 3 ? digits.replace(/./g, "$&$&") : digits}`;
}
