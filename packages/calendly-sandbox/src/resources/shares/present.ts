import { eventTypeUri, type Origins } from "../../http/origin.ts";
import type { State } from "../../state.ts";
import { scheduleOf } from "../../world/schedules.ts";
import { type Share, statusOf } from "../../world/share.ts";
import { periodOf, termsOf } from "../../world/terms.ts";
import type { EventType, LocationConfiguration } from "../../world/types.ts";

function presentLocation(location: LocationConfiguration, position: number) {
  return {
    additional_info: location.additional_info ?? null,
    kind: location.kind,
    location: location.location ?? null,
    phone_number: location.phone_number ?? null,
    position,
  };
}

/** A share with the value that holds of every setting, whether it is its own or the event type's. */
export function presentShare(state: State, share: Share, eventType: EventType, origins: Origins) {
  const followed = scheduleOf(state, eventType, eventType.ownerId) ?? {
    id: eventType.scheduleId,
    name: null,
    timeZone: "UTC",
    rules: [],
  };
  const { eventType: effective, schedule } = termsOf(eventType, followed, share.override, state.clock.now());
  const link = state.store.links.get(share.linkCode);
  const status = link === null ? "expired" : statusOf(state, link);
  const period = periodOf(share.override, eventType.range);
  return {
    contact: share.contactId === null ? null : `${origins.api}/contacts/${share.contactId}`,
    created_at: share.createdAt,
    scheduling_links: [
      {
        booking_url: `${origins.booking}/d/${share.linkCode}/${eventType.slug}`,
        owner: eventTypeUri(origins, eventType.id),
        owner_type: "EventType",
      },
    ],
    share_override: {
      availability_rule: { rules: schedule.rules, timezone: schedule.timeZone },
      duration: effective.durationMinutes,
      duration_options: effective.durationOptions,
      end_date: period.endDate,
      hide_location: share.override.hideLocation ?? false,
      location_configurations: (effective.locations ?? []).map(presentLocation),
      max_booking_time: period.maxBookingDays,
      min_booking_time: effective.minimumNoticeMinutes,
      name: effective.name,
      period_type: period.periodType,
      start_date: period.startDate,
    },
    status,
    uri: `${origins.api}/shares/${share.id}`,
  };
}
