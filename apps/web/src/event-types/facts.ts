import type { EventType } from "@punctual/contract";
import { locationWord } from "@punctual/react";

/** What an event type is in one line: '60 min · Zoom · up to several people'. */
export function eventTypeFacts(type: EventType): string {
  const places = [...new Set(type.locations.map((location) => locationWord(location.kind)))];
  return [
    type.durations.length > 1 ? `${type.durations.join(", ")} min` : `${type.duration} min`,
    ...places,
    ...(type.kind === "group" ? ["Group"] : []),
  ].join(" · ");
}

/** The event type that the address names, otherwise the first of the list; null when the list is empty. */
export function chosenEventType(types: readonly EventType[], wanted: string | undefined): EventType | null {
  return types.find((type) => type.id === wanted) ?? types[0] ?? null;
}
