import { coachWithoutOpenings } from "./no-openings.ts";
import { northside } from "./northside.ts";
import { realtors } from "./realtors.ts";
import { ask, checkIn, hourOfCoaching, openHouse, weekdaysAt, workshop } from "./sketches.ts";
import type { Scenario } from "./types.ts";

/**
 * A coaching business: an owner, six coaches from Denver to Lord Howe Island, twenty realtors who book them, a year that
 * has been and two months to come.
 */
export const coaching: Scenario = {
  organization: { name: "Northside Coaching", plan: "teams", stage: "paid" },
  arrangement: northside,
  daysBack: 365,
  daysAhead: 61,
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
    {
      name: "Ravi Menon",
      email: "ravi@northside.example",
      slug: "ravi-menon",
      timeZone: "Asia/Kolkata",
      calendlyRole: "admin",
      role: "coach",
      personalToken: "sandbox-personal-token-ravi",
      rules: weekdaysAt({ from: "10:00", to: "13:00" }, { from: "18:30", to: "22:00" }),
      eventTypes: [
        {
          name: "Negotiation practice",
          slug: "negotiation-practice",
          durationMinutes: 50,
          description: "We play one hard conversation three times, and change sides.",
          locations: [{ kind: "microsoft_teams_conference" }, { kind: "outbound_call" }],
          color: "#2f6f9f",
          questions: [
            ask(0, "Which conversation?", { required: true }),
            ask(1, "What have you tried?", {
              type: "multi_select",
              answer_choices: ["Listening first", "A lower fee", "A shorter listing", "Nothing yet"],
              include_other: true,
            }),
            ask(2, "A number to reach you on the day", { type: "phone_number" }),
          ],
          settings: { afterBufferMinutes: 10, minimumNoticeMinutes: 360 },
        },
        { ...workshop, name: "Evening workshop", slug: "evening-workshop", seats: 6 },
      ],
    },
    {
      name: "Kit Larsen",
      email: "kit@northside.example",
      slug: "kit-larsen",
      timeZone: "Australia/Lord_Howe",
      calendlyRole: "user",
      role: "coach",
      personalToken: "sandbox-personal-token-kit",
      rules: weekdaysAt({ from: "07:30", to: "11:30" }, { from: "20:00", to: "24:00" }),
      eventTypes: [
        { ...hourOfCoaching, locations: [{ kind: "webex_conference" }] },
        {
          name: "Quarterly plan",
          slug: "quarterly-plan",
          durationMinutes: 75,
          description: "Where you stand, where you want to stand, and the twelve weeks between.",
          locations: [{ kind: "ask_invitee" }],
          color: "#a15c00",
          settings: { incrementMinutes: 15, minimumNoticeMinutes: 1_440, beforeBufferMinutes: 15 },
        },
      ],
    },
    coachWithoutOpenings,
  ],
  bookers: realtors,
};
