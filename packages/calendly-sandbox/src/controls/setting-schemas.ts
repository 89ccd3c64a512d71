import { z } from "zod";
import type { Settings } from "../settings.ts";

const milliseconds = z
  .number()
  .int()
  .min(0)
  .max(400 * 86_400_000);
const amount = z.number().int().min(0).max(1_000_000);
const one = <const Values extends readonly [string, ...string[]]>(...values: Values) => z.enum(values);

/** What each setting may be changed to at run time. The compiler asks for a line here with every new setting. */
export const settingSchemas = {
  publicUrl: z.url({ protocol: /^https?$/, error: "must be an http or https address" }).nullable(),
  slotTakenStatus: z.literal([400, 404, 409]),
  callsPerMinute: z.union([amount, z.literal("plan"), z.null()], { error: "must be a number, plan or null" }),
  bookingCalls: z.union([amount, z.literal("plan"), z.null()], { error: "must be a number, plan or null" }),
  freeBookingCallsPerDay: amount,
  rateLimitBody: one("empty", "message"),
  planRules: one("current", "before_2026_11_19", "before_2026_11_03"),
  seats: amount.nullable(),
  trialInvitations: amount,
  scim: z.boolean(),
  seededIds: one("uuid", "short", "mixed"),
  conferenceAfter: milliseconds,
  eventBounds: one("half_open", "closed", "open"),
  undocumentedBookings: one("closed", "plain"),
  rescheduleOrder: one("canceled_first", "created_first"),
  webhookConnectTimeout: milliseconds,
  webhookReadTimeout: milliseconds,
  webhookDelay: milliseconds,
  webhookJitter: milliseconds,
  webhookFirstRetry: milliseconds,
  webhookLongestWait: milliseconds,
  webhookGiveUpAfter: milliseconds,
  webhookRetriesUntil: one("event_passed", "first_day"),
  webhookCertificates: one("checked", "any"),
  webhookUrlUniqueWithin: one("owner", "organization"),
  signatureClock: one("machine", "sandbox"),
  tokenCallsPerMinute: amount.nullable(),
  refreshTokens: one("single_use", "reusable"),
  newTokenScopes: one("granted", "full_access"),
  slotHeldFor: milliseconds,
  dataDeletedAfter: milliseconds,
  meetingLimitsEnvelope: one("resource", "bare"),
  sharesNeedUser: z.boolean(),
  repeatedNoShow: one("kept", "refused"),
  unmarkedNoShow: one("null", "mark"),
  bookersBecomeContacts: one("always", "never"),
  noteReminders: one("available", "unavailable"),
  notetaker: one("available", "unavailable"),
  recapAfter: milliseconds,
  historySize: z.number().int().min(0).max(100_000),
  historyBodyLimit: z.number().int().min(0).max(1_000_000),
} satisfies { readonly [Name in keyof Settings]-?: z.ZodType<Settings[Name]> };
