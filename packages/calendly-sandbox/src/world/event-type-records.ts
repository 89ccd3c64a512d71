import type { LocationKind } from "@punctual/calendly";
import type { Timestamp } from "./records.ts";

/** Where an event type offers to meet (contract: `LocationConfiguration`). */
export interface LocationConfiguration {
  readonly kind: LocationKind;
  readonly location?: string;
  readonly additional_info?: string;
  readonly phone_number?: string;
}

export interface CustomQuestion {
  readonly name: string;
  readonly type: "string" | "text" | "phone_number" | "single_select" | "multi_select";
  /** 0-based, after name and e-mail. */
  readonly position: number;
  readonly enabled: boolean;
  readonly required: boolean;
  readonly answer_choices: readonly string[];
  readonly include_other: boolean;
}

/** How far ahead an event type can be booked. Dates are calendar dates in the schedule's zone. */
export type BookingRange =
  | { readonly kind: "rolling"; readonly days: number }
  | { readonly kind: "fixed"; readonly from: string; readonly to: string }
  | { readonly kind: "indefinite" };

/** Which days a one-off event type offers. Dates are calendar dates in its zone; spots are milliseconds. */
export type DateSetting =
  | { readonly type: "date_range"; readonly startDate: string; readonly endDate: string }
  | { readonly type: "days_in_future"; readonly days: number; readonly onlyWeekdays: boolean }
  | { readonly type: "spots"; readonly spots: readonly { readonly startAt: number; readonly endAt: number }[] };

/** What only a one-off event type (`AdhocEventType`) has: an address of its own, `/d/{code}/{slug}`, and its own days. */
export interface OneOff {
  readonly code: string;
  readonly timeZone: string;
  readonly dateSetting: DateSetting;
}

export interface EventType {
  readonly id: string;
  readonly type: "StandardEventType" | "AdhocEventType";
  /** The user who owns it, also where it stands on a team's page. */
  readonly ownerId: string;
  readonly organizationId: string;
  /** The team on whose page it stands; null: on its owner's. */
  readonly teamId: string | null;
  readonly poolingType: "round_robin" | "collective" | "multi_pool" | null;
  /** Everybody who may host it, in order of preference; the owner alone without pooling. */
  readonly hostIds: readonly string[];
  readonly name: string;
  /** Made from the name at creation; never changes. */
  readonly slug: string;
  readonly active: boolean;
  /** Not listed on the page, still bookable by its address. */
  readonly secret: boolean;
  readonly kind: "solo" | "group";
  /** Invitees per scheduled event; 1 for solo types. */
  readonly seats: number;
  readonly durationMinutes: number;
  /** Minutes the invitee may choose from, including the default; null when there is only one. */
  readonly durationOptions: readonly number[] | null;
  readonly color: string;
  readonly description: string | null;
  readonly internalNote: string | null;
  readonly locations: readonly LocationConfiguration[] | null;
  readonly questions: readonly CustomQuestion[];
  readonly locale: "en" | "fr" | "es" | "de" | "nl" | "pt" | "it" | "uk";
  readonly position: number;
  /** The owner's schedule that it follows; the other hosts follow their default ones. */
  readonly scheduleId: string;
  readonly incrementMinutes: number;
  readonly beforeBufferMinutes: number;
  readonly afterBufferMinutes: number;
  readonly minimumNoticeMinutes: number;
  readonly range: BookingRange;
  /** Most events of this type on one day of its schedule's zone; null means no limit. */
  readonly dailyLimit: number | null;
  /** Neither events, calendars nor meeting limits of its host are in the way of a booking. */
  readonly allowsDoubleBooking: boolean;
  readonly oneOff: OneOff | null;
  /** Made from an organization's template. */
  readonly adminManaged: boolean;
  readonly isPaid: boolean;
  readonly bookingMethod: "instant" | "poll";
  /** The form asks for first and last name, not for one name. */
  readonly splitsName: boolean;
  /** The form asks for a mobile number to which reminders go. */
  readonly textReminders: boolean;
  /** Where the invitee is sent after booking, with or without what was booked; null: the confirmation page. */
  readonly redirect: { readonly url: string; readonly passDetails: boolean } | null;
  /** Shown on the cancel page. */
  readonly cancellationPolicy: string | null;
  readonly deletedAt: Timestamp | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}
