import * as z from "zod";
import { isTimeZone } from "../slots/zone.ts";
import { isPhoneNumber } from "../world/check-answers.ts";
import { isEmail, parseInstant } from "../world/check-booking.ts";
import type { Answer, BookingRequest, CustomQuestion, EventType } from "../world/index.ts";
import { shownQuestions } from "./form-fields.ts";
import { locationQuestion } from "./location-words.ts";
import { readTracking } from "./parameters.ts";
import { fill, type Words } from "./words/index.ts";
import { wrongEmail } from "./wrong-email.ts";

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
    full_name: z.string().max(1000).optional(),
    first_name: z.string().max(1000).optional(),
    last_name: z.string().max(1000).optional(),
    email: z.string().max(1000),
    timezone: z.string().max(100),
    time_notation: z.string().max(10).optional(),
    text_reminder_number: z.string().max(100).optional(),
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
  routing_form_submission_uuid: z.string().max(64).nullable().optional(),
  /** Made up by the page for each form: the same one again is the same booking. */
  attempt: z.string().max(64).optional(),
});

export type BookingBody = z.infer<typeof bookingBodySchema>;

/** By the form's field names: one sentence each, ready to be shown beside the field. */
export type FieldErrors = Readonly<Record<string, string>>;

export type BookingReading =
  | { readonly kind: "ready"; readonly request: BookingRequest }
  | { readonly kind: "invalid"; readonly errors: FieldErrors };

const mostGuests = 10;

/** Reads one form: collects what is wrong with each field in the words of the page. */
interface Check {
  readonly body: BookingBody;
  readonly eventType: EventType;
  readonly words: Words;
  readonly errors: Record<string, string>;
}

/** Checks a form against its event type (as a link offers it), and puts it into the words of the world. */
export function readBooking(body: BookingBody, eventType: EventType, words: Words): BookingReading {
  const errors: Record<string, string> = {};
  const check: Check = { body, eventType, words, errors };
  const names = readNames(check);
  const email = body.invitee.email.trim();
  if (email === "") errors["email"] = words.needEmail;
  else if (!isEmail(email)) errors["email"] = wrongEmail(email, words);

  const guests = (body.event.guests ?? []).map((guest) => guest.trim()).filter(Boolean);
  const wrongGuest = guests.find((guest) => !isEmail(guest));
  if (wrongGuest !== undefined) errors["guests"] = wrongEmail(wrongGuest, words);
  else if (guests.length > mostGuests) errors["guests"] = fill(words.tooManyGuests, { count: mostGuests });

  const location = readLocation(check);
  const answers = shownQuestions(eventType).flatMap((question) => readAnswer(question, check));
  const textReminderNumber = eventType.textReminders ? (body.invitee.text_reminder_number?.trim() ?? "") : "";
  if (textReminderNumber !== "" && !isPhoneNumber(textReminderNumber)) {
    errors["text_reminder_number"] = words.needPhone;
  }
  if (!isTimeZone(body.invitee.timezone)) errors["timezone"] = words.needZone;
  if (parseInstant(body.event.start_time) === null) errors["start_time"] = words.needTime;
  if (Object.keys(errors).length > 0) return { kind: "invalid", errors };

  const tracking = new URLSearchParams();
  for (const [key, value] of Object.entries(body.tracking ?? {})) if (value) tracking.set(key, value);
  return {
    kind: "ready",
    request: {
      eventTypeId: eventType.id,
      startTime: body.event.start_time,
      ...(body.event.duration === undefined ? {} : { duration: body.event.duration }),
      invitee: {
        ...names,
        email,
        timezone: body.invitee.timezone,
        ...(textReminderNumber === "" ? {} : { textReminderNumber }),
      },
      answers,
      guests,
      location,
      tracking: readTracking(tracking),
      method: "page",
      ...(body.scheduling_link_uuid ? { linkCode: body.scheduling_link_uuid } : {}),
      ...(body.routing_form_submission_uuid ? { routingSubmissionId: body.routing_form_submission_uuid } : {}),
    },
  };
}

function readNames({
  body,
  eventType,
  words,
  errors,
}: Check): Pick<BookingRequest["invitee"], "name" | "firstName" | "lastName"> {
  const text = (name: "full_name" | "first_name" | "last_name") => body.invitee[name]?.trim() ?? "";
  if (!eventType.splitsName) {
    const name = text("full_name");
    if (name === "") errors["name"] = words.needName;
    return { name };
  }
  const [firstName, lastName] = [text("first_name"), text("last_name")];
  if (firstName === "") errors["first_name"] = words.needFirstName;
  if (lastName === "") errors["last_name"] = words.needLastName;
  return { name: `${firstName} ${lastName}`.trim(), firstName, lastName };
}

/** A choice that needs no choosing is made for the invitee; null where the type offers no location at all. */
function readLocation({ body, eventType, words, errors }: Check): BookingRequest["location"] {
  const offered = eventType.locations ?? [];
  const given = body.event.location_configuration ?? null;
  const [only] = offered;
  if (only === undefined) return null;
  const alike = offered.filter((location) => location.kind === given?.kind);
  const chosen =
    offered.length === 1 ? only : (alike.find((location) => location.location === given?.location) ?? alike[0]);
  if (chosen === undefined) {
    errors["location_kind"] = words.needPlaceChoice;
    return null;
  }
  const question = locationQuestion(chosen.kind);
  if (question === null) {
    return chosen.location === undefined ? { kind: chosen.kind } : { kind: chosen.kind, location: chosen.location };
  }
  const text = given?.location?.trim() ?? "";
  const field = offered.length === 1 ? "location" : `location_${chosen.kind}`;
  if (question === "phone" && !isPhoneNumber(text)) errors[field] = words.needPhone;
  if (question === "place" && text === "") errors[field] = words.needPlace;
  return { kind: chosen.kind, location: text };
}

function readAnswer(question: CustomQuestion, { body, words, errors }: Check): readonly Answer[] {
  const given = body.event_fields?.find((field) => field.position === question.position)?.value ?? "";
  const parts = (typeof given === "string" ? [given] : given).map((part) => part.trim()).filter(Boolean);
  const field = `answer_${question.position}`;
  if (parts.length === 0) {
    if (question.required) errors[field] = missingSentence(question, words);
    return [];
  }
  const isChoice = question.type === "single_select" || question.type === "multi_select";
  if (isChoice && !question.include_other && parts.some((part) => !question.answer_choices.includes(part))) {
    errors[field] = words.notAChoice;
  }
  if (question.type === "single_select" && parts.length > 1) errors[field] = words.needChoice;
  if (question.type === "phone_number" && !isPhoneNumber(parts[0] ?? "")) errors[field] = words.needPhone;
  return [{ question: question.name, answer: parts.join("\n"), position: question.position }];
}

function missingSentence(question: CustomQuestion, words: Words): string {
  if (question.type === "single_select") return words.needChoice;
  return question.type === "multi_select" ? words.needSomeChoice : words.needAnswer;
}
