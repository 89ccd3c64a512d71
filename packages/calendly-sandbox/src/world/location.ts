import { randomInt } from "node:crypto";
import type { BookingRequest, EventLocation, InvalidDetail, LocationConfiguration } from "./types.ts";

export type LocationChoice =
  | { readonly kind: "chosen"; readonly location: EventLocation }
  | { readonly kind: "refused"; readonly details: readonly InvalidDetail[] };

const notOffered: LocationChoice = {
  kind: "refused",
  details: [
    {
      parameter: "event.location_configuration.location",
      message: "invalid location choice",
      code: "invalid_location_choice",
    },
  ],
};

const hasNoPlace = ({ location }: LocationConfiguration) => location === undefined;

/** Places that only the invitee can name. */
const askedOfInvitee = new Set(["outbound_call", "ask_invitee"]);

function locate(
  configuration: LocationConfiguration,
  given: string | undefined,
  pushedAt: number,
  pick: (below: number) => number,
): LocationChoice {
  const chosen = (location: EventLocation): LocationChoice => ({ kind: "chosen", location });
  const missing: LocationChoice = {
    kind: "refused",
    details: [{ parameter: "location.location", message: "is missing" }],
  };
  const more = configuration.additional_info === undefined ? {} : { additional_info: configuration.additional_info };
  const meeting = 10_000_000_000 + pick(89_999_999_999);
  switch (configuration.kind) {
    case "physical":
      return chosen({ type: "physical", location: configuration.location ?? given ?? "", ...more });
    case "inbound_call":
      return chosen({ type: "inbound_call", location: configuration.phone_number ?? "", ...more });
    case "custom":
      return chosen({ type: "custom", location: configuration.location ?? given ?? null });
    case "outbound_call":
      return given === undefined ? missing : chosen({ type: "outbound_call", location: given });
    case "ask_invitee":
      return given === undefined ? missing : chosen({ type: "ask_invitee", location: given });
    case "google_conference":
      return chosen({ type: "google_conference", pushedAt });
    case "zoom_conference":
      return chosen({
        type: "zoom",
        pushedAt,
        joinUrl: `https://zoom.example/j/${meeting}`,
        data: {
          extra: { intl_numbers_url: "https://zoom.example/u/sandbox" },
          id: meeting,
          password: String(100_000 + pick(899_999)),
          settings: { global_dial_in_numbers: [] },
        },
      });
    case "gotomeeting_conference":
      return chosen({
        type: "gotomeeting",
        pushedAt,
        joinUrl: `https://gotomeeting.example/join/${meeting}`,
        data: { conferenceCallInfo: "", uniqueMeetingId: meeting },
      });
    case "microsoft_teams_conference":
      return chosen({
        type: "microsoft_teams_conference",
        pushedAt,
        joinUrl: `https://teams.example/l/meetup-join/${meeting}`,
        data: { audioConferencing: null, id: String(meeting) },
      });
    case "webex_conference":
      return chosen({
        type: "webex_conference",
        pushedAt,
        joinUrl: `https://webex.example/meet/${meeting}`,
        data: { id: String(meeting), password: String(pick(999_999)), telephony: { callInNumbers: [] } },
      });
  }
}

/**
 * The place of a scheduled event, from what the event type offers and what the invitee chose. Without a choice the
 * first offer that needs nothing from the invitee is taken; a type without offers gives a custom location of null.
 */
export function chooseLocation(
  offered: readonly LocationConfiguration[] | null,
  choice: BookingRequest["location"],
  pushedAt: number,
  pick: (below: number) => number = randomInt,
): LocationChoice {
  const configurations = offered ?? [];
  const given = choice?.location?.trim() || undefined;
  if (choice === null) {
    const first = configurations.find((one) => !askedOfInvitee.has(one.kind)) ?? configurations[0];
    if (first === undefined) return { kind: "chosen", location: { type: "custom", location: null } };
    return locate(first, given, pushedAt, pick);
  }
  const alike = configurations.filter((one) => one.kind === choice.kind);
  const named = given === undefined ? undefined : alike.find((one) => one.location?.trim() === given);
  // Of several addresses one is chosen by its text, and nobody is sent to one that the host did not name.
  const others = choice.kind === "physical" && given !== undefined ? alike.filter(hasNoPlace) : alike;
  const wanted = named ?? others[0];
  return wanted === undefined ? notOffered : locate(wanted, given, pushedAt, pick);
}
