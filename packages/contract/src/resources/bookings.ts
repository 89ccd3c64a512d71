import * as z from "zod";
import { instantSchema } from "../primitives.ts";
import { defineRoute } from "../route.ts";

/**
 * What a realtor's page watches between Calendly's `calendly.event_scheduled` message and the moment
 * at which the booking is in our mirror.
 */
export const bookingSchema = z.object({
  id: z.string(),
  /** `confirming`: Calendly's page said so; `confirmed`: it is mirrored; `failed`: Calendly does not know it. */
  state: z.enum(["confirming", "confirmed", "failed"]),
  sessionId: z.string().nullable(),
  startedAt: instantSchema,
  trouble: z.string().nullable(),
});
export type Booking = z.infer<typeof bookingSchema>;

export const reportBooking = defineRoute({
  id: "reportBooking",
  method: "POST",
  path: "/api/calendly/bookings",
  access: ["realtor"],
  tag: "Bookings",
  summary:
    "Tell Punctual what the Calendly widget reported (`calendly.event_scheduled`). The same invitee twice is one booking.",
  body: z.strictObject({
    eventTypeId: z.string().min(1).max(64),
    /** `payload.event.uri` of the message. */
    eventUri: z.url().max(500),
    /** `payload.invitee.uri` of the message. */
    inviteeUri: z.url().max(500),
  }),
  status: 200,
  response: bookingSchema,
  problems: ["not_found"],
});

export const getBooking = defineRoute({
  id: "getBooking",
  method: "GET",
  path: "/api/calendly/bookings/{bookingId}",
  access: ["realtor"],
  tag: "Bookings",
  summary: "Whether a reported booking is confirmed yet.",
  params: z.strictObject({ bookingId: z.string().min(1).max(64) }),
  status: 200,
  response: bookingSchema,
  problems: ["not_found"],
});
