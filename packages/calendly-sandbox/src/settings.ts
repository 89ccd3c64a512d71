/**
 * Behaviour that Calendly's documentation leaves open or that a test wants otherwise. Each default is the suggestion of
 * the documentation's closest reading; the README says which are inferred.
 */
export interface Settings {
  /** Origin of every URI instead of the one by which the caller came, for example `https://api.calendly.com`. */
  readonly publicUrl: string | null;
  /** Status of `POST /invitees` when the time was taken meanwhile. Reported 400 in life, 404 in one guide. */
  readonly slotTakenStatus: 400 | 404 | 409;
  /** Calls per user and minute: `plan` is 500 on paid plans and 50 on free ones; null switches the limit off. */
  readonly callsPerMinute: number | "plan" | null;
  /** `POST /invitees` per user: `plan` has Calendly's tiers, a number is per minute, null switches the limit off. */
  readonly bookingCalls: number | "plan" | null;
  /** `POST /invitees` per user and day on the free plan; Calendly does not say how many (inferred). */
  readonly freeBookingCallsPerDay: number;
  /** Body of a 429: `{}` as seen in life, or a title and a message. */
  readonly rateLimitBody: "empty" | "message";
  /** Whose plan may do what: today, before contacts were for all (19 November 2026), or before bookings and webhooks were. */
  readonly planRules: "current" | "before_2026_11_19" | "before_2026_11_03";
  /** Members and open invitations that an organization has paid for; null: as many as it likes. */
  readonly seats: number | null;
  /** Open invitations of an organization on trial (inferred). */
  readonly trialInvitations: number;
  /** Whether an identity provider manages the members, so that nobody can be invited by API. */
  readonly scim: boolean;
  /** Ids of seeded records: `short` are the 16 capitals and digits of older accounts; accounts in life have both. */
  readonly seededIds: "uuid" | "short" | "mixed";
  /** Milliseconds after booking until a conference has its address. */
  readonly conferenceAfter: number;
  /** Whether a start at `min_start_time` or `max_start_time` is listed: at the first only, at both, at neither (inferred). */
  readonly eventBounds: "half_open" | "closed" | "open";
  /**
   * Event types whose booking Calendly does not document (multi_pool, meeting polls, paid ones): `closed` makes them
   * readable and without times, `plain` books them like any other, without pools, polls or payment.
   */
  readonly undocumentedBookings: "closed" | "plain";
  /** Order of the two webhooks of a reschedule; Calendly guarantees none. */
  readonly rescheduleOrder: "canceled_first" | "created_first";
  /** Milliseconds until a webhook's connection must stand, and until its answer must have come. */
  readonly webhookConnectTimeout: number;
  readonly webhookReadTimeout: number;
  /** Milliseconds until a webhook is sent, and a further wait of up to `webhookJitter`, the same for the same seed. */
  readonly webhookDelay: number;
  readonly webhookJitter: number;
  /** Milliseconds to the first retry, a second at least; every next wait is twice as long, up to the longest (inferred). */
  readonly webhookFirstRetry: number;
  readonly webhookLongestWait: number;
  /** Milliseconds of failing after which a delivery is given up, and its subscription disabled. */
  readonly webhookGiveUpAfter: number;
  /** `event_passed`: what tells of a booking is tried until a day after the booked event; `first_day`: for a day only. */
  readonly webhookRetriesUntil: "event_passed" | "first_day";
  /** `any` also posts to receivers whose certificate nobody vouches for. */
  readonly webhookCertificates: "checked" | "any";
  /** Among which subscriptions a callback address must be new: those of the same scope and owner, or all (inferred). */
  readonly webhookUrlUniqueWithin: "owner" | "organization";
  /**
   * Time in webhook signatures. `machine` (the default) suits receivers that compare with their own clock while the
   * sandbox's clock has been moved; `sandbox` suits receivers that share its clock.
   */
  readonly signatureClock: "machine" | "sandbox";
  /** Calls of the token endpoint per user and minute; null switches the limit off. */
  readonly tokenCallsPerMinute: number | null;
  /** `reusable` is Calendly before September 2026: a refresh leaves the token that it used alive. */
  readonly refreshTokens: "single_use" | "reusable";
  /** `full_access` is Calendly before March 2026: consent and new tokens open everything, a refresh gives the scopes. */
  readonly newTokenScopes: "granted" | "full_access";
  /** Milliseconds that a held time stays held. */
  readonly slotHeldFor: number;
  /** Milliseconds from the request to the deletion of personal data; in life up to seven days. */
  readonly dataDeletedAfter: number;
  /** Whether the answer to a change of meeting limits stands in `resource`, or alone (inferred). */
  readonly meetingLimitsEnvelope: "resource" | "bare";
  /** Whether `GET /shares` insists on `user`; Calendly's page says so, its other documents do not know the parameter. */
  readonly sharesNeedUser: boolean;
  /** Marking somebody as a no-show who is one: the first mark again, or 400. The documentation is silent. */
  readonly repeatedNoShow: "kept" | "refused";
  /** `no_show` in `invitee_no_show.deleted`: null, or the mark that was taken back (inferred). */
  readonly unmarkedNoShow: "null" | "mark";
  /** Whether who books becomes a contact of everybody who hosts (inferred). */
  readonly bookersBecomeContacts: "always" | "never";
  /** Whether notes can have a `remind_at`; otherwise such a note is refused with 403. */
  readonly noteReminders: "available" | "unavailable";
  /** Whether the accounts have the notetaker; otherwise every call of its recaps is refused with 403. */
  readonly notetaker: "available" | "unavailable";
  /** Milliseconds from the end of a meeting until its recap is there; it is `processing` meanwhile. */
  readonly recapAfter: number;
  /** How many calls the request log keeps, in memory; 0 switches it off. Four times as many other happenings are kept. */
  readonly historySize: number;
  /** Characters of each body that the request log keeps. */
  readonly historyBodyLimit: number;
}

export const defaultSettings: Settings = {
  publicUrl: null,
  slotTakenStatus: 400,
  callsPerMinute: "plan",
  bookingCalls: "plan",
  freeBookingCallsPerDay: 5,
  rateLimitBody: "empty",
  planRules: "current",
  seats: null,
  trialInvitations: 10,
  scim: false,
  seededIds: "uuid",
  conferenceAfter: 2_000,
  eventBounds: "half_open",
  undocumentedBookings: "closed",
  rescheduleOrder: "canceled_first",
  webhookConnectTimeout: 10_000,
  webhookReadTimeout: 15_000,
  webhookDelay: 0,
  webhookJitter: 0,
  webhookFirstRetry: 60_000,
  webhookLongestWait: 24 * 3_600_000,
  webhookGiveUpAfter: 24 * 3_600_000,
  webhookRetriesUntil: "event_passed",
  webhookCertificates: "checked",
  webhookUrlUniqueWithin: "owner",
  signatureClock: "machine",
  tokenCallsPerMinute: 8,
  refreshTokens: "single_use",
  newTokenScopes: "granted",
  slotHeldFor: 5 * 60_000,
  dataDeletedAfter: 24 * 3_600_000,
  meetingLimitsEnvelope: "resource",
  sharesNeedUser: false,
  repeatedNoShow: "kept",
  unmarkedNoShow: "null",
  bookersBecomeContacts: "always",
  noteReminders: "available",
  notetaker: "available",
  recapAfter: 140_000,
  historySize: 500,
  historyBodyLimit: 16_000,
};
