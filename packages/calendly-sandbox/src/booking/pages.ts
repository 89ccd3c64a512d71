import type { Context } from "hono";
import { Hono } from "hono";
import type { Origins } from "../http/origin.ts";
import { parseInstant } from "../world/check-booking.ts";
import type { EventType, EventTypeFinding, InviteeFinding, World } from "../world/index.ts";
import { confirmationPath, withQuery } from "./addresses.ts";
import { calendarFile } from "./calendar-file.ts";
import { type EventTypePageInput, eventTypePage } from "./event-type-page.ts";
import { cancellationPage, confirmationPage } from "./invitee-pages.ts";
import type { Markup } from "./layout.ts";
import { bookingPageHeaders, textOf } from "./layout.ts";
import { type ReaderHints, readerOf, strangerOf } from "./locale.ts";
import type { Notice } from "./notice-page.ts";
import { noticePage } from "./notice-page.ts";
import {
  alreadyStarted,
  inactive,
  linkTrouble,
  meetingPlace,
  missingBooking,
  missingEventType,
  missingHost,
} from "./notices.ts";
import { hostZoneOf } from "./offer.ts";
import type { PageParameters } from "./parameters.ts";
import { readPageParameters } from "./parameters.ts";
import { profilePage } from "./profile-page.ts";
import type { Tongue } from "./words/index.ts";

/**
 * The pages. They end in `/{slug}` and `/{slug}/{event-type-slug}`, which match nearly every address: mount them after
 * everything else on the origin.
 */
export function pageRoutes(world: World, originsOf: (request: Request) => Origins): Hono {
  const routes = new Hono();
  const inviteeInput = (c: Context, finding: InviteeFinding) => ({
    finding,
    parameters: parametersOf(c),
    reader: readerOf(finding.eventType.locale, hintsOf(c)),
    bookingOrigin: originsOf(c.req.raw).booking,
    now: world.now(),
  });

  routes.get("/cancellations/:uuid", (c) =>
    changePage(c, world, (finding) => show(c, cancellationPage(inviteeInput(c, finding)))),
  );

  const rescheduling = (c: Context) =>
    changePage(c, world, (finding) => {
      const minutes = (finding.event.endAt - finding.event.startAt) / 60_000;
      const start = startOf(c, world, finding.eventType, { exceptEventId: finding.event.id, duration: minutes });
      return show(c, eventTypePage({ ...pageInput(c, world, finding), ...start, rescheduling: finding }));
    });
  routes.get("/reschedulings/:uuid", rescheduling);
  routes.get("/reschedulings/:uuid/:start", rescheduling);

  routes.get("/events/:uuid/google_meet", (c) => {
    const stranger = strangerOf(hintsOf(c));
    return show(c, noticePage(meetingPlace(stranger.words), stranger));
  });

  const singleUse = (c: Context) => {
    const finding = world.findByLinkCode(c.req.param("code") ?? "");
    if (finding.kind === "open") {
      return bookable(c, world, finding, { linkCode: finding.code, hidesLocation: finding.hidesLocation });
    }
    const tongue = finding.kind === "missing" ? strangerOf(hintsOf(c)) : readerOf(finding.eventType.locale, hintsOf(c));
    return tell(c, linkTrouble(finding, tongue.words), tongue, finding.kind === "missing" ? 404 : 410);
  };
  routes.get("/d/:code", singleUse);
  routes.get("/d/:code/:type", singleUse);
  routes.get("/d/:code/:type/:start", singleUse);

  routes.get("/:slug/:type/invitees/:uuid", (c) => {
    const finding = findOwn(world, c);
    return finding ? show(c, confirmationPage(inviteeInput(c, finding))) : noBooking(c);
  });

  routes.get("/:slug/:type/invitees/:uuid/calendar.ics", (c): Response => {
    const finding = findOwn(world, c);
    if (!finding) return noBooking(c);
    const { words } = readerOf(finding.eventType.locale, hintsOf(c));
    return c.body(calendarFile(finding, words, originsOf(c.req.raw).booking, world.now()), 200, {
      "content-type": "text/calendar; charset=utf-8; method=PUBLISH",
      "content-disposition": `attachment; filename="${finding.eventType.slug.replace(/[^\w.-]+/g, "-")}.ics"`,
      "cache-control": "no-store",
    });
  });

  const eventType = (c: Context) => {
    const slug = c.req.param("slug") ?? "";
    const found = world.findEventType(slug, c.req.param("type") ?? "");
    if (found) return bookable(c, world, found);
    const profile = world.findProfile(slug);
    const stranger = strangerOf(hintsOf(c));
    const notice = profile ? missingEventType(profile, stranger.words) : missingHost(stranger.words);
    return tell(c, notice, stranger, 404);
  };
  routes.get("/:slug/:type", eventType);
  routes.get("/:slug/:type/:start", eventType);

  routes.get("/:slug", (c) => {
    const profile = world.findProfile(c.req.param("slug"));
    if (profile) return show(c, profilePage(profile, world.listPublicEventTypes(profile), parametersOf(c)));
    const stranger = strangerOf(hintsOf(c));
    return tell(c, missingHost(stranger.words), stranger, 404);
  });

  return routes;
}

