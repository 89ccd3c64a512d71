import { randomInt } from "node:crypto";
import type { State } from "../state.ts";
import { isOneOffTaken } from "./one-off.ts";
import { withProfile } from "./profile.ts";
import { scheduleOf } from "./schedules.ts";
import { shareOf, statusOf } from "./share.ts";
import { type Terms, termsOf } from "./terms.ts";
import type { EventType, LinkFinding, SchedulingLink } from "./types.ts";

const day = 86_400_000;
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** A code for `/d/{code}` that nobody can guess. */
export function newLinkCode(): string {
  const part = (length: number) => Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
  return `${part(4)}-${part(3)}-${part(3)}`;
}

/** A new single-use link to an event type; unused links expire after 90 days. */
export function createLink(state: State, eventTypeId: string): SchedulingLink {
  const link: SchedulingLink = {
    code: newLinkCode(),
    eventTypeId,
    createdAt: state.clock.timestamp(),
    expiresAt: state.clock.now() + 90 * day,
    usedBy: null,
  };
  state.store.links.put(link);
  return link;
}

/** The single-use link by which a scheduled event was booked, if it was. */
export function linkUsedFor(state: State, eventId: string): SchedulingLink | null {
  return state.store.links.first({ where: { event: eventId } });
}

/** What holds for one host of an event type, by the link that was followed; null when the host has no schedule. */
export function termsByLink(
  state: State,
  eventType: EventType,
  linkCode: string | undefined,
  hostId: string,
): Terms | null {
  const schedule = scheduleOf(state, eventType, hostId);
  if (schedule === null) return null;
  const share = linkCode === undefined ? null : shareOf(state, linkCode);
  return termsOf(eventType, schedule, share?.override ?? {}, state.clock.now());
}

/** What a single-use link leads to now. */
export function findByLinkCode(state: State, linkCode: string): LinkFinding {
  const { store } = state;
  const oneOff = store.eventTypes.first({ where: { code: linkCode, deleted: 0 } });
  if (oneOff !== null) {
    const found = withProfile(state, oneOff);
    if (found === null) return { kind: "missing" };
    return isOneOffTaken(state, oneOff)
      ? { kind: "used", ...found }
      : { kind: "open", code: linkCode, link: null, hidesLocation: false, ...found };
  }
  const link = store.links.get(linkCode);
  const eventType = link === null ? null : store.eventTypes.get(link.eventTypeId);
  const found = eventType === null || eventType.deletedAt !== null ? null : withProfile(state, eventType);
  if (link === null || found === null) return { kind: "missing" };
  const status = statusOf(state, link);
  if (status === "booked") return { kind: "used", ...found };
  const terms = status === "expired" ? null : termsByLink(state, found.eventType, linkCode, found.host.id);
  if (terms === null) return { kind: "expired", ...found };
  const { eventType: offered, hidesLocation } = terms;
  return { kind: "open", code: linkCode, link, ...found, eventType: offered, hidesLocation };
}
