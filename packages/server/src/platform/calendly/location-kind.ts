import type { LocationKind } from "@punctual/contract";

const kinds: Readonly<Record<string, LocationKind>> = {
  physical: "physical",
  inbound_call: "inbound_call",
  outbound_call: "outbound_call",
  google_conference: "google_meet",
  zoom_conference: "zoom",
  zoom: "zoom",
  gotomeeting_conference: "gotomeeting",
  gotomeeting: "gotomeeting",
  microsoft_teams_conference: "microsoft_teams",
  webex_conference: "webex",
  custom: "custom",
  ask_invitee: "ask_invitee",
};

/**
 * Our word for a location of Calendly. Event types say `zoom_conference`, scheduled events also say `zoom`;
 * a kind that Calendly adds later is `other`, so that it never stops a read.
 */
export function locationKind(wire: string | null | undefined): LocationKind {
  return kinds[wire ?? ""] ?? "other";
}
