import { Temporal } from "temporal-polyfill";
import type { EventType, Invitee, ScheduledEvent, User } from "../world/index.ts";

/**
 * Where an invitee goes after booking when the host sends them on; null: to the confirmation. With details passed on,
 * the address gets what Calendly adds to it (help.calendly.com, "Redirect your invitees"; contract 9.3). Parameters that
 * the host's address has already stay.
 */
export function redirectAddress(
  eventType: EventType,
  booked: { readonly event: ScheduledEvent; readonly invitee: Invitee; readonly host: Pick<User, "name"> },
): string | null {
  const { redirect } = eventType;
  if (redirect === null || !URL.canParse(redirect.url)) return null;
  const url = new URL(redirect.url);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  if (!redirect.passDetails) return url.href;

  const { event, invitee, host } = booked;
  const at = (instant: number) =>
    Temporal.Instant.fromEpochMilliseconds(instant)
      .toZonedDateTimeISO(invitee.timeZone)
      .toString({ timeZoneName: "never", smallestUnit: "second" });
  const names: Record<string, string> = eventType.splitsName
    ? { invitee_first_name: invitee.firstName ?? "", invitee_last_name: invitee.lastName ?? "" }
    : { invitee_full_name: invitee.name };
  const details: Record<string, string | null> = {
    assigned_to: host.name,
    event_type_uuid: eventType.id,
    event_type_name: eventType.name,
    event_start_time: at(event.startAt),
    event_end_time: at(event.endAt),
    invitee_uuid: invitee.id,
    ...names,
    invitee_email: invitee.email,
    text_reminder_number: invitee.textReminderNumber,
    ...invitee.tracking,
  };
  for (const answer of invitee.answers) details[`answer_${answer.position + 1}`] = answer.answer;
  for (const [name, value] of Object.entries(details)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}
