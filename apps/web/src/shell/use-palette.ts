import type { Coach, Role, SessionSummary } from "@punctual/contract";
import { formatDate, formatTime, useApi, useTimeView } from "@punctual/react";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { useConfig, useViewer } from "../identity/queries.ts";
import { type Place, placesFor } from "./places.ts";

/** One line of the palette; `href` is where choosing it leads. */
export interface PaletteItem {
  readonly id: string;
  readonly href: string;
  readonly label: string;
  readonly detail: string | null;
  readonly kind: "place" | "coach" | "session";
}

export interface PaletteGroup {
  readonly title: string;
  readonly items: readonly PaletteItem[];
}

/** What the palette offers for what was typed: places at once, people and sessions as they are found. */
export function usePalette(text: string): { readonly groups: readonly PaletteGroup[]; readonly searching: boolean } {
  const api = useApi();
  const viewer = useViewer();
  const config = useConfig();
  const view = useTimeView();
  const wanted = useDeferredValue(text.trim());
  const enabled = wanted.length >= 2;
  const sessions = useQuery({
    queryKey: ["sessions", "palette", wanted],
    queryFn: ({ signal }) => api.listSessions({ query: { search: wanted, sort: "start_desc", limit: 6 } }, { signal }),
    enabled,
  });
  const coaches = useQuery({
    queryKey: ["coaches", "palette", wanted],
    queryFn: ({ signal }) => api.listCoaches({ query: { search: wanted, limit: 5 } }, { signal }),
    enabled: enabled && viewer.role !== "coach",
  });
  const now = view.now();
  const { main, more } = placesFor(viewer.role, config.mailbox);
  const groups: PaletteGroup[] = [
    { title: "Go to", items: [...main, ...more].filter((place) => matches(place, wanted)).map(placeItem) },
    { title: "Coaches", items: enabled ? (coaches.data?.items ?? []).map(coachItem) : [] },
    {
      title: "Sessions",
      items: enabled
        ? (sessions.data?.items ?? []).map((session) =>
            sessionItem(
              session,
              `${formatDate(session.startAt, view, now)}, ${formatTime(session.startAt, view)}`,
              viewer.role,
            ),
          )
        : [],
    },
  ];
  return {
    groups: groups.filter((group) => group.items.length > 0),
    searching: enabled && (sessions.isFetching || coaches.isFetching),
  };
}

function matches(place: Place, wanted: string): boolean {
  const words = `${place.label} ${place.also}`.toLocaleLowerCase();
  return wanted
    .toLocaleLowerCase()
    .split(/\s+/u)
    .every((word) => words.includes(word));
}

function placeItem(place: Place): PaletteItem {
  return { id: `place${place.to}`, href: place.to, label: place.label, detail: null, kind: "place" };
}

function coachItem(coach: Coach): PaletteItem {
  const detail = coach.timeZone?.replaceAll("_", " ") ?? null;
  return { id: coach.id, href: `/coaches/${coach.id}`, label: coach.name, detail, kind: "coach" };
}

function sessionItem(session: SessionSummary, when: string, role: Role): PaletteItem {
  const others = role === "realtor" ? session.coach.name : session.invitees.map((invitee) => invitee.name).join(", ");
  const canceled = session.status === "canceled" ? " · canceled" : "";
  return {
    id: session.id,
    href: `/sessions/${session.id}`,
    label: others === "" ? session.name : `${session.name} with ${others}`,
    detail: `${when}${canceled}`,
    kind: "session",
  };
}
