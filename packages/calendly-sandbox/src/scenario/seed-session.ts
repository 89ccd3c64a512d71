import type { State } from "../state.ts";
import { noTracking } from "../world/check-booking.ts";
import { chooseLocation } from "../world/location.ts";
import type { Cancellation, EventType, Invitee, InviteeLink, ScheduledEvent, User } from "../world/types.ts";
import type { Random } from "./random.ts";
import { blockedBy } from "./starts.ts";
import type { Booker } from "./types.ts";

const minute = 60_000;
const hour = 60 * minute;

/** What a scenario is seeded with. */
export interface Seeding {
  readonly random: Random;
  /** Milliseconds as a record's time. */
  readonly stamp: (at: number) => string;
  /** Midnight UTC of the sandbox's day, in milliseconds. */
  readonly today: number;
}

/** How one session went: what became of it, and of each of its invitees. */
export type Story =
  | { readonly kind: "kept" }
  | { readonly kind: "canceled"; readonly at: number; readonly by: "host" | "invitee" }
  /** The invitee moved it; `next` is where to. Solo types only. */
  | { readonly kind: "moved"; readonly at: number; readonly next: InviteeLink };

/** A session as it is to be written, ids given beforehand so that a chain of reschedules can name what comes next. */
export interface SessionPlan {
  readonly eventId: string;
  readonly inviteeIds: readonly string[];
  readonly host: User;
  readonly eventType: EventType;
  readonly bookers: readonly Booker[];
  readonly startAt: number;
  readonly bookedAt: number;
  readonly old: InviteeLink | null;
  readonly story: Story;
  /** Positions of the bookers who did not come. */
  readonly absent: ReadonlySet<number>;
}

const topics = [
  "Getting sellers to say yes to a realistic price",
  "My week falls apart every Tuesday",
  "Following up without feeling like a nuisance",
  "A listing that has not moved in sixty days",
  "How to talk about commission",
] as const;

function cancellationOf(plan: SessionPlan, booker: Booker, stamp: Seeding["stamp"]): Cancellation | null {
  const { story, host } = plan;
  if (story.kind === "kept") return null;
  if (story.kind === "moved") {
    return { canceled_by: booker.name, canceler_type: "invitee", created_at: stamp(story.at), reason: null };
  }
  return story.by === "host"
    ? {
        canceled_by: host.name,
        canceler_type: "host",
        created_at: stamp(story.at),
        reason: "I am unwell, please pick another day",
      }
    : { canceled_by: booker.name, canceler_type: "invitee", created_at: stamp(story.at), reason: "A showing came up" };
}

function answersOf(eventType: EventType, random: Random): Invitee["answers"] {
  return eventType.questions
    .filter((question) => question.required || random.chance(0.5))
    .map((question) => ({
      question: question.name,
      answer:
        question.type === "phone_number"
          ? `+1 312-555-0${100 + random.below(99)}`
          : (question.answer_choices[random.below(Math.max(1, question.answer_choices.length))] ?? random.pick(topics)),
      position: question.position,
    }));
}

/** Writes a session and its invitees as if everything had happened in its time; nothing is announced. */
export function seedSession(state: State, { random, stamp }: Seeding, plan: SessionPlan): void {
  const { store } = state;
  const { host, eventType, bookers, startAt, bookedAt, story, eventId } = plan;
  const kind = eventType.locations?.[0]?.kind;
  const place = chooseLocation(
    eventType.locations,
    kind === "outbound_call" || kind === "ask_invitee"
      ? {
          kind,
          location: kind === "ask_invitee" ? "The café at the station" : `+1 312-555-0${100 + random.below(99)}`,
        }
      : null,
    bookedAt + 2_000,
    random.below,
  );
  const blocked = blockedBy(eventType, startAt);
  const over = story.kind !== "kept";
  let changedAt = stamp(bookedAt);
  const createdAt = changedAt;
  let cancellation: Cancellation | null = null;
  bookers.forEach((booker, at) => {
    const joinedAt = at === 0 ? createdAt : stamp(bookedAt + at * 47 * minute);
    cancellation = cancellationOf(plan, booker, stamp);
    const noShow = plan.absent.has(at)
      ? { id: random.uuid(), createdAt: stamp(startAt + eventType.durationMinutes * minute + hour) }
      : null;
    changedAt = cancellation?.created_at ?? joinedAt;
    store.invitees.put({
      id: plan.inviteeIds[at] ?? random.uuid(),
      eventId,
      email: booker.email,
      name: booker.name,
      firstName: null,
      lastName: null,
      status: over ? "canceled" : "active",
      timeZone: booker.timeZone,
      answers: answersOf(eventType, random),
      tracking: noTracking,
      textReminderNumber: null,
      rescheduled: story.kind === "moved",
      oldInvitee: at === 0 ? plan.old : null,
      newInvitee: story.kind === "moved" ? story.next : null,
      cancellation,
      noShow,
      schedulingMethod: null,
      scheduledBy: null,
      routingSubmissionId: null,
      createdAt: joinedAt,
      updatedAt: noShow?.createdAt ?? changedAt,
    });
  });
  const event: ScheduledEvent = {
    id: eventId,
    eventTypeId: eventType.id,
    hostId: host.id,
    hostIds: [host.id],
    organizationId: host.organizationId,
    name: eventType.name,
    status: over ? "canceled" : "active",
    startAt,
    endAt: startAt + eventType.durationMinutes * minute,
    blockedFrom: blocked.startAt,
    blockedTo: blocked.endAt,
    location: place.kind === "chosen" ? place.location : { type: "custom", location: null },
    counter: { total: bookers.length, active: over ? 0 : bookers.length, limit: eventType.seats },
    guests: [],
    meetingNotes: null,
    calendarEvent: null,
    cancellation,
    createdAt,
    updatedAt: changedAt,
  };
  store.events.put(event);
}
