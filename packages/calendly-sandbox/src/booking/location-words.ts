import type { LocationConfiguration, LocationKind, ScheduledEvent } from "../world/index.ts";

/** What an invitee must add to a location before it is one: a phone number or a place. */
export type LocationQuestion = "phone" | "place" | null;

const names: Readonly<Record<LocationKind, string>> = {
  ask_invitee: "A place you choose",
  custom: "As agreed with the host",
  google_conference: "Google Meet",
  gotomeeting_conference: "GoTo Meeting",
  inbound_call: "You call the host",
  microsoft_teams_conference: "Microsoft Teams",
  outbound_call: "Phone call",
  physical: "In person",
  webex_conference: "Webex",
  zoom_conference: "Zoom",
};

/** One line for an offered location, and what the invitee learns about it beforehand. */
export function locationChoice(location: LocationConfiguration): { label: string; detail: string | null } {
  switch (location.kind) {
    case "physical":
      return { label: location.location ?? names.physical, detail: location.additional_info ?? null };
    case "inbound_call":
      return { label: names.inbound_call, detail: location.phone_number ?? location.additional_info ?? null };
    case "custom":
      return { label: location.location ?? names.custom, detail: null };
    case "outbound_call":
      return { label: names.outbound_call, detail: "The host calls you" };
    case "ask_invitee":
      return { label: names.ask_invitee, detail: null };
    default:
      return { label: names[location.kind], detail: "Details come with the confirmation" };
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
): { text: string; link: string | null } {
  const { location } = event;
  switch (location.type) {
    case "physical":
    case "ask_invitee":
      return { text: location.location, link: null };
    case "custom":
      return { text: location.location ?? names.custom, link: null };
    case "inbound_call":
      return { text: `Call ${location.location}`, link: null };
    case "outbound_call":
      return { text: location.location ? `Phone call to ${location.location}` : names.outbound_call, link: null };
    case "google_conference":
      return {
        text: names.google_conference,
        link: now < location.pushedAt ? null : `/events/${event.id}/google_meet`,
      };
    case "zoom":
    case "gotomeeting":
    case "microsoft_teams_conference":
    case "webex_conference":
      return { text: names[kindOf(location.type)], link: now < location.pushedAt ? null : location.joinUrl };
  }
}

function kindOf(type: "zoom" | "gotomeeting" | "microsoft_teams_conference" | "webex_conference"): LocationKind {
  return type === "zoom" || type === "gotomeeting" ? `${type}_conference` : type;
}
