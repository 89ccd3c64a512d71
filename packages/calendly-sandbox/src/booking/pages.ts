import type { Context } from "hono";
import { Hono } from "hono";
import type { Origins } from "../http/origin.ts";
import { parseInstant } from "../world/check-booking.ts";
import type { EventType, InviteeFinding, LinkFinding, Profile, User, World } from "../world/index.ts";
import { confirmationPath, eventTypePath, profilePath, withQuery } from "./addresses.ts";
import { calendarFile } from "./calendar-file.ts";
import { eventTypePage } from "./event-type-page.ts";
import { cancellationPage, confirmationPage } from "./invitee-pages.ts";
import type { Markup } from "./layout.ts";
import { bookingPageHeaders, textOf } from "./layout.ts";
import { localeOf } from "./locale.ts";
import type { Notice } from "./notice-page.ts";
import { noticePage } from "./notice-page.ts";
import type { PageParameters } from "./parameters.ts";
import { readPageParameters } from "./parameters.ts";
import { profilePage } from "./profile-page.ts";

/**
 * The pages. They end in `/{slug}` and `/{slug}/{event-type-slug}`, which match nearly every address: mount them after
 * everything else on the origin.
 */
export function pageRoutes(world: World, originsOf: (request: Request) => Origins): Hono {
  const routes = new Hono();

  routes.get("/cancellations/:uuid", (c) =>
    changePage(c, world, (finding, parameters) =>
      show(c, cancellationPage({ finding, parameters, locale: localeFor(c), now: world.now() })),
    ),
  );

  const rescheduling = (c: Context) =>
    changePage(c, world, (finding, parameters) => {
      const start = c.req.param("start");
      const startAt = start === undefined ? null : parseInstant(start);
      const isOpen = startAt !== null && isStartOpen(world, finding.eventType, startAt, finding.event.id);
      return show(
        c,
        eventTypePage({
          host: finding.host,
          eventType: finding.eventType,
          parameters,
          locale: localeFor(c),
          now: world.now(),
          hostTimeZone: zoneOf(world, finding),
          startAt: isOpen ? startAt : null,
          startIsGone: start !== undefined && !isOpen,
          rescheduling: finding,
        }),
      );
    });
  routes.get("/reschedulings/:uuid", rescheduling);
  routes.get("/reschedulings/:uuid/:start", rescheduling);

  routes.get("/events/:uuid/google_meet", (c) =>
    show(
      c,
      noticePage({
        title: "The meeting would be here",
        sentence: "In life this link opens Google Meet. The sandbox has no video calls.",
      }),
    ),
  );

  const singleUse = (c: Context) => {
    const finding = world.findByLinkCode(c.req.param("code") ?? "");
    if (finding.kind !== "open") return tell(c, linkNotice(finding), finding.kind === "missing" ? 404 : 410);
    return bookable(c, world, finding, finding.code);
  };
  routes.get("/d/:code", singleUse);
  routes.get("/d/:code/:type", singleUse);
  routes.get("/d/:code/:type/:start", singleUse);

  routes.get("/:slug/:type/invitees/:uuid", (c) => {
    const finding = findOwn(world, c);
    if (!finding) return tell(c, missingBooking, 404);
    const parameters = parametersOf(c);
    return show(c, confirmationPage({ finding, parameters, locale: localeFor(c), now: world.now() }));
  });

  routes.get("/:slug/:type/invitees/:uuid/calendar.ics", (c): Response => {
    const finding = findOwn(world, c);
    if (!finding) return tell(c, missingBooking, 404);
    return c.body(calendarFile(finding, originsOf(c.req.raw), world.now()), 200, {
      "content-type": "text/calendar; charset=utf-8; method=PUBLISH",
      "content-disposition": `attachment; filename="${finding.eventType.slug.replace(/[^\w.-]+/g, "-")}.ics"`,
      "cache-control": "no-store",
    });
  });

  const eventType = (c: Context) => {
    const slug = c.req.param("slug") ?? "";
    const found = world.findEventType(slug, c.req.param("type") ?? "");
    if (found) return bookable(c, world, found);
    const host = world.findProfile(slug);
    return tell(c, host ? missingEventType(host) : missingHost, 404);
  };
  routes.get("/:slug/:type", eventType);
  routes.get("/:slug/:type/:start", eventType);

  routes.get("/:slug", (c) => {
    const host = world.findProfile(c.req.param("slug"));
    if (!host) return tell(c, missingHost, 404);
    return show(c, profilePage(host, world.listPublicEventTypes(host), parametersOf(c)));
  });

  return routes;
}

