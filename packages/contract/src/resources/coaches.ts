import * as z from "zod";
import { instantSchema, pageOf, pageQuery } from "../primitives.ts";
import { defineRoute } from "../route.ts";
import { capabilitySchema, connectionStateSchema, webhookStatusSchema } from "./connections.ts";

export const coachSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    timeZone: z.string().nullable().describe("IANA zone of the coach's Calendly account; null while unconnected."),
    avatarUrl: z.url().nullable(),
    schedulingUrl: z.url().nullable(),
    offeredEventTypes: z.number().int().describe("How many event types realtors can book."),
    durations: z.array(z.number().int()).describe("Minutes that the event types on offer take, each once."),
    connection: z.object({
      state: connectionStateSchema,
      trouble: z.string().nullable(),
      connectedAt: instantSchema.nullable(),
      details: z
        .object({ webhook: webhookStatusSchema, capabilities: z.array(capabilitySchema).nullable() })
        .nullable()
        .describe("Admins only; null for everyone else, and where nothing is connected."),
    }),
    email: z.email().nullable().describe("Admins only; null for everyone else."),
    upcomingSessions: z.number().int().nullable().describe("Admins only; null for everyone else."),
  })
  .describe("A coach as others see them. Realtors meet only coaches who can be booked; admins meet all.");
export type Coach = z.infer<typeof coachSchema>;

export const listCoaches = defineRoute({
  id: "listCoaches",
  method: "GET",
  path: "/api/calendly/coaches",
  access: ["realtor", "admin"],
  scope: "coaches:read",
  tag: "Coaches",
  summary: "Coaches by name. A realtor sees those who can be booked, an admin sees all with their connection state.",
  query: z.strictObject({ search: z.string().trim().max(100).optional(), ...pageQuery }),
  status: 200,
  response: pageOf(coachSchema),
  problems: [],
});

export const getCoach = defineRoute({
  id: "getCoach",
  method: "GET",
  path: "/api/calendly/coaches/{coachId}",
  access: ["realtor", "admin"],
  scope: "coaches:read",
  tag: "Coaches",
  summary: "One coach.",
  params: z.strictObject({ coachId: z.string().min(1).max(64) }),
  status: 200,
  response: coachSchema,
  problems: ["not_found"],
});
