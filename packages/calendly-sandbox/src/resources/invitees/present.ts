import { inviteeUri, type Origins, scheduledEventUri, userUri } from "../../http/origin.ts";
import type { Invitee, ScheduledEvent, User } from "../../world/types.ts";
import { routingSubmissionUri } from "../routing-forms/present.ts";
import { presentPayloadEvent } from "../scheduled-events/present.ts";

export function presentInvitee(invitee: Invitee, origins: Origins) {
  return {
    cancel_url: `${origins.booking}/cancellations/${invitee.id}`,
    ...(invitee.cancellation === null ? {} : { cancellation: invitee.cancellation }),
    created_at: invitee.createdAt,
    email: invitee.email,
    event: scheduledEventUri(origins, invitee.eventId),
    first_name: invitee.firstName,
    invitee_scheduled_by: invitee.scheduledBy === null ? null : userUri(origins, invitee.scheduledBy),
    last_name: invitee.lastName,
    name: invitee.name,
    new_invitee: invitee.newInvitee === null ? null : inviteeUri(origins, invitee.newInvitee),
    no_show:
      invitee.noShow === null
        ? null
        : { created_at: invitee.noShow.createdAt, uri: `${origins.api}/invitee_no_shows/${invitee.noShow.id}` },
    old_invitee: invitee.oldInvitee === null ? null : inviteeUri(origins, invitee.oldInvitee),
    payment: null,
    questions_and_answers: invitee.answers,
    reconfirmation: null,
    reschedule_url: `${origins.booking}/reschedulings/${invitee.id}`,
    rescheduled: invitee.rescheduled,
    routing_form_submission:
      invitee.routingSubmissionId === null ? null : routingSubmissionUri(origins, invitee.routingSubmissionId),
    scheduling_method: invitee.schedulingMethod,
    status: invitee.status,
    text_reminder_number: invitee.textReminderNumber,
    timezone: invitee.timeZone,
    tracking: invitee.tracking,
    updated_at: invitee.updatedAt,
    uri: inviteeUri(origins, { eventId: invitee.eventId, inviteeId: invitee.id }),
  };
}

/** Of the webhooks about an invitee. `hosts` are those of the event, in any order; `now` in milliseconds. */
export function presentInviteePayload(
  invitee: Invitee,
  event: ScheduledEvent,
  hosts: readonly User[],
  origins: Origins,
  now: number,
) {
  return {
    ...presentInvitee(invitee, origins),
    scheduled_event: presentPayloadEvent(event, hosts, origins, now),
  };
}
