/**
 * Where the sandbox is, as its caller sees it. At Calendly the API and the pages have different hosts; here one origin
 * serves both, unless a TLS front names it `api.calendly.com`.
 */
export interface Origins {
  /** Origin of resource URIs, without a trailing slash. */
  readonly api: string;
  /** Origin of booking, cancel and reschedule pages. */
  readonly booking: string;
}

const hostPattern = /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/i;

/** The origins for an API origin: `https://api.calendly.com` has its pages on `https://calendly.com`. */
export function originsFor(api: string): Origins {
  return { api, booking: api.replace("://api.calendly.com", "://calendly.com") };
}

/**
 * The origins by which a request reached the server: `X-Forwarded-Proto` and `X-Forwarded-Host`, else `Host`.
 * A header that is no host (it would end up in every URI) is ignored in favour of the address of the request itself.
 */
export function originsOf(request: Request): Origins {
  const url = new URL(request.url);
  const first = (name: string) => request.headers.get(name)?.split(",")[0]?.trim();
  const forwarded = first("x-forwarded-host");
  const candidate = forwarded ?? first("host");
  const host = candidate !== undefined && hostPattern.test(candidate) ? candidate : url.host;
  const protocol = first("x-forwarded-proto");
  const scheme = protocol === "https" || protocol === "http" ? protocol : url.protocol.replace(":", "");
  const api = `${scheme}://${host}`.toLowerCase();
  // A front may pass all of Calendly's names on: resources have one origin, whichever of them was called.
  return originsFor(api.replace(/:\/\/(?:auth\.)?calendly\.com$/, "://api.calendly.com"));
}

export function userUri(origins: Origins, userId: string): string {
  return `${origins.api}/users/${userId}`;
}

export function eventTypeUri(origins: Origins, eventTypeId: string): string {
  return `${origins.api}/event_types/${eventTypeId}`;
}

export function scheduledEventUri(origins: Origins, eventId: string): string {
  return `${origins.api}/scheduled_events/${eventId}`;
}

export function inviteeUri(origins: Origins, link: { readonly eventId: string; readonly inviteeId: string }): string {
  return `${origins.api}/scheduled_events/${link.eventId}/invitees/${link.inviteeId}`;
}