const missingHost: Notice = {
  title: "This page does not exist",
  sentence: "Nobody has this address here. Please check the link, or ask the person who sent it for a new one.",
};

const missingBooking: Notice = {
  title: "This booking does not exist",
  sentence: "The link is incomplete, or the sandbox was reset since it was sent.",
};

function missingEventType(host: Profile): Notice {
  return {
    title: "This event type does not exist",
    sentence: `The link may be misspelt, or ${host.name} has removed it.`,
    next: { label: `See what ${host.name} offers`, href: profilePath(host) },
  };
}

function inactiveNotice(host: User): Notice {
  return {
    title: "This event type is not open for booking",
    sentence: `${host.name} has switched it off for now.`,
    next: { label: `See what ${host.name} offers`, href: profilePath(host) },
  };
}

function linkNotice(finding: Exclude<LinkFinding, { kind: "open" }>): Notice {
  switch (finding.kind) {
    case "missing":
      return {
        title: "This link does not exist",
        sentence: "Please check it, or ask the person who sent it for a new one.",
      };
    case "used":
      return {
        title: "This link has been used",
        sentence: `It was good for one booking. Please ask ${finding.host.name} for a new one.`,
      };
    case "expired":
      return {
        title: "This link has expired",
        sentence: `Links are good for 90 days. Please ask ${finding.host.name} for a new one.`,
      };
  }
}

/** The page of an event type, or why there is none. A start in the address that is gone leads to the calendar. */
function bookable(c: Context, world: World, found: { eventType: EventType; host: User }, linkCode?: string) {
  const { eventType, host } = found;
  const parameters = parametersOf(c);
  if (!eventType.active) return tell(c, inactiveNotice(host), 200);
  const start = c.req.param("start");
  const startAt = start === undefined ? null : parseInstant(start);
  const isOpen = startAt !== null && isStartOpen(world, eventType, startAt);
  return show(
    c,
    eventTypePage({
      host,
      eventType,
      parameters,
      locale: localeFor(c),
      now: world.now(),
      hostTimeZone: zoneOf(world, found),
      startAt: isOpen ? startAt : null,
      startIsGone: start !== undefined && !isOpen,
      ...(linkCode === undefined ? {} : { linkCode }),
    }),
  );
}

/** Cancel and reschedule pages exist only for a booking that is still to come. */
function changePage(
  c: Context,
  world: World,
  build: (finding: InviteeFinding, parameters: PageParameters) => Response,
) {
  const finding = world.findInvitee(c.req.param("uuid") ?? "");
  if (!finding) return tell(c, missingBooking, 404);
  const { invitee, event, eventType, host } = finding;
  if (invitee.status === "canceled") {
    return c.redirect(withQuery(confirmationPath(host, eventType, invitee), parametersOf(c).carried), 302);
  }
  if (event.startAt <= world.now()) {
    return tell(
      c,
      {
        title: "This meeting has already started",
        sentence: "It can no longer be moved or canceled here.",
        next: { label: "Book another time", href: eventTypePath(host, eventType) },
      },
      200,
    );
  }
  return build(finding, parametersOf(c));
}

function isStartOpen(world: World, eventType: EventType, startAt: number, exceptEventId?: string): boolean {
  const query = { eventTypeId: eventType.id, from: startAt, to: startAt + 1 };
  return world.openings(exceptEventId === undefined ? query : { ...query, exceptEventId }).length > 0;
}

/** A confirmation is found only under its own host and event type, so that the address cannot claim another. */
function findOwn(world: World, c: Context): InviteeFinding | null {
  const finding = world.findInvitee(c.req.param("uuid") ?? "");
  const { slug, type } = { slug: c.req.param("slug"), type: c.req.param("type") };
  return finding && finding.profile.slug === slug && finding.eventType.slug === type ? finding : null;
}

function zoneOf(world: World, found: { eventType: EventType; host: User }): string {
  return world.findSchedule(found.eventType.scheduleId)?.timeZone ?? found.host.timeZone;
}

function parametersOf(c: Context): PageParameters {
  return readPageParameters(new URL(c.req.url).searchParams);
}

function localeFor(c: Context): string {
  return localeOf(c.req.header("accept-language"));
}

function show(c: Context, markup: Markup, status: 200 | 404 | 410 = 200): Response {
  return c.body(textOf(markup), status, { ...bookingPageHeaders });
}

function tell(c: Context, notice: Notice, status: 200 | 404 | 410): Response {
  return show(c, noticePage(notice, parametersOf(c)), status);
}
