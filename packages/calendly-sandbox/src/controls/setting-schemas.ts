import * as z from "zod";
import type { Settings } from "../settings.ts";

const milliseconds = z
  .number()
  .int()
  .min(0)
  .max(400 * 86_400_000);
/** Shorter waits would have one failing receiver keep the machine busy. */
const wait = milliseconds.min(1_000);
const amount = z.number().int().min(0).max(1_000_000);
const one = <const Values extends readonly [string, ...string[]]>(...values: Values) => z.enum(values);

/** What each setting may be, and its meaning in a sentence. The compiler asks for a line here with every new setting. */
export const settingSchemas = {
  publicUrl: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .nullable()
    .describe("Origin of every URI in answers, whatever host was called. Null: the host by which the caller came."),
  slotTakenStatus: z.literal([400, 404, 409]).describe("Status of POST /invitees when the time was taken meanwhile."),
  callsPerMinute: z
    .union([amount, z.literal("plan"), z.null()], { error: "must be a number, plan or null" })
    .describe("Calls per user and minute. plan: 500 on paid plans and 50 on free ones; null: no limit."),
  bookingCalls: z
    .union([amount, z.literal("plan"), z.null()], { error: "must be a number, plan or null" })
    .describe("POST /invitees per user and minute. plan: Calendly's tiers for minute, hour and day; null: no limit."),
  freeBookingCallsPerDay: amount.describe("POST /invitees per user and day on the free plan."),
  rateLimitBody: one("empty", "message").describe(
    "Body of a 429: an empty object, as seen in life, or a title and a message.",
  ),
  planRules: one("current", "before_2026_11_19", "before_2026_11_03").describe(
    "Which plans may do what: today, before contacts were for all, or before bookings and webhooks were too.",
  ),
  seats: amount
    .nullable()
    .describe("Members and open invitations that an organization has paid for. Null: as many as it likes."),
  trialInvitations: amount.describe("Open invitations that an organization on trial may have."),
  scim: z.boolean().describe("An identity provider manages the members, so that nobody can be invited by API."),
  seededIds: one("uuid", "short", "mixed").describe(
    "Ids of seeded records: UUIDs, the 16 capitals and digits of older accounts, or both. Takes effect with a reset.",
  ),
  conferenceAfter: milliseconds.describe("Milliseconds after a booking until its conference has an address."),
  eventBounds: one("half_open", "closed", "open").describe(
    "Whether events that start exactly at min_start_time or max_start_time are listed: at the first only, at both, at neither.",
  ),
  undocumentedBookings: one("closed", "plain").describe(
    "Event types whose booking is not documented: without times, or booked like any other.",
  ),
  rescheduleOrder: one("canceled_first", "created_first").describe(
    "Which of the two webhooks of a reschedule goes first.",
  ),
  webhookConnectTimeout: milliseconds.describe("Milliseconds until a webhook's connection must stand."),
  webhookReadTimeout: milliseconds.describe("Milliseconds from then until the receiver must have answered."),
  webhookDelay: milliseconds.describe("Milliseconds from what happened until its webhook is sent."),
  webhookJitter: milliseconds.describe("Up to so many milliseconds more, differing from webhook to webhook."),
  webhookFirstRetry: wait.describe(
    "Milliseconds to the first retry of a webhook; each next wait is twice as long. A second at least.",
  ),
  webhookLongestWait: wait.describe(
    "The longest wait between two tries of a webhook, in milliseconds. A second at least.",
  ),
  webhookGiveUpAfter: milliseconds.describe(
    "Milliseconds of failing after which a webhook is given up and its subscription disabled.",
  ),
  webhookRetriesUntil: one("event_passed", "first_day").describe(
    "How long a booking's webhooks are tried: until a day after the booked event, or for a day only.",
  ),
  webhookCertificates: one("checked", "any").describe(
    "Whether receivers need a certificate that somebody vouches for.",
  ),
  webhookUrlUniqueWithin: one("owner", "organization").describe(
    "Among which webhook subscriptions a callback address must be new: those of the same scope and owner, or all.",
  ),
  signatureClock: one("machine", "sandbox").describe(
    "Which clock signs webhooks: the machine's, or the sandbox's, which may have been moved.",
  ),
  tokenCallsPerMinute: amount.nullable().describe("Calls of the token endpoint per user and minute. Null: no limit."),
  refreshTokens: one("single_use", "reusable").describe(
    "Whether a refresh token dies with its use, or lives on as before September 2026.",
  ),
  newTokenScopes: one("granted", "full_access").describe(
    "Whether new tokens open what was granted, or everything, as before March 2026.",
  ),
  slotHeldFor: milliseconds.describe("Milliseconds that a time stays held for somebody who fills in the form."),
  dataDeletedAfter: milliseconds.describe("Milliseconds from a request to delete personal data until it is gone."),
  meetingLimitsEnvelope: one("resource", "bare").describe(
    "Whether the answer to a change of meeting limits stands in resource, or bare.",
  ),
  sharesNeedUser: z.boolean().describe("GET /shares insists on the parameter user."),
  repeatedNoShow: one("kept", "refused").describe(
    "Marking somebody as a no-show once more: the first mark is given again, or the call is refused.",
  ),
  unmarkedNoShow: one("null", "mark").describe(
    "What no_show is in invitee_no_show.deleted: null, or the mark that was taken back.",
  ),
  bookersBecomeContacts: one("always", "never").describe("Whether those who book become contacts of those who host."),
  noteReminders: one("available", "unavailable").describe("Whether notes can have a remind_at."),
  notetaker: one("available", "unavailable").describe("Whether the accounts have the notetaker and its recaps."),
  recapAfter: milliseconds.describe("Milliseconds from the end of a meeting until its recap is finished."),
  historySize: z.number().int().min(0).max(100_000).describe("Calls that the log keeps in memory. 0 switches it off."),
  historyBodyLimit: z.number().int().min(0).max(1_000_000).describe("Characters of each body that the log keeps."),
} satisfies { readonly [Name in keyof Settings]-?: z.ZodType<Settings[Name]> };

/** Any of the settings. */
export const settingsSchema = z.strictObject(settingSchemas).partial();
