import { formatInstant } from "../../clock.ts";
import { eventTypeUri, userUri } from "../../http/origin.ts";
import { hour, type SampleSetting, sampleIds } from "./types.ts";

function sample({ origins, host, at }: SampleSetting, life: { readonly age: number; readonly deleted: boolean }) {
  return {
    // New event types arrive inactive, and deleted ones have been switched off.
    active: life.age > 0 && !life.deleted,
    admin_managed: false,
    booking_method: "instant",
    color: "#0a7c66",
    created_at: formatInstant(at - life.age * hour),
    custom_questions: [
      {
        answer_choices: [],
        enabled: true,
        include_other: false,
        name: "What would you like to talk about?",
        position: 0,
        required: true,
        type: "text",
      },
    ],
    deleted_at: life.deleted ? formatInstant(at) : null,
    description_plain: "An event type that is here to be looked at.",
    duration: 30,
    duration_options: null,
    internal_note: null,
    is_paid: false,
    kind: "solo",
    locale: "en",
    locations: [{ kind: "google_conference" }],
    name: "Sample meeting",
    pooling_type: null,
    position: 0,
    profile: { name: host.name, owner: userUri(origins, host.id), type: "User" },
    scheduling_url: `${origins.booking}/${host.slug}/sample-meeting`,
    secret: false,
    slug: "sample-meeting",
    type: "StandardEventType",
    updated_at: formatInstant(at),
    uri: eventTypeUri(origins, sampleIds.eventType),
  };
}

export const eventTypeCreated = (setting: SampleSetting) => sample(setting, { age: 0, deleted: false });
export const eventTypeUpdated = (setting: SampleSetting) => sample(setting, { age: 240, deleted: false });
export const eventTypeDeleted = (setting: SampleSetting) => sample(setting, { age: 240, deleted: true });
