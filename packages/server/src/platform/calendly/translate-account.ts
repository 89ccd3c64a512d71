import type { User } from "@punctual/calendly";
import type { StoredAccount } from "../database/schema.ts";
import type { CalendlyOrigins } from "./calendly-origins.ts";
import { verifiedBookingPage } from "./translate-event-type.ts";
import { demand, fieldsOf, usable, type WireFields } from "./wire-fields.ts";

/**
 * `GET /users/me` in our words. The e-mail is lower case, as everywhere here, and the landing page is always one of
 * the configured Calendly, because pages link to it.
 *
 * @throws {CalendlyError} `unexpected_response` when it does not say whose account it is.
 */
export function toAccount(user: User, origins: CalendlyOrigins): StoredAccount {
  const sent = fieldsOf(user, origins);
  const needed = usable("getCurrentUser", () =>
    demand("", {
      uri: sent.uri("uri"),
      current_organization: sent.uri("current_organization"),
      email: sent.text("email"),
    }),
  );
  const page = verifiedBookingPage(sent.text("scheduling_url"), ["profile"], origins);
  const slug = slugIn(sent, page);
  return {
    userUri: needed.uri,
    organizationUri: needed.current_organization,
    name: sent.text("name") ?? needed.email,
    email: needed.email.toLowerCase(),
    slug,
    schedulingUrl: page ?? `${origins.bookingUrl.replace(/\/+$/, "")}/${encodeURIComponent(slug)}`,
    timeZone: sent.text("timezone") ?? "UTC",
    avatarUrl: picture(sent.text("avatar_url")),
  };
}

/** Calendly's own word; failing that the one in the address of the page. */
function slugIn(sent: WireFields, page: string | null): string {
  const ofPage = page === null ? undefined : new URL(page).pathname.split("/")[1];
  return sent.text("slug") || decodeURIComponent(ofPage ?? "");
}

/** Only web addresses become pictures. */
function picture(url: string | undefined): string | null {
  const parsed = url === undefined ? null : URL.parse(url);
  return parsed !== null && (parsed.protocol === "https:" || parsed.protocol === "http:") ? parsed.href : null;
}
