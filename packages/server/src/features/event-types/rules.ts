import { type EventType, locationKindSchema } from "@punctual/contract";
import type { EventTypeReading } from "../../platform/calendly/translate-event-type.ts";
import type { EventTypeRecord } from "./types.ts";

/**
 * Whether an event type is on offer from the start. On the first reading of an account everything that its owner
 * shows on their public page is; whatever turns up later waits for the coach to offer it.
 */
export function isOfferedAtFirst(reading: EventTypeReading, firstReading: boolean): boolean {
  return firstReading && reading.active && !reading.secret && reading.deletedAt === null;
}

const knownKind = locationKindSchema.catch("other");

/** An event type as our API shows it. */
export function toEventType(record: EventTypeRecord): EventType {
  return {
    id: record.id,
    coachId: record.coachId,
    name: record.name,
    description: record.description,
    duration: record.duration,
    durations: record.durations,
    kind: record.kind,
    active: record.active,
    secret: record.secret,
    color: record.color,
    locations: record.locations.map(({ kind, detail }) => ({ kind: knownKind.parse(kind), detail })),
    questions: record.questions.map(({ name, required }) => ({ name, required })),
    schedulingUrl: record.schedulingUrl,
    offered: record.offered,
  };
}
