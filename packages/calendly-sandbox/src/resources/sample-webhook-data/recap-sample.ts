import { formatInstant } from "../../clock.ts";
import { scheduledEventUri } from "../../http/origin.ts";
import { hour, type SampleSetting, sampleIds } from "./types.ts";

const uriOf = ({ origins }: SampleSetting) => `${origins.api}/meeting_recaps/${sampleIds.recap}`;

function sample(setting: SampleSetting, age: number) {
  const { origins, host, at } = setting;
  const createdAt = formatInstant(at - age * hour);
  const endAt = Math.floor((at - age * hour) / hour) * hour;
  return {
    event: {
      attendees: [
        { host: true, user_email: host.email, user_name: host.name },
        { host: false, user_email: "jordan@guest.example", user_name: "Jordan Example" },
      ],
      end_time: formatInstant(endAt),
      location: {
        join_url: `${origins.booking}/events/${sampleIds.event}/google_meet`,
        status: "pushed",
        type: "google_conference",
      },
      name: "Sample meeting",
      start_time: formatInstant(endAt - hour / 2),
      uri: scheduledEventUri(origins, sampleIds.event),
    },
    recap: {
      action_items_md: "- Send the checklist",
      created_at: createdAt,
      discussion_md: "### The first ninety days\nWhat to begin with.",
      share_link: `${origins.booking}/notetaker/share/${sampleIds.recap.slice(0, 8)}`,
      summary_md: "Talked about the first ninety days.",
      transcript: `${uriOf(setting)}/transcript`,
      updated_at: formatInstant(at),
      uri: uriOf(setting),
    },
  };
}

/** Only the first of the three says at its top when the recap was made. */
export const recapCreated = (setting: SampleSetting) => ({
  created_at: formatInstant(setting.at),
  ...sample(setting, 0),
});
export const recapUpdated = (setting: SampleSetting) => sample(setting, 24);

export const recapDeleted = (setting: SampleSetting) => ({
  event: { uri: scheduledEventUri(setting.origins, sampleIds.event) },
  recap: { deleted_at: formatInstant(setting.at), uri: uriOf(setting) },
});
