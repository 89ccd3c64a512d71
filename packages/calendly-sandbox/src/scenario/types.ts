import type { OrganizationSketch } from "../resources/organizations/seed-organization.ts";
import type {
  AvailabilityInterval,
  AvailabilityRule,
  CustomQuestion,
  EventType,
  LocationConfiguration,
  Organization,
  Role,
} from "../world/records.ts";

/** An event type as a scenario writes it; what is left out takes the usual value. */
export interface EventTypeSketch {
  readonly name: string;
  readonly slug: string;
  readonly durationMinutes: number;
  readonly description: string;
  readonly locations: readonly LocationConfiguration[];
  readonly color: string;
  readonly active?: boolean;
  readonly secret?: boolean;
  /** More than one makes it a group type. */
  readonly seats?: number;
  readonly questions?: readonly CustomQuestion[];
  /** Hours of its own, in the owner's zone; the owner's schedule when left out. */
  readonly rules?: readonly AvailabilityRule[];
  /** Wall-clock hours that are taken on every day of its rules, by bookings in every seat or by another calendar. */
  readonly taken?: { readonly by: "booking" | "outside" } & AvailabilityInterval;
  readonly settings?: Partial<
    Pick<
      EventType,
      | "incrementMinutes"
      | "beforeBufferMinutes"
      | "afterBufferMinutes"
      | "minimumNoticeMinutes"
      | "range"
      | "dailyLimit"
      | "durationOptions"
    >
  >;
}

/** Somebody with a Calendly account. */
export interface CalendlyPerson {
  readonly name: string;
  readonly email: string;
  readonly slug: string;
  readonly timeZone: string;
  readonly calendlyRole: Role;
  /** Who they are in the programme. */
  readonly role: "coach" | "admin";
  readonly personalToken: string;
  readonly rules: readonly AvailabilityRule[];
  readonly eventTypes: readonly EventTypeSketch[];
}

/** Somebody who books. `role` marks those who also have an account in the programme. */
export interface Booker {
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
  readonly role: "realtor" | null;
}

/** Days before and after today that have bookings. */
export interface Span {
  readonly daysBack: number;
  readonly daysAhead: number;
}

/** A world to begin with, as data. */
export interface Scenario extends Span {
  readonly organization: Pick<Organization, "name" | "plan" | "stage">;
  /** Teams, groups and invitations; none when left out. */
  readonly arrangement?: OrganizationSketch;
  readonly people: readonly CalendlyPerson[];
  readonly bookers: readonly [Booker, ...Booker[]];
}
