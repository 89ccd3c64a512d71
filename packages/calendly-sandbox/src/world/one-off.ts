import type { State } from "../state.ts";
import type { EventType } from "./types.ts";

/** A one-off event type is good for one booking; a cancellation or a move to another time opens it again. */
export function isOneOffTaken(state: State, eventType: EventType, exceptEventId?: string): boolean {
  if (eventType.oneOff === null) return false;
  const standing = state.store.events.list({ where: { type: eventType.id, status: "active" } });
  return standing.some((event) => event.id !== exceptEventId);
}
