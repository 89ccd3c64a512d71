import { weekdaysAt, weeklyOn } from "./sketches.ts";
import type { CalendlyPerson, EventTypeSketch } from "./types.ts";

const half = { durationMinutes: 30, color: "#7a7466", locations: [{ kind: "zoom_conference" }] } as const;

/**
 * One event type for each reason why Calendly says that there are no openings. Each has hours of its own, so that no
 * reason stands in another one's way.
 */
const eventTypes: readonly EventTypeSketch[] = [
  { ...half, name: "Paused call", slug: "paused-call", description: "Switched off for now.", active: false },
  {
    ...half,
    name: "Call without hours",
    slug: "call-without-hours",
    description: "Its schedule is empty.",
    rules: weekdaysAt(),
  },
  {
    ...half,
    name: "Spring series",
    slug: "spring-series",
    description: "Its dates have passed.",
    settings: { range: { kind: "fixed", from: "2020-03-02", to: "2020-05-29" } },
  },
  {
    ...half,
    name: "Call with long notice",
    slug: "call-with-long-notice",
    description: "It asks for three months of notice, and can be booked for one month.",
    settings: { minimumNoticeMinutes: 90 * 24 * 60, range: { kind: "rolling", days: 30 } },
  },
  {
    ...half,
    name: "Full-day review",
    slug: "full-day-review",
    description: "It lasts longer than any hours that are open.",
    durationMinutes: 480,
    rules: weekdaysAt({ from: "09:00", to: "12:00" }),
  },
  {
    ...half,
    name: "Call between buffers",
    slug: "call-between-buffers",
    description: "Its buffers leave no room beside what is booked.",
    rules: weeklyOn("tuesday", { from: "06:00", to: "08:00" }),
    settings: { beforeBufferMinutes: 120, afterBufferMinutes: 120 },
    taken: { by: "outside", from: "07:00", to: "07:15" },
  },
  {
    ...half,
    name: "One call a day",
    slug: "one-call-a-day",
    description: "One a day, and each day has its one.",
    rules: weeklyOn("wednesday", { from: "06:00", to: "09:00" }),
    settings: { dailyLimit: 1 },
    taken: { by: "booking", from: "06:00", to: "06:30" },
  },
  {
    ...half,
    name: "Early call",
    slug: "early-call",
    description: "Another calendar is busy at all its hours.",
    rules: weeklyOn("thursday", { from: "05:00", to: "07:00" }),
    taken: { by: "outside", from: "05:00", to: "07:00" },
  },
  {
    ...half,
    name: "Small circle",
    slug: "small-circle",
    description: "Two seats, and both are taken every time.",
    durationMinutes: 60,
    seats: 2,
    rules: weeklyOn("friday", { from: "06:00", to: "07:00" }),
    taken: { by: "booking", from: "06:00", to: "07:00" },
  },
  {
    ...half,
    name: "Weekend call",
    slug: "weekend-call",
    description: "Every one of its times is booked.",
    rules: weeklyOn("saturday", { from: "08:00", to: "08:30" }),
    taken: { by: "booking", from: "08:00", to: "08:30" },
  },
];

/** The coach whom nobody can book, for as many reasons as there are. */
export const coachWithoutOpenings: CalendlyPerson = {
  name: "Ruth Abara",
  email: "ruth@northside.example",
  slug: "ruth-abara",
  timeZone: "America/St_Johns",
  calendlyRole: "user",
  role: "coach",
  personalToken: "sandbox-personal-token-ruth",
  rules: weekdaysAt({ from: "09:00", to: "17:00" }),
  eventTypes,
};