/** The page of an event type, or why there is none. A start in the address that is gone leads to the calendar. */
function bookable(
  c: Context,
  world: World,
  found: EventTypeFinding,
  link?: { readonly linkCode: string; readonly hidesLocation: boolean },
) {
  const { eventType, profile } = found;
  const input = pageInput(c, world, found);
  if (!eventType.active) return tell(c, inactive(profile, input.reader.words), input.reader, 200);
  const { duration } = input.parameters;
  const start = startOf(c, world, eventType, {
    ...(duration !== null && eventType.durationOptions?.includes(duration) ? { duration } : {}),
    ...(link === undefined ? {} : { linkCode: link.linkCode }),
  });
  return show(c, eventTypePage({ ...input, ...start, ...link }));
}

function pageInput(c: Context, world: World, found: EventTypeFinding) {
  return {
    profile: found.profile,
    eventType: found.eventType,
    parameters: parametersOf(c),
    reader: readerOf(found.eventType.locale, hintsOf(c)),
    now: world.now(),
    hostTimeZone: hostZoneOf(world, found),
  };
}

/** The start that the address names: whether it is open, or what became of it. */
function startOf(
  c: Context,
  world: World,
  eventType: EventType,
  more: { readonly duration?: number; readonly exceptEventId?: string; readonly linkCode?: string },
): Pick<EventTypePageInput, "startAt" | "startTrouble"> {
  const named = c.req.param("start");
  if (named === undefined) return { startAt: null };
  const startAt = parseInstant(named);
  if (startAt !== null && startAt <= world.now()) return { startAt: null, startTrouble: "past" };
  const isOpen =
    startAt !== null &&
    world.openings({ ...more, eventTypeId: eventType.id, from: startAt, to: startAt + 1 }).length > 0;
  return isOpen ? { startAt } : { startAt: null, startTrouble: "gone" };
}

/** Cancel and reschedule pages exist only for a booking that is still to come. */
function changePage(c: Context, world: World, build: (finding: InviteeFinding) => Response) {
  const finding = world.findInvitee(c.req.param("uuid") ?? "");
  if (!finding) return noBooking(c);
  const { invitee, event, eventType, profile } = finding;
  if (invitee.status === "canceled") {
    return c.redirect(withQuery(confirmationPath(profile, eventType, invitee), parametersOf(c).carried), 302);
  }
  if (event.startAt <= world.now()) {
    const reader = readerOf(eventType.locale, hintsOf(c));
    return tell(c, alreadyStarted(finding, reader.words), reader, 200);
  }
  return build(finding);
}

/** A confirmation is found only under its own page and event type, so that the address cannot claim another. */
function findOwn(world: World, c: Context): InviteeFinding | null {
  const finding = world.findInvitee(c.req.param("uuid") ?? "");
  const { slug, type } = { slug: c.req.param("slug"), type: c.req.param("type") };
  return finding && finding.profile.slug === slug && finding.eventType.slug === type ? finding : null;
}

function parametersOf(c: Context): PageParameters {
  return readPageParameters(new URL(c.req.url).searchParams);
}

function hintsOf(c: Context): ReaderHints {
  return { acceptLanguage: c.req.header("accept-language"), timeNotation: parametersOf(c).timeNotation };
}

function noBooking(c: Context): Response {
  const stranger = strangerOf(hintsOf(c));
  return tell(c, missingBooking(stranger.words), stranger, 404);
}

function show(c: Context, markup: Markup, status: 200 | 404 | 410 = 200): Response {
  return c.body(textOf(markup), status, { ...bookingPageHeaders });
}

function tell(c: Context, notice: Notice, tongue: Tongue, status: 200 | 404 | 410): Response {
  return show(c, noticePage(notice, tongue, parametersOf(c)), status);
}
