import { isTimeZone } from "../slots/zone.ts";
import { checkAnswers, isPhoneNumber } from "./check-answers.ts";
import type { BookingRequest, EventType, InvalidDetail, Tracking } from "./types.ts";

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

const longestName = 255;

/** Everything that is wrong with a booking before its time is looked at; empty when nothing is. */
export function checkBooking(eventType: EventType, request: BookingRequest): readonly InvalidDetail[] {
  const details: InvalidDetail[] = [];
  const { invitee } = request;
  const hasName = invitee.name.trim() !== "" || (invitee.firstName ?? "").trim() !== "";
  if (!hasName) details.push({ parameter: "invitee.name", message: "is missing" });
  for (const [parameter, text] of [
    ["invitee.name", invitee.name],
    ["invitee.first_name", invitee.firstName],
    ["invitee.last_name", invitee.lastName],
  ] as const) {
    if ((text ?? "").length > longestName) {
      details.push({ parameter, message: `size cannot be greater than ${longestName}` });
    }
  }
  if (invitee.email.trim() === "") details.push({ parameter: "invitee.email", message: "is missing" });
  else if (!isEmail(invitee.email.trim()))
    details.push({ parameter: "invitee.email", message: "Email format is invalid" });
  if (invitee.timezone.trim() === "") details.push({ parameter: "invitee.timezone", message: "is missing" });
  else if (!isTimeZone(invitee.timezone))
    details.push({ parameter: "invitee.timezone", message: "is not a valid time zone" });
  const reminderNumber = invitee.textReminderNumber?.trim() ?? "";
  if (reminderNumber !== "" && !isPhoneNumber(reminderNumber)) {
    details.push({ parameter: "invitee.text_reminder_number", message: "is not a valid phone number" });
  }
  if (request.guests.length > guestLimit) {
    details.push({ parameter: "event_guests", message: `size cannot be greater than ${guestLimit}` });
  }
  request.guests.forEach((guest, at) => {
    if (!isEmail(guest.trim())) details.push({ parameter: `event_guests[${at}]`, message: "Email format is invalid" });
  });
  if (parseInstant(request.startTime) === null) {
    details.push({ parameter: "start_time", message: "must be a valid date-time" });
  }
  return [...details, ...checkAnswers(eventType.questions, request.answers)];
}
