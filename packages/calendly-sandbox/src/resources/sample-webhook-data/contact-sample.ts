import { formatInstant } from "../../clock.ts";
import { hour, type SampleSetting, sampleIds } from "./types.ts";

const uriOf = ({ origins }: SampleSetting) => `${origins.api}/contacts/${sampleIds.contact}`;

function sample(setting: SampleSetting, age: number) {
  const { origins, host, at } = setting;
  const createdAt = formatInstant(at - age * hour);
  return {
    contact: {
      city: "Lisbon",
      company: "Example Realty",
      country: "PT",
      created_at: createdAt,
      creation_source: "booking",
      custom_fields: [
        {
          label: "Licence",
          uri: `${origins.api}/contacts/custom_field_definitions/${sampleIds.customField}`,
          value: "AMI 12345",
        },
      ],
      emails: [{ email: "jordan@guest.example", is_primary: true }],
      first_email_date: null,
      job_title: "Agent",
      last_email_date: null,
      last_interaction_date: createdAt,
      last_meeting_date: null,
      linkedin: null,
      name: "Jordan Example",
      next_meeting_date: formatInstant(Math.ceil(at / hour) * hour + 48 * hour),
      phone_numbers: [{ phone_number: "+351210000000" }],
      state: null,
      timezone: "Europe/Lisbon",
      updated_at: formatInstant(at),
      uri: uriOf(setting),
    },
    user_uuid: host.id,
  };
}

export const contactCreated = (setting: SampleSetting) => sample(setting, 0);
export const contactUpdated = (setting: SampleSetting) => sample(setting, 240);

export const contactDeleted = (setting: SampleSetting) => ({
  contact: { deleted_at: formatInstant(setting.at), uri: uriOf(setting) },
  user_uuid: setting.host.id,
});
