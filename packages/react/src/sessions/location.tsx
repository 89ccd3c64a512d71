import type { LocationKind, SessionSummary } from "@punctual/contract";
import {
  Building2,
  CircleHelp,
  type LucideIcon,
  MapPin,
  Phone,
  PhoneIncoming,
  PhoneOutgoing,
  Video,
} from "lucide-react";
import type { SessionPerspective } from "./session-row.tsx";

const places: Record<LocationKind, { readonly icon: LucideIcon; readonly word: string }> = {
  physical: { icon: Building2, word: "In person" },
  inbound_call: { icon: PhoneIncoming, word: "The invitee calls" },
  outbound_call: { icon: PhoneOutgoing, word: "The coach calls" },
  google_meet: { icon: Video, word: "Google Meet" },
  zoom: { icon: Video, word: "Zoom" },
  gotomeeting: { icon: Video, word: "GoTo Meeting" },
  microsoft_teams: { icon: Video, word: "Microsoft Teams" },
  webex: { icon: Video, word: "Webex" },
  custom: { icon: MapPin, word: "Custom place" },
  ask_invitee: { icon: Phone, word: "The invitee chooses" },
  other: { icon: CircleHelp, word: "Other place" },
};

/** The word for a kind of place. */
export function locationWord(kind: LocationKind): string {
  return places[kind].word;
}

/** Who calls, as those two say it to whom the phone matters. */
const calls: Partial<Record<SessionPerspective, Partial<Record<LocationKind, string>>>> = {
  coach: { outbound_call: "You call", inbound_call: "They call you" },
  realtor: { outbound_call: "Your coach calls", inbound_call: "You call" },
};

/** Where a session takes place, with its icon; the link to join is separate. */
export function LocationLabel(props: {
  readonly location: SessionSummary["location"];
  readonly withDetail?: boolean;
  /** Who reads it; as if told of others when absent. */
  readonly perspective?: SessionPerspective;
}) {
  const { location } = props;
  if (location === null) return <span className="text-ink-soft">No place set</span>;
  const { icon: Icon } = places[location.kind];
  const own = props.perspective === undefined ? undefined : calls[props.perspective]?.[location.kind];
  const word = own ?? locationWord(location.kind);
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Icon aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.5} />
      <span className="min-w-0">
        {word}
        {props.withDetail && location.detail !== null ? <> · {location.detail}</> : null}
      </span>
    </span>
  );
}

/** The address to join, if it is one that a browser may open; Calendly passes on what hosts write. */
export function safeJoinUrl(joinUrl: string | null | undefined): string | null {
  if (!joinUrl) return null;
  const url = URL.parse(joinUrl);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") ? url.href : null;
}
