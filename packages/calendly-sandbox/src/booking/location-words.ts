import type { LocationConfiguration, LocationKind, ScheduledEvent } from "../world/index.ts";
import { fill, type Words } from "./words/index.ts";

/** What an invitee must add to a location before it is one: a phone number or a place. */
export type LocationQuestion = "phone" | "place" | null;

function nameOf(kind: LocationKind, words: Words): string {
  const names: Readonly<Record<LocationKind, string>> = {
    ask_invitee: words.placeAskInvitee,
    custom: words.placeCustom,
    google_conference: "Google Meet",
    gotomeeting_conference: "GoTo Meeting",
    inbound_call: words.placeInbound,
    microsoft_teams_conference: "Microsoft Teams",
    outbound_call: words.placeOutbound,
    physical: words.placePhysical,
    webex_conference: "Webex",
    zoom_conference: "Zoom",
  };
  return names[kind];
}

/** One line for an offered location, and what the invitee learns about it beforehand. */
export function locationChoice(
  location: LocationConfiguration,
  words: Words,
): { label: string; detail: string | null } {
  const name = nameOf(location.kind, words);
  switch (location.kind) {
    case "physical":
      return { label: location.location ?? name, detail: location.additional_info ?? null };
    case "inbound_call":
      return { label: name, detail: location.phone_number ?? location.additional_info ?? null };
    case "custom":
      return { label: location.location ?? name, detail: null };
    case "outbound_call":
      return { label: name, detail: words.hostCallsYou };
    case "ask_invitee":
      return { label: name, detail: null };
    default:
      return { label: name, detail: words.detailsComeLater };
  }
}

export function locationQuestion(kind: LocationKind): LocationQuestion {
  if (kind === "outbound_call") return "phone";
  return kind === "ask_invitee" ? "place" : null;
}

/** Where a booked event takes place, in words; `link` joins a conference once its details are there. */
export function eventLocationWords(
  event: Pick<ScheduledEvent, "id" | "location">,
  now: number,
  words: Words,
): { text: string; link: string | null } {
  const { location } = event;
  switch (location.type) {
    case "physical":
    case "ask_invitee":
      return { text: location.location, link: null };
    case "custom":
      return { text: location.location ?? words.placeCustom, link: null };
    case "inbound_call":
      return { text: fill(words.callNumber, { number: location.location }), link: null };
    case "outbound_call":
      return {
        text: location.location ? fill(words.phoneCallTo, { number: location.location }) : words.placeOutbound,
        link: null,
      };
    case "google_conference":
      return {
        text: nameOf(location.type, words),
        link: now < location.pushedAt ? null : `/events/${event.id}/google_meet`,
      };
    case "zoom":
    case "gotomeeting":
    case "microsoft_teams_conference":
    case "webex_conference":
      return { text: nameOf(kindOf(location.type), words), link: now < location.pushedAt ? null : location.joinUrl };
  }
}

function kindOf(type: "zoom" | "gotomeeting" | "microsoft_teams_conference" | "webex_conference"): LocationKind {
  return type === "zoom" || type === "gotomeeting" ? `${type}_conference` : type;
}
