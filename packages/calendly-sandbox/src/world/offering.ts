import { randomUUID } from "node:crypto";
import { announceEventType } from "../resources/event-types/announce-event-type.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import { recordActivity } from "./activity.ts";
import { type ObservedHolidays, type ObserveHolidaysOutcome, observeHolidays } from "./holidays.ts";
import { newEventType } from "./new-event-type.ts";
import { defaultScheduleOf } from "./schedules.ts";
import { freeSlug, slugOf } from "./slug.ts";
import type { EventType } from "./types.ts";

type Fixed = "id" | "slug" | "organizationId" | "createdAt" | "updatedAt" | "deletedAt";

/** A new event type in its owner's words; the rest is as Calendly makes it, the owner its only host. */
export type EventTypeDraft = Omit<Partial<EventType>, Fixed> &
  Pick<EventType, "ownerId" | "name" | "durationMinutes"> & {
    /** The user who makes it, for the activity log; the owner when left out. */
    readonly byUserId?: string;
  };

export type EventTypeChange = Omit<Partial<EventType>, Fixed | "ownerId" | "type" | "oneOff"> & {
  readonly byUserId?: string;
};

/** What owners do with their event types, by the API or in Calendly's web app. */
export interface Offering {
  /** Its slug comes from its name and never changes. Null when there is no such owner. */
  createEventType(draft: EventTypeDraft): EventType | null;
  /** Null when there is no such event type, or it is deleted. */
  changeEventType(eventTypeId: string, change: EventTypeChange): EventType | null;
  /** It stays readable by its URI and its scheduled events stand; nobody can book it. Null as for a change. */
  deleteEventType(eventTypeId: string, byUserId?: string): EventType | null;
  observeHolidays(observed: ObservedHolidays): ObserveHolidaysOutcome;
}

/** The activity log's word for a kind of event type. */
function kindOf({ oneOff, poolingType, kind }: EventType): string {
  if (oneOff !== null) return "One-off";
  if (poolingType !== null) return poolingType === "collective" ? "Collective" : "Round_Robin";
  return kind === "group" ? "Group" : "One-on-One";
}

function log(state: State, eventType: EventType, action: "Created" | "Modified" | "Deleted", byUserId: string): void {
  recordActivity(state, {
    actor: state.store.users.get(byUserId),
    organizationId: eventType.organizationId,
    namespace: "Event_Type",
    action: `${kindOf(eventType)}_${action}`,
    details: { name: eventType.name, event_type: eventType.id },
  });
}

/** The operations on event types of `state`; each tells webhooks of what it did, in the same transaction. */
export function createOffering(state: State, announce: Announce): Offering {
  const { store, clock } = state;

  function change(eventTypeId: string, changes: Partial<EventType>): EventType | null {
    const eventType = store.eventTypes.get(eventTypeId);
    if (eventType === null || eventType.deletedAt !== null) return null;
    const changed = { ...eventType, ...changes, updatedAt: clock.timestamp() };
    store.eventTypes.put(changed);
    return changed;
  }

  return {
    createEventType: ({ byUserId, ...draft }) =>
      store.transaction(() => {
        const owner = store.users.get(draft.ownerId);
        if (owner === null) return null;
        const page = draft.teamId ? { team: draft.teamId } : { owner: owner.id, team: null };
        const standing = store.eventTypes.list({ where: { ...page, code: null, deleted: 0 } });
        const slugs = new Set(draft.oneOff ? [] : standing.map(({ slug }) => slug));
        const createdAt = clock.timestamp();
        const eventType = newEventType({
          position: draft.oneOff ? 0 : standing.reduce((next, { position }) => Math.max(next, position + 1), 0),
          scheduleId: defaultScheduleOf(state, owner.id)?.id ?? "",
          ...draft,
          id: randomUUID(),
          organizationId: owner.organizationId,
          slug: freeSlug(slugOf(draft.name), (slug) => slugs.has(slug)),
          createdAt,
          updatedAt: createdAt,
        });
        store.eventTypes.put(eventType);
        log(state, eventType, "Created", byUserId ?? owner.id);
        announceEventType(state, announce, "event_type.created", eventType);
        return eventType;
      }),
    changeEventType: (eventTypeId, { byUserId, ...changes }) =>
      store.transaction(() => {
        const changed = change(eventTypeId, changes);
        if (changed === null) return null;
        log(state, changed, "Modified", byUserId ?? changed.ownerId);
        announceEventType(state, announce, "event_type.updated", changed);
        return changed;
      }),
    deleteEventType: (eventTypeId, byUserId) =>
      store.transaction(() => {
        const deleted = change(eventTypeId, { active: false, deletedAt: clock.timestamp() });
        if (deleted === null) return null;
        log(state, deleted, "Deleted", byUserId ?? deleted.ownerId);
        announceEventType(state, announce, "event_type.deleted", deleted);
        return deleted;
      }),
    observeHolidays: (observed) => observeHolidays(state, observed),
  };
}
