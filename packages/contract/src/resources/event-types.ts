import * as z from "zod";
import { dateSchema, instantSchema, timeZoneSchema } from "../primitives.ts";
import { defineRoute } from "../route.ts";

export const locationKindSchema = z.enum([
  "physical",
  "inbound_call",
  "outbound_call",
  "google_meet",
  "zoom",
  "gotomeeting",
  "microsoft_teams",
  "webex",
  "custom",
  "ask_invitee",
  "other",
]);
export type LocationKind = z.infer<typeof locationKindSchema>;

export const eventTypeSchema = z
  .object({
    id: z.string(),
    coachId: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    duration: z.number().int().describe("Minutes."),
    durations: z.array(z.number().int()).describe("Minutes that an invitee may choose from; holds `duration`."),
    kind: z.enum(["solo", "group"]),
    active: z.boolean(),
    secret: z.boolean().describe("Not on the coach's public page at Calendly; bookable by link."),
    color: z.string(),
    locations: z.array(z.object({ kind: locationKindSchema, detail: z.string().nullable() })),
    questions: z.array(z.object({ name: z.string(), required: z.boolean() })),
    schedulingUrl: z
      .url()
      .nullable()
      .describe("The booking page, verified to be at the configured Calendly; null when it did not verify."),
    offered: z.boolean().describe("The coach offers it to realtors."),
  })
  .describe("An event type at Calendly, as it was last read.");
export type EventType = z.infer<typeof eventTypeSchema>;

export const listEventTypes = defineRoute({
  id: "listEventTypes",
  method: "GET",
  path: "/api/calendly/event_types",
  access: ["coach", "realtor", "admin"],
  scope: "event_types:read",
  tag: "Event types",
  summary:
    "Event types by name. A coach sees their own; a realtor names a `coachId` and sees those on offer; an admin names a `coachId` and sees all.",
  query: z.strictObject({
    coachId: z.string().max(64).optional(),
    search: z.string().trim().max(100).optional(),
  }),
  status: 200,
  response: z.object({ items: z.array(eventTypeSchema) }),
  problems: ["not_found"],
});

export const updateEventType = defineRoute({
  id: "updateEventType",
  method: "PATCH",
  path: "/api/calendly/event_types/{eventTypeId}",
  access: ["coach"],
  tag: "Event types",
  summary: "Offer an event type to realtors, or stop offering it.",
  params: z.strictObject({ eventTypeId: z.string().min(1).max(64) }),
  body: z.strictObject({ offered: z.boolean() }),
  status: 200,
  response: eventTypeSchema,
  problems: ["not_found"],
});

export const refreshEventTypes = defineRoute({
  id: "refreshEventTypes",
  method: "POST",
  path: "/api/calendly/event_types/refresh",
  access: ["coach"],
  tag: "Event types",
  summary: "Read the coach's event types from Calendly again.",
  status: 200,
  response: z.object({ items: z.array(eventTypeSchema) }),
  problems: ["connection_missing", "connection_needs_reconnect", "calendly_unavailable", "calendly_rate_limited"],
  reachesCalendly: true,
});

export const slotSchema = z
  .object({
    startAt: instantSchema,
    seatsLeft: z.number().int().describe("Seats left; 1 unless the event type is a group."),
    schedulingUrl: z.url().describe("The booking page of this very time."),
  })
  .describe("One bookable start. A hint: Calendly confirms at booking.");
export type Slot = z.infer<typeof slotSchema>;

export const availabilitySchema = z.object({
  eventTypeId: z.string(),
  from: dateSchema.describe("First day of the window that was asked for, in the asked zone."),
  to: dateSchema.describe("The day after its last one."),
  timeZone: timeZoneSchema,
  slots: z.array(slotSchema),
  fetchedAt: instantSchema,
  stale: z.boolean().describe("True when Calendly could not be asked just now and these are older openings."),
  notice: z.string().nullable().describe("Why there is nothing or why it is stale, in one sentence; null otherwise."),
});
export type Availability = z.infer<typeof availabilitySchema>;

export const getAvailability = defineRoute({
  id: "getAvailability",
  method: "GET",
  path: "/api/calendly/availability",
  access: ["coach", "realtor", "admin"],
  scope: "availability:read",
  tag: "Event types",
  summary: "Openings of an event type in a window of at most 42 days, read through a cache from Calendly.",
  query: z.strictObject({
    eventTypeId: z.string().min(1).max(64),
    from: dateSchema.describe("First day of the window, in `timeZone`."),
    to: dateSchema.describe("The day after its last one; at most 42 days later."),
    timeZone: timeZoneSchema,
  }),
  status: 200,
  response: availabilitySchema,
  problems: [
    "not_found",
    "connection_missing",
    "connection_needs_reconnect",
    "calendly_unavailable",
    "calendly_rate_limited",
    "calendly_refused",
  ],
  reachesCalendly: true,
});
