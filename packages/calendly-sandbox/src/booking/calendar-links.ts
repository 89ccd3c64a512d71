import type { InviteeFinding } from "../world/index.ts";
import { cancellationPath, reschedulingPath } from "./addresses.ts";
import { eventLocationWords } from "./location-words.ts";
import { fill, type Words } from "./words/index.ts";

/** What any calendar is told about a booking. */
export interface CalendarEntry {
  readonly title: string;
  /** An address where there is one: calendars make it a link. */
  readonly location: string;
  readonly description: string;
}

export function calendarEntry(
  finding: InviteeFinding,
  words: Words,
  bookingOrigin: string,
  now: number,
): CalendarEntry {
  const { event, invitee, host } = finding;
  const place = eventLocationWords(event, now, words);
  const link = place.link === null ? null : new URL(place.link, bookingOrigin).href;
  return {
    title: fill(words.fileTitle, { event: event.name, host: host.name }),
    location: link ?? place.text,
    description: [
      fill(words.fileLocation, { place: link === null ? place.text : `${place.text} ${link}` }),
      fill(words.fileReschedule, { address: `${bookingOrigin}${reschedulingPath(invitee)}` }),
      fill(words.fileCancel, { address: `${bookingOrigin}${cancellationPath(invitee)}` }),
    ].join("\n"),
  };
}

export interface CalendarLinks {
  readonly google: string;
  readonly outlook: string;
  readonly office: string;
}

/** Addresses that open an outside calendar with the booking filled in; `now` in milliseconds. */
export function calendarLinks(
  finding: InviteeFinding,
  words: Words,
  bookingOrigin: string,
  now: number,
): CalendarLinks {
  const { title, location, description } = calendarEntry(finding, words, bookingOrigin, now);
  const { startAt, endAt } = finding.event;
  const basic = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const google = new URLSearchParams({
    action: "TEMPLATE",
    text: title,
    dates: `${basic(startAt)}/${basic(endAt)}`,
    details: description,
    location,
  });
  const microsoft = new URLSearchParams({
    path: "/calendar/action/compose",
    rru: "addevent",
    subject: title,
    startdt: new Date(startAt).toISOString(),
    enddt: new Date(endAt).toISOString(),
    body: description,
    location,
  });
  return {
    google: `https://calendar.google.com/calendar/render?${google}`,
    outlook: `https://outlook.live.com/calendar/0/deeplink/compose?${microsoft}`,
    office: `https://outlook.office.com/calendar/0/deeplink/compose?${microsoft}`,
  };
}
