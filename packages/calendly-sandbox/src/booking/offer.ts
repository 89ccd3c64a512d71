import type { EventType, EventTypeFinding, World } from "../world/index.ts";

/** The event type as it is, or as the link that was followed offers it; null where the link offers nothing. */
export function findOffer(world: World, eventTypeId: string, linkCode: string | null): EventTypeFinding | null {
  if (linkCode === null) return world.findEventTypeById(eventTypeId);
  const finding = world.findByLinkCode(linkCode);
  return finding.kind === "open" && finding.eventType.id === eventTypeId ? finding : null;
}

/** Zone of the hours in which the event type can be booked. */
export function hostZoneOf(world: World, { eventType, host }: Pick<EventTypeFinding, "eventType" | "host">): string {
  return eventType.oneOff?.timeZone ?? world.findSchedule(eventType.scheduleId)?.timeZone ?? host.timeZone;
}

/** Nobody knows when a host is free whose checked calendar cannot be read: one is enough, unless another may host. */
export function isCalendarBroken(world: World, eventType: EventType): boolean {
  const isBroken = (userId: string) =>
    world.listCalendars(userId).some((calendar) => calendar.checksConflicts && calendar.state === "broken");
  return eventType.poolingType === "round_robin" ? eventType.hostIds.every(isBroken) : eventType.hostIds.some(isBroken);
}
