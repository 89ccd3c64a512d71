import { realtors } from "./realtors.ts";
import { checkIn, hourOfCoaching, weekdaysAt, workshop } from "./sketches.ts";
import type { CalendlyPerson, Scenario } from "./types.ts";

const coaches = 1_000;

const given =
  "Ada Bea Cleo Dina Esra Faye Gwen Hope Iris Jada Kaya Lena Mina Nora Oona Pia Quin Rosa Suri Tess Ulla Vera Wren Xena Yara Zoe Abel Ben Cal Dov Eli Finn Gil Hal Ian Jon Kai Leo Max Ned".split(
    " ",
  );
const family =
  "Abbott Bauer Castro Dahl Ekström Ferrari Grant Horvat Ito Jansen Kovács Lopez Moreau Novak Okoye Park Quist Rossi Silva Tran Ueda Vogel Weiss Xu Young".split(
    " ",
  );

const zones = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Los_Angeles",
  "Europe/London",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Australia/Sydney",
] as const;

const hours = [
  weekdaysAt({ from: "09:00", to: "17:00" }),
  weekdaysAt({ from: "08:00", to: "12:00" }, { from: "13:00", to: "18:00" }),
  weekdaysAt({ from: "10:00", to: "19:00" }),
] as const;

function coach(at: number): CalendlyPerson {
  const name = `${given[at % given.length]} ${family[Math.floor(at / given.length)]}`;
  const number = String(at + 1).padStart(4, "0");
  return {
    name,
    email: `coach-${number}@fleet.example`,
    slug: `coach-${number}`,
    timeZone: zones[at % zones.length] ?? zones[0],
    calendlyRole: at === 0 ? "owner" : "user",
    role: at === 0 ? "admin" : "coach",
    personalToken: `sandbox-personal-token-coach-${number}`,
    rules: hours[at % hours.length] ?? hours[0],
    eventTypes: [hourOfCoaching, checkIn, ...(at % 4 === 0 ? [workshop] : [])],
  };
}

/** A thousand coaches of one organization with about two hundred sessions each: for what must hold at that size. */
export const fleet: Scenario = {
  organization: { name: "Fleet Coaching", plan: "enterprise", stage: "paid" },
  daysBack: 106,
  daysAhead: 61,
  people: Array.from({ length: coaches }, (_, at) => coach(at)),
  bookers: realtors,
};
