import { type SchedulingParameters, writeSchedulingParameters } from "./scheduling-parameters.ts";

/** An address of Calendly's booking pages, understood. */
export type SchedulingTarget =
  /** Landing page of a user or team. */
  | { readonly kind: "profile"; readonly slug: string }
  | { readonly kind: "event_type"; readonly slug: string; readonly eventTypeSlug: string }
  /** The details form of one start; `startTime` as it stands in the address, UTC or with an offset. */
  | {
      readonly kind: "event_time";
      readonly slug: string;
      readonly eventTypeSlug: string;
      readonly startTime: string;
    }
  /** Single-use link, share or one-off event type. */
  | { readonly kind: "single_use"; readonly code: string; readonly eventTypeSlug: string }
  | { readonly kind: "cancellation"; readonly inviteeUuid: string }
  | { readonly kind: "rescheduling"; readonly inviteeUuid: string }
  | { readonly kind: "routing_form"; readonly slug: string }
  /** A contact in the web app, behind a login. */
  | { readonly kind: "contact"; readonly contactUuid: string };

/**
 * - `not_a_url` cannot be read as an absolute address
 * - `not_https` another scheme than the booking pages have
 * - `foreign_host` another host or port
 * - `has_credentials` a user name or password in the address
 * - `api_address` an API URI, where a booking page is wanted
 * - `no_path` the host alone
 * - `reserved_path` a page of the product that nobody books on (login, app...)
 * - `unknown_path` a path that is no booking page
 */
export type SchedulingUrlRefusal =
  | "not_a_url"
  | "not_https"
  | "foreign_host"
  | "has_credentials"
  | "api_address"
  | "no_path"
  | "reserved_path"
  | "unknown_path";

export type SchedulingUrl = SchedulingTarget | { readonly kind: "invalid"; readonly reason: SchedulingUrlRefusal };

const publicBookingUrl = "https://calendly.com";

/** First path segments that are never a profile's slug. */
const reservedSegments = new Set([
  "api",
  "app",
  "assets",
  "blog",
  "event_types",
  "events",
  "integrations",
  "login",
  "oauth",
  "pricing",
  "scheduled_events",
  "signup",
  "users",
  "webhook_subscriptions",
]);

const segmentPattern = /^[\p{L}\p{N}][\p{L}\p{N}._~-]*$/u;
const startTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Understands an address that a person typed or a record holds. Only what lies on the booking pages' own origin is
 * accepted, so that what is put into an iframe or a link cannot lead elsewhere; the hash is not looked at, and for the
 * query see `parseSchedulingParameters`.
 *
 * @param options.bookingUrl origin of the booking pages, default `https://calendly.com` (whose `www.` also counts). Plain http only
 * when this itself is http, as on a laptop.
 */
export function parseSchedulingUrl(url: string, options: { readonly bookingUrl?: string } = {}): SchedulingUrl {
  const booking = new URL(options.bookingUrl ?? publicBookingUrl);
  const parsed = URL.parse(url.trim());
  if (parsed === null) return { kind: "invalid", reason: "not_a_url" };
  const refusal = refusalOf(parsed, booking);
  if (refusal !== null) return { kind: "invalid", reason: refusal };

  const segments = decodedSegments(parsed.pathname);
  if (segments === null) return { kind: "invalid", reason: "unknown_path" };
  return targetOf(segments);
}

/**
 * The address of a booking page with its parameters; the inverse of `parseSchedulingUrl` and `parseSchedulingParameters`.
 * Prefill and tracking mean something on pages that are booked on, look and embed on all of them. Throws `RangeError` for a
 * value that Calendly would not take.
 */
export function buildSchedulingUrl(
  target: SchedulingTarget,
  options: SchedulingParameters & { readonly bookingUrl?: string | undefined } = {},
): string {
  const { origin } = new URL(options.bookingUrl ?? publicBookingUrl);
  const address = [origin, ...segmentsOf(target).map(encodeURIComponent)].join("/");
  const query = writeSchedulingParameters(options).toString();
  return query === "" ? address : `${address}?${query}`;
}

function refusalOf(url: URL, booking: URL): SchedulingUrlRefusal | null {
  if (url.protocol !== booking.protocol) return url.protocol === "https:" ? "foreign_host" : "not_https";
  if (url.username !== "" || url.password !== "") return "has_credentials";
  if (url.hostname === `api.${booking.hostname}`) return "api_address";
  // The public site answers under www too; any other origin has one name.
  const host = booking.host === "calendly.com" ? url.host.replace(/^www\./, "") : url.host;
  return host === booking.host ? null : "foreign_host";
}

function decodedSegments(pathname: string): string[] | null {
  try {
    return pathname.split("/").slice(1).map(decodeURIComponent);
  } catch {
    return null;
  }
}

function targetOf(decoded: readonly string[]): SchedulingUrl {
  const segments = decoded.at(-1) === "" ? decoded.slice(0, -1) : decoded;
  const [first, second, third] = segments;
  if (first === undefined) return { kind: "invalid", reason: "no_path" };
  const [page, contactUuid] = first === "app" ? segments.slice(1) : [];
  if (page === "contacts" && contactUuid !== undefined && segments.length === 3 && segmentPattern.test(contactUuid)) {
    return { kind: "contact", contactUuid };
  }
  if (reservedSegments.has(first.toLowerCase())) return { kind: "invalid", reason: "reserved_path" };
  const target = segments.length > 3 ? null : (specialTarget(first, second, third) ?? profileTarget(segments));
  return target ?? { kind: "invalid", reason: "unknown_path" };
}

const specialFirstSegments = new Set(["d", "cancellations", "reschedulings", "routing"]);

function specialTarget(first: string, second?: string, third?: string): SchedulingTarget | null {
  if (second === undefined || !segmentPattern.test(second)) return null;
  if (first === "d") {
    return third !== undefined && segmentPattern.test(third)
      ? { kind: "single_use", code: second, eventTypeSlug: third }
      : null;
  }
  if (third !== undefined) return null;
  switch (first) {
    case "cancellations":
      return { kind: "cancellation", inviteeUuid: second };
    case "reschedulings":
      return { kind: "rescheduling", inviteeUuid: second };
    case "routing":
      return { kind: "routing_form", slug: second };
    default:
      return null;
  }
}

function profileTarget(segments: readonly string[]): SchedulingTarget | null {
  const [slug, eventTypeSlug, startTime] = segments;
  if (slug === undefined || specialFirstSegments.has(slug) || !segmentPattern.test(slug)) return null;
  if (eventTypeSlug === undefined) return { kind: "profile", slug };
  if (!segmentPattern.test(eventTypeSlug)) return null;
  if (startTime === undefined) return { kind: "event_type", slug, eventTypeSlug };
  return startTimePattern.test(startTime) ? { kind: "event_time", slug, eventTypeSlug, startTime } : null;
}

function segmentsOf(target: SchedulingTarget): string[] {
  switch (target.kind) {
    case "profile":
      return [target.slug];
    case "event_type":
      return [target.slug, target.eventTypeSlug];
    case "event_time":
      return [target.slug, target.eventTypeSlug, target.startTime];
    case "single_use":
      return ["d", target.code, target.eventTypeSlug];
    case "cancellation":
      return ["cancellations", target.inviteeUuid];
    case "rescheduling":
      return ["reschedulings", target.inviteeUuid];
    case "routing_form":
      return ["routing", target.slug];
    case "contact":
      return ["app", "contacts", target.contactUuid];
  }
}
