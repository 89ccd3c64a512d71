import { isTimeZone } from "../slots/zone.ts";
import type { Answer, BookingRequest, EventType, InvalidDetail, Tracking } from "./types.ts";

const emailPattern = /^[^\s@<>()",;:]+@[^\s@<>()",;:.]+(\.[^\s@<>()",;:.]+)+$/;
const utmLimit = 255;
const guestLimit = 10;

/** Whether a text can be an e-mail address; as loose as Calendly's form. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && emailPattern.test(text);
}

/** An instant with `Z` or an offset, in milliseconds; null for anything else. A plus that a form turned into a space is repaired. */
export function parseInstant(text: string): number | null {
  const repaired = text.trim().replace(/ (\d\d:?\d\d)$/, "+$1");
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)$/i.test(repaired)) return null;
  const at = Date.parse(repaired.replace(/([+-]\d\d)$/, "$1:00").replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(at) ? null : at;
}

export const noTracking: Tracking = {
  salesforce_uuid: null,
  utm_campaign: null,
  utm_content: null,
  utm_medium: null,
  utm_source: null,
  utm_term: null,
};

/** All six keys, null where nothing was sent, cut to what Calendly keeps. */
export function completeTracking(tracking: BookingRequest["tracking"]): Tracking {
  const cut = (value: string | null | undefined) => (value ? value.slice(0, utmLimit) : null);
  return {
    salesforce_uuid: cut(tracking?.salesforce_uuid),
    utm_campaign: cut(tracking?.utm_campaign),
    utm_content: cut(tracking?.utm_content),
    utm_medium: cut(tracking?.utm_medium),
    utm_source: cut(tracking?.utm_source),
    utm_term: cut(tracking?.utm_term),
  };
}

function checkAnswers(eventType: EventType, answers: readonly Answer[]): InvalidDetail[] {
  const details: InvalidDetail[] = [];
  const asked = eventType.questions.filter((question) => question.enabled);
  answers.forEach((answer, at) => {
    if (asked.every((question) => question.name !== answer.question)) {
      details.push({
        parameter: `questions_and_answers[${at}].question`,
        message: "is not a question of this event type",
      });
    }
  });
  for (const question of asked) {
    const answer = answers.find((one) => one.question === question.name)?.answer.trim();
    if (question.required && !answer) {
      details.push({ parameter: `questions_and_answers[${question.position}].question`, message: "is missing" });
    } else if (answer && question.type === "single_select" && !question.include_other) {
      if (!question.answer_choices.includes(answer)) {
        details.push({ parameter: `questions_and_answers[${question.position}].answer`, message: "is not a choice" });
      }
    }
  }
  return details;
}

/** Everything that is wrong with a booking before its time is looked at; empty when nothing is. */
export function checkBooking(eventType: EventType, request: BookingRequest): readonly InvalidDetail[] {
  const details: InvalidDetail[] = [];
  const { invitee } = request;
  const hasName = invitee.name.trim() !== "" || (invitee.firstName ?? "").trim() !== "";
  if (!hasName) details.push({ parameter: "invitee.name", message: "is missing" });
  if (invitee.email.trim() === "") details.push({ parameter: "invitee.email", message: "is missing" });
  else if (!isEmail(invitee.email.trim()))
    details.push({ parameter: "invitee.email", message: "Email format is invalid" });
  if (invitee.timezone.trim() === "") details.push({ parameter: "invitee.timezone", message: "is missing" });
  else if (!isTimeZone(invitee.timezone))
    details.push({ parameter: "invitee.timezone", message: "is not a valid time zone" });
  if (request.guests.length > guestLimit) {
    details.push({ parameter: "event_guests", message: `size cannot be greater than ${guestLimit}` });
  }
  request.guests.forEach((guest, at) => {
    if (!isEmail(guest.trim())) details.push({ parameter: `event_guests[${at}]`, message: "Email format is invalid" });
  });
  if (parseInstant(request.startTime) === null) {
    details.push({ parameter: "start_time", message: "must be a valid date-time" });
  }
  return [...details, ...checkAnswers(eventType, request.answers)];
}
