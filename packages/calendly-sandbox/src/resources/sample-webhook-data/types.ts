import type { Origins } from "../../http/origin.ts";
import type { User } from "../../world/types.ts";

/** What samples are made of: somebody's happenings around an instant. */
export interface SampleSetting {
  readonly origins: Origins;
  readonly host: User;
  /** Milliseconds on the sandbox's clock: when it happened. */
  readonly at: number;
}

/** Ids of what samples tell of. Nothing of the kind is stored, so that none of them opens anything. */
export const sampleIds = {
  eventType: "5a3b1c1e-0001-4c5a-9e0b-5a11b1e00001",
  event: "5a3b1c1e-0002-4c5a-9e0b-5a11b1e00002",
  invitee: "5a3b1c1e-0003-4c5a-9e0b-5a11b1e00003",
  noShow: "5a3b1c1e-0004-4c5a-9e0b-5a11b1e00004",
  contact: "5a3b1c1e-0005-4c5a-9e0b-5a11b1e00005",
  customField: "5a3b1c1e-0006-4c5a-9e0b-5a11b1e00006",
  recap: "5a3b1c1e-0007-4c5a-9e0b-5a11b1e00007",
  form: "5a3b1c1e-0008-4c5a-9e0b-5a11b1e00008",
  submission: "5a3b1c1e-0009-4c5a-9e0b-5a11b1e00009",
  nameQuestion: "5a3b1c1e-000a-4c5a-9e0b-5a11b1e0000a",
  goalQuestion: "5a3b1c1e-000b-4c5a-9e0b-5a11b1e0000b",
} as const;

export const hour = 3_600_000;

export const noTracking = {
  utm_campaign: null,
  utm_source: null,
  utm_medium: null,
  utm_content: null,
  utm_term: null,
  salesforce_uuid: null,
};
