import { formatInstant } from "../../clock.ts";
import { type Origins, scheduledEventUri } from "../../http/origin.ts";
import type { State } from "../../state.ts";
import type { ScheduledEvent, Timestamp } from "../../world/records.ts";
import { presentLocation } from "../scheduled-events/present.ts";
import type { MeetingRecap } from "./recap-records.ts";

export function recapUri(origins: Origins, id: string): string {
  return `${origins.api}/meeting_recaps/${id}`;
}

export function transcriptUri(origins: Origins, id: string): string {
  return `${recapUri(origins, id)}/transcript`;
}

const shareLink = (origins: Origins, id: string) => `${origins.booking}/notetaker/share/${id.slice(0, 8)}`;

/** What a recap is shown with: the booked event, null when there is none, and the moment in milliseconds. */
export interface RecapView {
  readonly recap: MeetingRecap;
  readonly event: ScheduledEvent | null;
  readonly now: number;
}

/** The recap with its booked event, as things stand. */
export function viewRecap({ store, clock }: State, recap: MeetingRecap): RecapView {
  return { recap, event: recap.eventId === null ? null : store.events.get(recap.eventId), now: clock.now() };
}

const eventUriOf = ({ eventId }: MeetingRecap, origins: Origins) =>
  eventId === null ? null : scheduledEventUri(origins, eventId);

/** In lists: without the texts. */
export function presentRecapItem({ recap, event, now }: RecapView, origins: Origins) {
  const location = event === null ? null : presentLocation(event, origins, now);
  return {
    uri: recapUri(origins, recap.id),
    app_url: `${origins.booking}/app/notetaker/${recap.id}`,
    event: eventUriOf(recap, origins),
    status: `${recap.status.slice(0, 1).toUpperCase()}${recap.status.slice(1)}`,
    name: recap.name,
    ...(location === null ? {} : { location }),
    start_time: formatInstant(recap.startAt),
    end_time: formatInstant(recap.endAt),
    created_at: recap.createdAt,
    updated_at: recap.updatedAt,
    attendees: recap.attendees,
    transcript: transcriptUri(origins, recap.id),
  };
}

export function presentRecap(view: RecapView, origins: Origins) {
  const { recap } = view;
  return {
    ...presentRecapItem(view, origins),
    summary_md: recap.summary,
    action_items_md: recap.actionItems,
    discussion_md: recap.discussion,
    transcript: recap.transcript === null ? null : transcriptUri(origins, recap.id),
    share_link: recap.status === "available" ? shareLink(origins, recap.id) : null,
  };
}

/** Times are those of the booked event; the recap itself has those of the meeting as it was held. */
function presentPayload({ recap, event, now }: RecapView, origins: Origins) {
  const uri = eventUriOf(recap, origins);
  const location = event === null ? null : presentLocation(event, origins, now);
  return {
    event: {
      ...(uri === null ? {} : { uri }),
      ...(recap.name === null ? {} : { name: recap.name }),
      start_time: formatInstant(event?.startAt ?? recap.startAt),
      end_time: formatInstant(event?.endAt ?? recap.endAt),
      ...(location === null ? {} : { location }),
      attendees: recap.attendees,
    },
    recap: {
      uri: recapUri(origins, recap.id),
      ...(recap.summary === null ? {} : { summary_md: recap.summary }),
      ...(recap.actionItems === null ? {} : { action_items_md: recap.actionItems }),
      ...(recap.discussion === null ? {} : { discussion_md: recap.discussion }),
      transcript: transcriptUri(origins, recap.id),
      share_link: shareLink(origins, recap.id),
      created_at: recap.createdAt,
      updated_at: recap.updatedAt,
    },
  };
}

/** Of the three payloads this one alone says at its top when the recap was made. */
export function presentRecapCreatedPayload(view: RecapView, origins: Origins) {
  return { created_at: view.recap.createdAt, ...presentPayload(view, origins) };
}

export function presentRecapUpdatedPayload(view: RecapView, origins: Origins) {
  return presentPayload(view, origins);
}

export function presentRecapDeletedPayload(recap: MeetingRecap, deletedAt: Timestamp, origins: Origins) {
  const uri = eventUriOf(recap, origins);
  return {
    ...(uri === null ? {} : { event: { uri } }),
    recap: { uri: recapUri(origins, recap.id), deleted_at: deletedAt },
  };
}
