import { randomInt } from "node:crypto";
import type { State } from "../state.ts";
import type { LinkFinding, SchedulingLink } from "./types.ts";

const day = 86_400_000;
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

function code(): string {
  const part = (length: number) => Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
  return `${part(4)}-${part(3)}-${part(3)}`;
}

/** A new single-use link to an event type; unused links expire after 90 days. */
export function createLink(state: State, eventTypeId: string): SchedulingLink {
  const link: SchedulingLink = {
    code: code(),
    eventTypeId,
    createdAt: state.clock.timestamp(),
    expiresAt: state.clock.now() + 90 * day,
    usedBy: null,
  };
  state.store.links.put(link);
  return link;
}

/** What a single-use link leads to now. */
export function findByLinkCode(state: State, linkCode: string): LinkFinding {
  const link = state.store.links.get(linkCode);
  const eventType = link === null ? null : state.store.eventTypes.get(link.eventTypeId);
  const host = eventType === null ? null : state.store.users.get(eventType.ownerId);
  if (link === null || eventType === null || host === null || eventType.deletedAt !== null) return { kind: "missing" };
  if (link.usedBy !== null) return { kind: "used", eventType, host };
  if (link.expiresAt <= state.clock.now()) return { kind: "expired", eventType, host };
  return { kind: "open", link, eventType, host };
}
