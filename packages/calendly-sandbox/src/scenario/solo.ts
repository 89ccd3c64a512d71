import { ask, weekdaysAt } from "./sketches.ts";
import type { Scenario } from "./types.ts";

/** One coach with one calendar, an owner of their own organization, and two people who book. */
export const solo: Scenario = {
  organization: { name: "Robin Vega Coaching", plan: "standard", stage: "paid" },
  daysBack: 14,
  daysAhead: 14,
  people: [
    {
      name: "Robin Vega",
      email: "robin@vega.example",
      slug: "robin-vega",
      timeZone: "America/New_York",
      calendlyRole: "owner",
      role: "coach",
      personalToken: "sandbox-personal-token-robin",
      rules: weekdaysAt({ from: "09:00", to: "17:00" }),
      eventTypes: [
        {
          name: "30-minute meeting",
          slug: "30-minute-meeting",
          durationMinutes: 30,
          description: "Half an hour, by video.",
          locations: [{ kind: "google_conference" }],
          color: "#0e6e5c",
          questions: [ask(0, "What is it about?")],
        },
      ],
    },
  ],
  bookers: [
    { name: "Jordan Blake", email: "jordan@realty.example", timeZone: "America/Chicago", role: "realtor" },
    { name: "Priya Nair", email: "priya@realty.example", timeZone: "Asia/Kolkata", role: "realtor" },
  ],
};
