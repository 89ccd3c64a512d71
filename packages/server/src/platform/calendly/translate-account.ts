import type { User } from "@punctual/calendly";
import type { StoredAccount } from "../database/schema.ts";
import type { CalendlyOrigins } from "./calendly-origins.ts";
import { verifiedBookingPage } from "./translate-event-type.ts";
import { canonicalUri } from "./wire-fields.ts";

/**
 * `GET /users/me` in our words. The e-mail is lower case, as everywhere here, and the landing page is always one of
 * the configured Calendly, because pages link to it.
 */
export function toAccount(user: User, origins: CalendlyOrigins): StoredAccount {
  const landingPage = `${origins.bookingUrl.replace(/\/+$/, "")}/${encodeURIComponent(user.slug)}`;
  return {
    userUri: canonicalUri(user.uri, origins),
    organizationUri: canonicalUri(user.current_organization, origins),
    name: user.name,
    email: user.email.toLowerCase(),
    slug: user.slug,
    schedulingUrl: verifiedBookingPage(user.scheduling_url, ["profile"], origins) ?? landingPage,
    timeZone: user.timezone,
    avatarUrl: picture(user.avatar_url),
  };
}

/** Only web addresses become pictures. */
function picture(url: string | null): string | null {
  const parsed = url === null ? null : URL.parse(url);
  return parsed !== null && (parsed.protocol === "https:" || parsed.protocol === "http:") ? parsed.href : null;
}
