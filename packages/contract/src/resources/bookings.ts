import * as z from "zod";
import { instantSchema } from "../primitives.ts";
import { defineRoute } from "../route.ts";

export const bookingSchema = z
  .object({
    id: z.string(),
    state: z
      .enum(["confirming", "confirmed", "failed"])
      .describe(
        "`confirming`: Calendly's page said so; `confirmed`: it is mirrored; `failed`: Calendly does not know it.",
      ),
    sessionId: z.string().nullable(),
    startedAt: instantSchema,
    trouble: z.string().nullable(),
  })
  .describe(
    "What a realtor's page watches between Calendly's `calendly.event_scheduled` message and the moment at which the booking is in our mirror.",
  );
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
    eventUri: z.url().max(500).describe("`payload.event.uri` of the message."),
    inviteeUri: z.url().max(500).describe("`payload.invitee.uri` of the message."),
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
