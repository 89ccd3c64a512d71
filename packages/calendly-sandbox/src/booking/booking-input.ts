import { z } from "zod";
import { isTimeZone } from "../slots/zone.ts";
import { isEmail, parseInstant } from "../world/check-booking.ts";
import type { Answer, BookingRequest, CustomQuestion, EventType } from "../world/index.ts";
import { shownQuestions } from "./form-fields.ts";
import { locationQuestion } from "./location-words.ts";
import { readTracking } from "./parameters.ts";

/** What the form posts (names as on Calendly's own page, contract 9.5). Answers: text, or several for a multi-select. */
export const bookingBodySchema = z.object({
  event_type_uuid: z.string().max(64),
  event: z.object({
    start_time: z.string().max(64),
    duration: z.number().int().positive().optional(),
    location_configuration: z
      .object({ kind: z.string().max(64), location: z.string().max(1000).optional() })
      .nullable()
      .optional(),
    guests: z.array(z.string().max(320)).max(100).optional(),
  }),
  invitee: z.object({
    full_name: z.string().max(1000),
    email: z.string().max(1000),
    timezone: z.string().max(100),
  }),
  event_fields: z
    .array(
      z.object({
        position: z.number().int(),
        value: z.union([z.string().max(10_000), z.array(z.string().max(1000)).max(100)]),
      }),
    )
    .max(50)
    .optional(),
  tracking: z.record(z.string(), z.string().nullable()).optional(),
  scheduling_link_uuid: z.string().max(64).nullable().optional(),
});

export type BookingBody = z.infer<typeof bookingBodySchema>;

/** By the form's field names: one sentence each, ready to be shown beside the field. */
export type FieldErrors = Readonly<Record<string, string>>;

export type BookingReading =
  | { readonly kind: "ready"; readonly request: BookingRequest }
  | { readonly kind: "invalid"; readonly errors: FieldErrors };

const mostGuests = 10;

/** Checks a form against its event type, and puts it into the words of the world. */
export function readBooking(body: BookingBody, eventType: EventType): BookingReading {
  const errors: Record<string, string> = {};
  const name = body.invitee.full_name.trim();
  const email = body.invitee.email.trim();
  if (name === "") errors["name"] = "Please enter your name.";
  if (email === "") errors["email"] = "Please enter your email address.";
  else if (!isEmail(email)) errors["email"] = `“${shorten(email)}” is not an email address.`;

  const guests = (body.event.guests ?? []).map((guest) => guest.trim()).filter(Boolean);
  const wrongGuest = guests.find((guest) => !isEmail(guest));
  if (wrongGuest !== undefined) errors["guests"] = `“${shorten(wrongGuest)}” is not an email address.`;
  else if (guests.length > mostGuests) errors["guests"] = `At most ${mostGuests} guests can be added.`;

  const location = readLocation(body, eventType, errors);
  const answers = shownQuestions(eventType).flatMap((question) => readAnswer(question, body, errors));
  if (!isTimeZone(body.invitee.timezone)) errors["timezone"] = "Please choose your time zone.";
  if (parseInstant(body.event.start_time) === null) errors["start_time"] = "Please choose a time.";
  if (Object.keys(errors).length > 0) return { kind: "invalid", errors };

  const tracking = new URLSearchParams();
  for (const [key, value] of Object.entries(body.tracking ?? {})) if (value) tracking.set(key, value);
  return {
    kind: "ready",
    request: {
      eventTypeId: eventType.id,
      startTime: body.event.start_time,
      ...(body.event.duration === undefined ? {} : { duration: body.event.duration }),
      invitee: { name, email, timezone: body.invitee.timezone },
      answers,
      guests,
      location,
      tracking: readTracking(tracking),
      method: "page",
      ...(body.scheduling_link_uuid ? { linkCode: body.scheduling_link_uuid } : {}),
    },
  };
}

/** A choice that needs no choosing is made for the invitee; null where the type offers no location at all. */
function readLocation(
  body: BookingBody,
  eventType: EventType,
  errors: Record<string, string>,
): BookingRequest["location"] {
  const offered = eventType.locations ?? [];
  const given = body.event.location_configuration ?? null;
  const [only] = offered;
  if (only === undefined) return null;
  const chosen = offered.length === 1 ? only : offered.find((location) => location.kind === given?.kind);
  if (chosen === undefined) {
    errors["location_kind"] = "Please choose where to meet.";
    return null;
  }
  const question = locationQuestion(chosen.kind);
  if (question === null) {
    return chosen.location === undefined ? { kind: chosen.kind } : { kind: chosen.kind, location: chosen.location };
  }
  const text = given?.location?.trim() ?? "";
  const field = offered.length === 1 ? "location" : `location_${chosen.kind}`;
  if (question === "phone" && !looksLikePhone(text))
    errors[field] = "Please enter a phone number, with its country code.";
  if (question === "place" && text === "") errors[field] = "Please say where to meet.";
  return { kind: chosen.kind, location: text };
}

function readAnswer(question: CustomQuestion, body: BookingBody, errors: Record<string, string>): readonly Answer[] {
  const given = body.event_fields?.find((field) => field.position === question.position)?.value ?? "";
  const parts = (typeof given === "string" ? [given] : given).map((part) => part.trim()).filter(Boolean);
  const field = `answer_${question.position}`;
  if (parts.length === 0) {
    if (question.required) errors[field] = missingSentence(question);
    return [];
  }
  const isChoice = question.type === "single_select" || question.type === "multi_select";
  if (isChoice && !question.include_other && parts.some((part) => !question.answer_choices.includes(part))) {
    errors[field] = "Please choose from the list.";
  }
  if (question.type === "phone_number" && !looksLikePhone(parts[0] ?? "")) {
    errors[field] = "Please enter a phone number, with its country code.";
  }
  return [{ question: question.name, answer: parts.join("\n"), position: question.position }];
}

function missingSentence(question: CustomQuestion): string {
  if (question.type === "single_select") return "Please choose one.";
  return question.type === "multi_select" ? "Please choose at least one." : "Please answer this question.";
}

function looksLikePhone(text: string): boolean {
  const digits = text.replace(/\D/g, "").length;
  return /^\+?[\d\s().-]+$/.test(text) && digits >= 6 && digits <= 15;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
