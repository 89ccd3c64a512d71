import { formatInstant } from "../../clock.ts";
import { noTracking, type SampleSetting, sampleIds } from "./types.ts";

export const submissionCreated = ({ origins, at }: SampleSetting) => ({
  created_at: formatInstant(at),
  questions_and_answers: [
    { answer: "Jordan Example", question: "Your name", question_uuid: sampleIds.nameQuestion },
    { answer: "More listings", question: "What is your goal?", question_uuid: sampleIds.goalQuestion },
  ],
  result: { type: "custom_message", value: { body: "We will call you back.", headline: "Thanks for writing" } },
  routing_form: `${origins.api}/routing_forms/${sampleIds.form}`,
  submitter: null,
  submitter_type: null,
  tracking: noTracking,
  updated_at: formatInstant(at),
  uri: `${origins.api}/routing_form_submissions/${sampleIds.submission}`,
});
