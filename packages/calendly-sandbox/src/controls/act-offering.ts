import * as z from "zod";
import { conferenceKinds } from "../resources/locations/conferencing.ts";
import type { MeetingRecap } from "../resources/meeting-recaps/recap-records.ts";
import type { RoutingSubmission } from "../resources/routing-forms/routing-form-records.ts";
import type { State } from "../state.ts";
import { SandboxTrouble } from "../store/trouble.ts";
import { noTracking } from "../world/check-booking.ts";
import type { EventType, World } from "../world/types.ts";
import { userNamed } from "./access-controls.ts";
import { conflict, defined, missing, read } from "./read.ts";

const minutes = z.number().int().min(0).max(1_440);
const text = z.string().max(10_000);

export const eventTypeChangeSchema = z.strictObject({
  name: z.string().trim().min(1).max(255).optional(),
  durationMinutes: minutes.min(1).optional(),
  /** Minutes the invitee may choose from; null: only the duration. */
  durationOptions: z.array(minutes.min(1)).min(1).max(4).nullable().optional(),
  active: z.boolean().optional(),
  secret: z.boolean().optional(),
  description: text.nullable().optional(),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, "must be a colour as in #0e6b74")
    .optional(),
  incrementMinutes: minutes.min(1).optional(),
  beforeBufferMinutes: minutes.optional(),
  afterBufferMinutes: minutes.optional(),
  minimumNoticeMinutes: z.number().int().min(0).max(525_600).optional(),
  /** Most events of it on one day; null: no limit. */
  dailyLimit: z.number().int().min(1).max(1_000).nullable().optional(),
  cancellationPolicy: text.nullable().optional(),
});
export const eventTypeSchema = eventTypeChangeSchema.extend({
  /** Id, URI or e-mail address of its owner. */
  owner: z.string().min(1).max(300),
  name: z.string().trim().min(1).max(255),
  durationMinutes: minutes.min(1),
  /** More than one makes it a group event. */
  seats: z.number().int().min(1).max(1_000).optional(),
});
export const formAnswersSchema = z.strictObject({
  /** By the question's id or its name. */
  answers: z.record(z.string(), text),
});
export const recapSchema = z.strictObject({
  summary: text.optional(),
  actionItems: text.optional(),
  discussion: text.optional(),
  transcript: z.string().max(500_000).optional(),
});
export const notetakerSchema = z.strictObject({ on: z.boolean() });
export const holidaysSchema = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, "must be two capitals as in US"),
  holidays: z.array(z.strictObject({ date: z.iso.date(), name: z.string().max(200) })).max(400),
});
export const conferenceSchema = z.strictObject({ kind: z.enum(conferenceKinds), connected: z.boolean() });

/** What owners do with their event types, and what goes before a meeting and after it. */
export interface OfferingActs {
  createEventType(request: z.input<typeof eventTypeSchema>): EventType;
  /** Also switches it on and off. */
  changeEventType(eventTypeId: string, change: z.input<typeof eventTypeChangeSchema>): EventType;
  /** It stays readable by its URI; nobody can book it. The API has no operation for it. */
  deleteEventType(eventTypeId: string): void;
  /** Somebody answers a routing form; the submission's `result` says where they go next. */
  answerForm(slug: string, request: z.input<typeof formAnswersSchema>): RoutingSubmission;
  /** Makes the recap of a meeting that is over; texts that are left out are written for it. */
  publishRecap(eventId: string, texts?: z.input<typeof recapSchema>): MeetingRecap;
  switchNotetaker(user: string, on: boolean): void;
  /** A user's weekday hours do not hold on these dates; they take the place of those before. */
  observeHolidays(user: string, request: z.input<typeof holidaysSchema>): void;
  connectConference(user: string, request: z.input<typeof conferenceSchema>): void;
}

const noRecap = {
  canceled: "This event is canceled: there was no meeting.",
  not_over: "This meeting is not over: advance the clock first.",
  exists: "This meeting has a recap already.",
} as const;

export function createOfferingActs(state: State, world: World): OfferingActs {
  return {
    createEventType(request) {
      const { owner, name, durationMinutes, seats = 1, ...rest } = read(eventTypeSchema, request);
      const ownerId = userNamed(state, owner).id;
      const kind = seats > 1 ? "group" : "solo";
      const made = world.createEventType({
        active: true,
        ...defined(rest),
        ownerId,
        name,
        durationMinutes,
        seats,
        kind,
      });
      if (made === null) throw missing("Calendly user");
      return made;
    },
    changeEventType(eventTypeId, change) {
      const changed = world.changeEventType(eventTypeId, defined(read(eventTypeChangeSchema, change)));
      if (changed === null) throw missing("event type");
      return changed;
    },
    deleteEventType(eventTypeId) {
      if (world.deleteEventType(eventTypeId) === null) throw missing("event type");
    },
    answerForm(slug, request) {
      const { answers: given } = read(formAnswersSchema, request);
      const form = world.findRoutingForm(slug);
      if (form === null) throw new SandboxTrouble(`There is no published form "${slug}".`, { kind: "missing" });
      const ids = new Map(form.questions.map(({ id, name }) => [name, id]));
      const answers = Object.fromEntries(
        Object.entries(given).map(([name, answer]) => [ids.get(name) ?? name, answer]),
      );
      const outcome = world.answerRoutingForm({ slug, answers, tracking: noTracking });
      if (outcome.kind === "submitted") return outcome.submission;
      if (outcome.kind === "not_found") throw missing("form");
      const names = new Map(form.questions.map(({ id, name }) => [id, name]));
      const reasons = Object.entries(outcome.errors).map(([id, message]) => `${names.get(id) ?? id}: ${message}`);
      throw new SandboxTrouble(`Not submitted: ${reasons.join("; ")}`, { kind: "invalid" });
    },
    publishRecap(eventId, texts = {}) {
      const outcome = world.publishRecap({ eventId, ...defined(read(recapSchema, texts)) });
      if (outcome.kind === "published") return outcome.recap;
      if (outcome.kind === "not_found") throw missing("scheduled event");
      throw conflict(noRecap[outcome.kind]);
    },
    switchNotetaker(user, on) {
      world.switchNotetaker(userNamed(state, user).id, read(notetakerSchema, { on }).on);
    },
    observeHolidays(user, request) {
      const outcome = world.observeHolidays({ userId: userNamed(state, user).id, ...read(holidaysSchema, request) });
      if (outcome.kind === "invalid_date") {
        throw new SandboxTrouble(`${outcome.date} is no date.`, { kind: "invalid" });
      }
    },
    connectConference(user, request) {
      const { kind, connected } = read(conferenceSchema, request);
      const { id } = userNamed(state, user);
      if (!world.connectConference(id, kind, connected)) throw missing("Calendly user");
    },
  };
}
