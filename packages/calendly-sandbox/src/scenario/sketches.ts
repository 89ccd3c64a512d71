import type { AvailabilityInterval, AvailabilityRule, CustomQuestion, Weekday } from "../world/records.ts";
import type { EventTypeSketch } from "./types.ts";

const workdays: readonly Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday"];

/** The same hours from Monday to Friday, closed at the weekend. */
export function weekdaysAt(...intervals: readonly AvailabilityInterval[]): readonly AvailabilityRule[] {
  const open = workdays.map((wday): AvailabilityRule => ({ type: "wday", wday, intervals }));
  return [...open, { type: "wday", wday: "saturday", intervals: [] }, { type: "wday", wday: "sunday", intervals: [] }];
}

/** Hours on one weekday, and closed on every other. */
export function weeklyOn(wday: Weekday, ...intervals: readonly AvailabilityInterval[]): readonly AvailabilityRule[] {
  return weekdaysAt().map((rule) => (rule.type === "wday" && rule.wday === wday ? { ...rule, intervals } : rule));
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

export const hourOfCoaching: EventTypeSketch = {
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

export const checkIn: EventTypeSketch = {
  name: "30-minute check-in",
  slug: "30-minute-check-in",
  durationMinutes: 30,
  description: "A short call between sessions. I ring you on the number you leave here.",
  locations: [{ kind: "outbound_call" }],
  color: "#b4532a",
  questions: [ask(0, "Anything I should read beforehand?")],
  settings: { minimumNoticeMinutes: 60, dailyLimit: 6 },
};

export const workshop: EventTypeSketch = {
  name: "Group workshop",
  slug: "group-workshop",
  durationMinutes: 90,
  description: "Eight realtors, one subject, real cases. Bring one of yours.",
  locations: [{ kind: "google_conference" }],
  color: "#4a5bb8",
  seats: 8,
  settings: { incrementMinutes: 90, minimumNoticeMinutes: 720 },
};

export const openHouse: EventTypeSketch = {
  name: "Open house review",
  slug: "open-house-review",
  durationMinutes: 45,
  description: "We go through your last open house together. Paused until spring.",
  locations: [{ kind: "zoom_conference" }],
  color: "#7a7466",
  active: false,
};
