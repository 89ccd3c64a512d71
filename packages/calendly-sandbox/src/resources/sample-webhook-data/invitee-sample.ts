import { formatInstant } from "../../clock.ts";
import { eventTypeUri, inviteeUri, scheduledEventUri, userUri } from "../../http/origin.ts";
import { hour, noTracking, type SampleSetting, sampleIds } from "./types.ts";

/** What became of the sample's booking. */
interface InviteeSample {
  readonly canceled?: boolean;
  readonly noShow?: boolean;
  /** Hours from now to the start of the scheduled event. */
  readonly startsIn: number;
}

function sample({ origins, host, at }: SampleSetting, { canceled = false, noShow = false, startsIn }: InviteeSample) {
  const bookedAt = formatInstant(at - (startsIn < 0 ? 72 * hour : 0));
  const changedAt = formatInstant(at);
  const startAt = Math.ceil(at / hour) * hour + startsIn * hour;
  const event = scheduledEventUri(origins, sampleIds.event);
  const status = canceled ? "canceled" : "active";
  const cancellation = canceled
    ? {
        cancellation: {
          canceled_by: "Jordan Example",
          canceler_type: "invitee",
          created_at: changedAt,
          reason: "Something came up",
        },
      }
    : {};
  return {
    cancel_url: `${origins.booking}/cancellations/${sampleIds.invitee}`,
    ...cancellation,
    created_at: bookedAt,
    email: "jordan@guest.example",
    event,
    first_name: null,
    invitee_scheduled_by: null,
    last_name: null,
    name: "Jordan Example",
    new_invitee: null,
    no_show: noShow ? { created_at: changedAt, uri: `${origins.api}/invitee_no_shows/${sampleIds.noShow}` } : null,
    old_invitee: null,
    payment: null,
    questions_and_answers: [
      { answer: "The first ninety days", position: 0, question: "What would you like to talk about?" },
    ],
    reconfirmation: null,
    reschedule_url: `${origins.booking}/reschedulings/${sampleIds.invitee}`,
    rescheduled: false,
    routing_form_submission: null,
    scheduled_event: {
      ...cancellation,
      created_at: bookedAt,
      end_time: formatInstant(startAt + hour / 2),
      event_guests: [],
      event_memberships: [{ user: userUri(origins, host.id), user_email: host.email, user_name: host.name }],
      event_type: eventTypeUri(origins, sampleIds.eventType),
      invitees_counter: { total: 1, active: canceled ? 0 : 1, limit: 1 },
      location: {
        join_url: `${origins.booking}/events/${sampleIds.event}/google_meet`,
        status: "pushed",
        type: "google_conference",
      },
      meeting_notes_html: null,
      meeting_notes_plain: null,
      name: "Sample meeting",
      start_time: formatInstant(startAt),
      status,
      updated_at: canceled ? changedAt : bookedAt,
      uri: event,
    },
    scheduling_method: null,
    status,
    text_reminder_number: null,
    timezone: host.timeZone,
    tracking: noTracking,
    updated_at: changedAt,
    uri: inviteeUri(origins, { eventId: sampleIds.event, inviteeId: sampleIds.invitee }),
  };
}

export const inviteeCreated = (setting: SampleSetting) => sample(setting, { startsIn: 48 });
export const inviteeCanceled = (setting: SampleSetting) => sample(setting, { startsIn: 48, canceled: true });
export const noShowCreated = (setting: SampleSetting) => sample(setting, { startsIn: -24, noShow: true });
export const noShowDeleted = (setting: SampleSetting) => sample(setting, { startsIn: -24 });
