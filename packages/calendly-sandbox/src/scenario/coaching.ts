import type { AvailabilityInterval, AvailabilityRule, CustomQuestion, Weekday } from "../world/records.ts";
import type { EventTypeSketch, Scenario } from "./types.ts";

const workdays: readonly Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday"];

/** The same hours from Monday to Friday, closed at the weekend. */
export function weekdaysAt(...intervals: readonly AvailabilityInterval[]): readonly AvailabilityRule[] {
  const open = workdays.map((wday): AvailabilityRule => ({ type: "wday", wday, intervals }));
  return [...open, { type: "wday", wday: "saturday", intervals: [] }, { type: "wday", wday: "sunday", intervals: [] }];
}

/** A question as its position and kind say; enabled, without a free answer. */
export function ask(
  position: number,
  name: string,
  more: Partial<Pick<CustomQuestion, "type" | "required" | "answer_choices" | "include_other">> = {},
): CustomQuestion {
  const { type = "text", required = false, answer_choices = [], include_other = false } = more;
  return { name, type, position, enabled: true, required, answer_choices, include_other };
}

const hourOfCoaching: EventTypeSketch = {
  name: "60-minute coaching",
  slug: "60-minute-coaching",
  durationMinutes: 60,
  description: "One hour on what holds you back most: listings, conversations, or how you spend your week.",
  locations: [{ kind: "zoom_conference" }],
  color: "#0e6e5c",
  questions: [
    ask(0, "What would you like to work on?", { required: true }),
    ask(1, "How long have you been selling homes?", {
      type: "single_select",
      answer_choices: ["Less than a year", "One to five years", "More than five years"],
    }),
  ],
  settings: { afterBufferMinutes: 10, minimumNoticeMinutes: 240 },
};

const checkIn: EventTypeSketch = {
  name: "30-minute check-in",
  slug: "30-minute-check-in",
  durationMinutes: 30,
  description: "A short call between sessions. I ring you on the number you leave here.",
  locations: [{ kind: "outbound_call" }],
  color: "#b4532a",
  questions: [ask(0, "Anything I should read beforehand?")],
  settings: { minimumNoticeMinutes: 60, dailyLimit: 6 },
};

const workshop: EventTypeSketch = {
  name: "Group workshop",
  slug: "group-workshop",
  durationMinutes: 90,
  description: "Eight realtors, one subject, real cases. Bring one of yours.",
  locations: [{ kind: "google_conference" }],
  color: "#4a5bb8",
  seats: 8,
  settings: { incrementMinutes: 90, minimumNoticeMinutes: 720 },
};

const openHouse: EventTypeSketch = {
  name: "Open house review",
  slug: "open-house-review",
  durationMinutes: 45,
  description: "We go through your last open house together. Paused until spring.",
  locations: [{ kind: "zoom_conference" }],
  color: "#7a7466",
  active: false,
};

/** A small coaching business: an owner, three coaches on three clocks, and the realtors who book them. */
export const coaching: Scenario = {
  organization: { name: "Northside Coaching", plan: "teams", stage: "paid" },
  daysBack: 28,
  daysAhead: 21,
  people: [
    {
      name: "Ada Lindqvist",
      email: "ada@northside.example",
      slug: "ada-lindqvist",
      timeZone: "America/New_York",
      calendlyRole: "owner",
      role: "admin",
      personalToken: "sandbox-personal-token-ada",
      rules: weekdaysAt({ from: "10:00", to: "16:00" }),
      eventTypes: [],
    },
    {
      name: "Maya Okafor",
      email: "maya@northside.example",
      slug: "maya-okafor",
      timeZone: "America/New_York",
      calendlyRole: "user",
      role: "coach",
      personalToken: "sandbox-personal-token-maya",
      rules: weekdaysAt({ from: "09:00", to: "12:30" }, { from: "13:30", to: "17:00" }),
      eventTypes: [hourOfCoaching, checkIn, workshop, openHouse],
    },
    {
      name: "Tom Reyes",
      email: "tom@northside.example",
      slug: "tom-reyes",
      timeZone: "America/Denver",
      calendlyRole: "user",
      role: "coach",
      personalToken: "sandbox-personal-token-tom",
      rules: weekdaysAt({ from: "08:00", to: "15:00" }),
      eventTypes: [
        {
          name: "45-minute strategy call",
          slug: "45-minute-strategy-call",
          durationMinutes: 45,
          description: "Pricing, positioning and the next three months of your pipeline.",
          locations: [{ kind: "google_conference" }],
          color: "#8a3ffc",
          questions: [ask(0, "Which market do you work in?", { type: "string", required: true })],
          settings: { incrementMinutes: 15, beforeBufferMinutes: 5, afterBufferMinutes: 10, minimumNoticeMinutes: 240 },
        },
        checkIn,
      ],
    },
    {
      name: "Ana Silva",
      email: "ana@northside.example",
      slug: "ana-silva",
      timeZone: "Europe/Lisbon",
      calendlyRole: "user",
      role: "coach",
      personalToken: "sandbox-personal-token-ana",
      rules: weekdaysAt({ from: "09:30", to: "13:00" }, { from: "14:00", to: "18:30" }),
      eventTypes: [
        { ...hourOfCoaching, settings: { ...hourOfCoaching.settings, durationOptions: [45, 60, 90] } },
        {
          name: "Market walk",
          slug: "market-walk",
          durationMinutes: 120,
          description: "Two hours on foot through one neighbourhood and its listings.",
          locations: [{ kind: "physical", location: "Praça do Comércio, Lisbon", additional_info: "By the statue" }],
          color: "#c2185b",
          settings: { dailyLimit: 1, minimumNoticeMinutes: 2_880, beforeBufferMinutes: 30, afterBufferMinutes: 30 },
        },
      ],
    },
  ],
  bookers: [
    { name: "Jordan Blake", email: "jordan@realty.example", timeZone: "America/Chicago", role: "realtor" },
    { name: "Priya Nair", email: "priya@realty.example", timeZone: "Asia/Kolkata", role: "realtor" },
    { name: "Lee Tanaka", email: "lee@realty.example", timeZone: "Asia/Tokyo", role: "realtor" },
    { name: "Casey Morgan", email: "casey.morgan@homes.example", timeZone: "America/New_York", role: null },
    { name: "Inês Duarte", email: "ines@duarte.example", timeZone: "Europe/Lisbon", role: null },
    { name: "Sam O'Neill", email: "sam.oneill@keys.example", timeZone: "Europe/Dublin", role: null },
    { name: "Noor Haddad", email: "noor@haddad.example", timeZone: "Asia/Dubai", role: null },
    { name: "Wei Zhang", email: "wei.zhang@lofts.example", timeZone: "America/Los_Angeles", role: null },
  ],
};
