import type { DeliveryFilter, Member, Role, UsageWindow } from "@punctual/contract";
import { isDate, type SessionFilters, type SessionView, sessionViews } from "@punctual/react";

/** What the address of a session list holds. Absent means the default, so that plain addresses stay plain. */
export type SessionsSearch = SessionFilters;

export function parseSessionsSearch(raw: Readonly<Record<string, unknown>>): SessionsSearch {
  const view: SessionView | undefined = sessionViews.find((each) => each === raw["view"]);
  const sort = (["soonest", "latest"] as const).find((each) => each === raw["sort"]);
  return {
    ...(view === undefined || view === "upcoming" ? {} : { view }),
    ...(sort === undefined ? {} : { sort }),
    ...textOf(raw, "search", 100),
    ...dateOf(raw, "from"),
    ...dateOf(raw, "to"),
  };
}

export interface SignInSearch {
  readonly returnTo?: string;
  readonly reason?: "expired" | "signed_out";
}

export function parseSignInSearch(raw: Readonly<Record<string, unknown>>): SignInSearch {
  const reason = (["expired", "signed_out"] as const).find((each) => each === raw["reason"]);
  return { ...textOf(raw, "returnTo", 500), ...(reason === undefined ? {} : { reason }) };
}

/** `attempt`: a consent that waits for confirmation. `problem`: the code of what went wrong on the way. */
export interface ConnectionSearch {
  readonly attempt?: string;
  readonly problem?: string;
}

export function parseConnectionSearch(raw: Readonly<Record<string, unknown>>): ConnectionSearch {
  return { ...textOf(raw, "attempt", 64), ...textOf(raw, "problem", 64) };
}

/** `eventType`: which event type is open; `week`: the first date shown, `YYYY-MM-DD`. */
export interface AvailabilitySearch {
  readonly eventType?: string;
  readonly week?: string;
}

export function parseAvailabilitySearch(raw: Readonly<Record<string, unknown>>): AvailabilitySearch {
  return { ...textOf(raw, "eventType", 64), ...dateOf(raw, "week") };
}

/** A coach's page of a realtor: the above, and the booking that was just made. */
export interface CoachSearch extends AvailabilitySearch {
  readonly booking?: string;
}

export function parseCoachSearch(raw: Readonly<Record<string, unknown>>): CoachSearch {
  return { ...parseAvailabilitySearch(raw), ...textOf(raw, "booking", 64) };
}

export interface FindSearch {
  readonly search?: string;
}

export function parseFindSearch(raw: Readonly<Record<string, unknown>>): FindSearch {
  return textOf(raw, "search", 100);
}

/** `show=attention`: only coaches whose copy differs, or could not be compared. */
export interface DriftSearch {
  readonly show?: "attention";
}

export function parseDriftSearch(raw: Readonly<Record<string, unknown>>): DriftSearch {
  return raw["show"] === "attention" ? { show: "attention" } : {};
}

/** `window`: how far back; the last day without it. */
export interface SecuritySearch {
  readonly window?: "week";
}

export function parseSecuritySearch(raw: Readonly<Record<string, unknown>>): SecuritySearch {
  return raw["window"] === "week" ? { window: "week" } : {};
}

export interface UsageSearch {
  readonly window?: UsageWindow;
}

export function parseUsageSearch(raw: Readonly<Record<string, unknown>>): UsageSearch {
  const window = (["hour", "day", "week"] as const).find((each) => each === raw["window"]);
  return window === undefined || window === "hour" ? {} : { window };
}

/** `role`, `state`, `search`: which people; `member`: the one whose details are open. */
export interface PeopleSearch {
  readonly role?: Role | undefined;
  readonly state?: Member["state"] | undefined;
  readonly search?: string | undefined;
  readonly member?: string | undefined;
}

export function parsePeopleSearch(raw: Readonly<Record<string, unknown>>): PeopleSearch {
  const role = (["coach", "realtor", "admin"] as const).find((each) => each === raw["role"]);
  const state = (["active", "suspended"] as const).find((each) => each === raw["state"]);
  return {
    ...(role === undefined ? {} : { role }),
    ...(state === undefined ? {} : { state }),
    ...textOf(raw, "search", 100),
    ...textOf(raw, "member", 64),
  };
}

/** `open`: the key or endpoint whose details are open. */
export interface ServicesSearch {
  readonly open?: string | undefined;
}

export function parseServicesSearch(raw: Readonly<Record<string, unknown>>): ServicesSearch {
  return textOf(raw, "open", 64);
}

/** `state`, `event`, `search`: which deliveries; `delivery`: the one whose details are open. */
export interface DeliveriesSearch {
  readonly state?: DeliveryFilter | undefined;
  readonly event?: string | undefined;
  readonly search?: string | undefined;
  readonly delivery?: string | undefined;
}

export function parseDeliveriesSearch(raw: Readonly<Record<string, unknown>>): DeliveriesSearch {
  const state = deliveryFilters.find((each) => each === raw["state"]);
  return {
    ...(state === undefined ? {} : { state }),
    ...textOf(raw, "event", 100),
    ...textOf(raw, "search", 64),
    ...textOf(raw, "delivery", 64),
  };
}

const deliveryFilters: readonly DeliveryFilter[] = ["trouble", "received", "applied", "ignored", "failed", "dead"];

/** `action` to `search`: which entries, `from` and `to` by days in the viewer's zone; `entry`: the one that is open. */
export interface AuditSearch {
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly search?: string | undefined;
  readonly entry?: string | undefined;
}

export function parseAuditSearch(raw: Readonly<Record<string, unknown>>): AuditSearch {
  const { action } = textOf(raw, "action", 64);
  const { entry } = textOf(raw, "entry", 15);
  return {
    ...(action !== undefined && /^[a-z_]+(?:\.[a-z_]+)?$/.test(action) ? { action } : {}),
    ...textOf(raw, "actor", 64),
    ...textOf(raw, "subject", 64),
    ...dateOf(raw, "from"),
    ...dateOf(raw, "to"),
    ...textOf(raw, "search", 100),
    ...(entry !== undefined && /^[1-9]\d*$/.test(entry) ? { entry } : {}),
  };
}

/**
 * For a route: what `parse` lets through, and nothing else. The router would lay the address's own values under the
 * parsed ones, so that a value that was refused came back.
 */
export function only<Search extends object>(parse: (raw: Readonly<Record<string, unknown>>) => Search) {
  return (raw: Readonly<Record<string, unknown>>): Search =>
    Object.assign(Object.fromEntries(Object.keys(raw).map((key) => [key, undefined])), parse(raw));
}

/** Plain `key=value` addresses: the values of this app are all text. */
export function parseAddress(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function writeAddress(search: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (typeof value === "string" && value !== "") query.set(key, value);
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

function textOf<K extends string>(
  raw: Readonly<Record<string, unknown>>,
  key: K,
  longest: number,
): { readonly [P in K]?: string } {
  const value = raw[key];
  if (typeof value !== "string" || value === "" || value.length > longest) return {};
  return { [key]: value } as { readonly [P in K]: string };
}

function dateOf<K extends string>(raw: Readonly<Record<string, unknown>>, key: K): { readonly [P in K]?: string } {
  const value = raw[key];
  return typeof value === "string" && isDate(value) ? ({ [key]: value } as { readonly [P in K]: string }) : {};
}
