import type { Open } from "./schemas/wire.ts";

/** What the form of a booking page is filled in with. */
export interface SchedulingPrefill {
  readonly name?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  readonly location?: string | undefined;
  /** E-mail addresses. */
  readonly guests?: readonly string[] | undefined;
  /** Answers by the position of their question. */
  readonly answers?: Readonly<Partial<Record<AnswerKey, string>>> | undefined;
  /** Calendar date that is chosen already, `YYYY-MM-DD`. */
  readonly date?: string | undefined;
  /** Month that is shown, `YYYY-MM`. */
  readonly month?: string | undefined;
}
export type AnswerKey = `a${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}`;

/** Attribution, up to 255 characters each: all that comes back with the booking, as `tracking`. */
export interface SchedulingTracking {
  readonly utm_campaign?: string | undefined;
  readonly utm_source?: string | undefined;
  readonly utm_medium?: string | undefined;
  readonly utm_content?: string | undefined;
  readonly utm_term?: string | undefined;
  readonly salesforce_uuid?: string | undefined;
}

export interface SchedulingLook {
  /** `rrggbb`, with or without `#`. */
  readonly backgroundColor?: string | undefined;
  readonly textColor?: string | undefined;
  readonly primaryColor?: string | undefined;
  readonly hideEventTypeDetails?: boolean | undefined;
  readonly hideLandingPageDetails?: boolean | undefined;
  readonly hideGdprBanner?: boolean | undefined;
}

export const embedTypes = ["Inline", "PopupWidget", "PopupText", "PopupButton"] as const;

/** How the page is embedded. Without a domain it sends no messages to the page around it. */
export interface SchedulingEmbed {
  /** Host, with its port, of the page around it. */
  readonly domain?: string | undefined;
  readonly type?: Open<(typeof embedTypes)[number]> | undefined;
}

/**
 * The query of a booking page.
 *
 * Source: https://developer.calendly.com/api-docs/overview/embedding/getting-started
 */
export interface SchedulingParameters {
  readonly prefill?: SchedulingPrefill | undefined;
  readonly tracking?: SchedulingTracking | undefined;
  readonly look?: SchedulingLook | undefined;
  readonly embed?: SchedulingEmbed | undefined;
}

const answerKeys: readonly AnswerKey[] = ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10"];
const mostGuests = 10;

/** What a value may look like on the wire: reads it, or null when it cannot be one. */
type Kind = (value: string) => string | null;
const text: Kind = (value) => (value === "" ? null : value);
const short: Kind = (value) => (value === "" || value.length > 255 ? null : value);
const matching =
  (pattern: RegExp): Kind =>
  (value) =>
    pattern.test(value) ? value : null;
const color: Kind = (value) => (/^#?[\da-f]{6}$/i.test(value) ? value.replace("#", "").toLowerCase() : null);
const host = matching(/^(?:[a-z\d_](?:[a-z\d_.-]{0,251}[a-z\d])?|\[[\da-f:.]+\])(?::\d{1,5})?$/i);
const word = matching(/^[a-z]{1,32}$/i);

type Group = keyof SchedulingParameters;
/** Every parameter with one value: where it lies here, what it is called there, what it may hold. */
const fields: readonly { readonly group: Group; readonly field: string; readonly name: string; readonly kind: Kind }[] =
  [
    { group: "prefill", field: "name", name: "name", kind: text },
    { group: "prefill", field: "firstName", name: "first_name", kind: text },
    { group: "prefill", field: "lastName", name: "last_name", kind: text },
    { group: "prefill", field: "email", name: "email", kind: text },
    { group: "prefill", field: "location", name: "location", kind: text },
    { group: "prefill", field: "date", name: "date", kind: matching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/) },
    { group: "prefill", field: "month", name: "month", kind: matching(/^\d{4}-(0[1-9]|1[0-2])$/) },
    { group: "tracking", field: "utm_campaign", name: "utm_campaign", kind: short },
    { group: "tracking", field: "utm_source", name: "utm_source", kind: short },
    { group: "tracking", field: "utm_medium", name: "utm_medium", kind: short },
    { group: "tracking", field: "utm_content", name: "utm_content", kind: short },
    { group: "tracking", field: "utm_term", name: "utm_term", kind: short },
    { group: "tracking", field: "salesforce_uuid", name: "salesforce_uuid", kind: short },
    { group: "look", field: "backgroundColor", name: "background_color", kind: color },
    { group: "look", field: "textColor", name: "text_color", kind: color },
    { group: "look", field: "primaryColor", name: "primary_color", kind: color },
    { group: "embed", field: "domain", name: "embed_domain", kind: host },
    { group: "embed", field: "type", name: "embed_type", kind: word },
  ];
const switches = [
  { field: "hideEventTypeDetails", name: "hide_event_type_details" },
  { field: "hideLandingPageDetails", name: "hide_landing_page_details" },
  { field: "hideGdprBanner", name: "hide_gdpr_banner" },
] as const;

/**
 * Writes parameters as a query. What is undefined, empty or false is left out. Throws `RangeError` for what Calendly would not
 * take: a colour that is none, tracking over 255 characters, a guest with a comma, an eleventh guest...
 */
export function writeSchedulingParameters(parameters: SchedulingParameters): URLSearchParams {
  const search = new URLSearchParams();
  for (const { group, field, name, kind } of fields) {
    const given: unknown = Reflect.get(parameters[group] ?? {}, field);
    if (given === undefined || given === "") continue;
    search.set(name, taken(name, kind(String(given))));
  }
  for (const { field, name } of switches) if (parameters.look?.[field] === true) search.set(name, "1");
  const guests = parameters.prefill?.guests ?? [];
  if (guests.length > mostGuests || guests.some((guest) => guest.trim() === "" || guest.includes(",")))
    taken("guests", null);
  if (guests.length > 0) search.set("guests", guests.map((guest) => guest.trim()).join(","));
  for (const key of answerKeys) {
    const answer = parameters.prefill?.answers?.[key] ?? "";
    if (answer !== "") search.set(key, answer);
  }
  return search;
}

function taken(name: string, value: string | null): string {
  if (value !== null) return value;
  throw new RangeError(`A booking page takes no such value for ${name}`);
}

/**
 * The parameters in the address of a booking page; the inverse of what `buildSchedulingUrl` writes. What is unknown or
 * cannot be read is left out, of a repeated name the first counts. Says nothing about whose address it is: that is
 * `parseSchedulingUrl`'s part. Never throws.
 */
export function parseSchedulingParameters(url: string): SchedulingParameters {
  const search = URL.parse(url.trim())?.searchParams ?? new URLSearchParams();
  const groups: Record<Group, Record<string, unknown>> = { prefill: {}, tracking: {}, look: {}, embed: {} };
  for (const { group, field, name, kind } of fields) {
    const value = kind(search.get(name) ?? "");
    if (value !== null) groups[group][field] = value;
  }
  for (const { field, name } of switches) {
    const value = search.get(name);
    if (value === "1" || value === "true") groups.look[field] = true;
  }
  const guests = (search.get("guests") ?? "").split(",").map((guest) => guest.trim());
  const named = guests.filter((guest) => guest !== "").slice(0, mostGuests);
  if (named.length > 0) groups.prefill["guests"] = named;
  const answers = answerKeys.flatMap((key) => {
    const answer = search.get(key) ?? "";
    return answer === "" ? [] : [[key, answer] as const];
  });
  if (answers.length > 0) groups.prefill["answers"] = Object.fromEntries(answers);
  return Object.fromEntries(Object.entries(groups).filter(([, group]) => Object.keys(group).length > 0));
}
