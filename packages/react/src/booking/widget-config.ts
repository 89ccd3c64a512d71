import type { AppConfig } from "@punctual/contract";

/** Where the Calendly widget comes from and which pages it may show; validated, see {@link readWidgetConfig}. */
export interface WidgetConfig {
  /** The only origin whose pages are opened and whose messages are heard. */
  readonly bookingOrigin: string;
  readonly scriptUrl: string;
  readonly stylesheetUrl: string;
}

export type WidgetConfigResult =
  | { readonly ok: true; readonly config: WidgetConfig }
  | { readonly ok: false; readonly why: string };

/**
 * Takes the deployment's configuration only if script and stylesheet come from the booking pages' own site
 * (the same host, or one below it: `assets.calendly.com` for `calendly.com`) over https, or http on this machine.
 */
export function readWidgetConfig(calendly: AppConfig["calendly"]): WidgetConfigResult {
  const booking = URL.parse(calendly.bookingOrigin);
  if (booking === null || !isSafe(booking))
    return { ok: false, why: "The address of the booking pages is not a safe one." };
  for (const text of [calendly.widgetScriptUrl, calendly.widgetStylesheetUrl]) {
    const url = URL.parse(text);
    if (url === null || !isSafe(url) || !isOfSite(url, booking)) {
      return { ok: false, why: "The booking widget does not come from the site of the booking pages." };
    }
  }
  return {
    ok: true,
    config: {
      bookingOrigin: booking.origin,
      scriptUrl: calendly.widgetScriptUrl,
      stylesheetUrl: calendly.widgetStylesheetUrl,
    },
  };
}

function isOfSite(url: URL, booking: URL): boolean {
  return url.host === booking.host || url.host.endsWith(`.${booking.host}`);
}

function isSafe(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isThisMachine(url.hostname));
}

function isThisMachine(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** The booking page to open, or null when the address is not a page of the booking site. */
export function bookingPageOf(
  schedulingUrl: string | null,
  config: Pick<WidgetConfig, "bookingOrigin">,
): string | null {
  const url = schedulingUrl === null ? null : URL.parse(schedulingUrl);
  if (url === null || url.origin !== config.bookingOrigin || url.username !== "" || url.password !== "") return null;
  return url.pathname === "/" ? null : url.href;
}
