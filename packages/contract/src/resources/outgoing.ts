import * as z from "zod";
import { instantSchema, pageOf, pageQuery } from "../primitives.ts";
import { defineRoute } from "../route.ts";

/** What other systems can be told. */
export const outgoingKinds = [
  "session.booked",
  "session.canceled",
  "session.rescheduled",
  "session.gone",
  "invitee.no_show_marked",
  "invitee.no_show_unmarked",
  "connection.needs_reconnect",
] as const;
export const outgoingKindSchema = z.enum(outgoingKinds);
export type OutgoingKind = z.infer<typeof outgoingKindSchema>;

const sessionNewsSchema = z
  .object({
    sessionId: z.string(),
    inviteeId: z.string(),
    coachId: z.string(),
    sessionStatus: z
      .enum(["active", "canceled"])
      .describe("Of the session: in a group it stays active when one invitee cancels."),
    inviteeStatus: z.enum(["active", "canceled"]),
    startAt: instantSchema,
    endAt: instantSchema,
  })
  .describe(
    "What messages about sessions and invitees tell: ids, times and states. Names, addresses and answers are not in it.",
  );

const envelope = <Kind extends string, Data extends z.ZodType>(type: Kind, data: Data) =>
  z.object({
    type: z.literal(type),
    timestamp: instantSchema.describe("When it was noticed here."),
    data,
  });

export const outgoingMessageBodySchema = z
  .discriminatedUnion("type", [
    envelope("session.booked", sessionNewsSchema),
    envelope(
      "session.canceled",
      sessionNewsSchema.extend({
        rescheduled: z.boolean().describe("The booking went elsewhere: `session.rescheduled` tells where."),
      }),
    ),
    envelope(
      "session.rescheduled",
      sessionNewsSchema.extend({
        previous: z
          .object({ sessionId: z.string(), inviteeId: z.string() })
          .nullable()
          .describe("The booking that this one takes the place of; null when it is not known here."),
      }),
    ),
    envelope(
      "session.gone",
      z
        .object({ sessionId: z.string(), coachId: z.string() })
        .describe("Calendly deleted the session's data: whoever keeps something of its people deletes it too."),
    ),
    envelope("invitee.no_show_marked", sessionNewsSchema),
    envelope("invitee.no_show_unmarked", sessionNewsSchema),
    envelope("connection.needs_reconnect", z.object({ coachId: z.string() })),
    envelope("test", z.object({ endpointId: z.string() })),
  ])
  .describe(
    "The body of an outgoing webhook, for receivers: verify the signature (Standard Webhooks), then parse with this. Messages may come more than once and in any order; `webhook-id` is the same for every attempt.",
  );
export type OutgoingMessageBody = z.infer<typeof outgoingMessageBodySchema>;

export const outgoingEndpointSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    kinds: z.array(outgoingKindSchema),
    enabled: z.boolean(),
    trouble: z
      .string()
      .nullable()
      .describe("Why it was switched off, as a sentence; null while it is on or was switched off by a person."),
    failingSince: instantSchema.nullable().describe("Since when every attempt fails; null while all is well."),
    previousSecretUntil: instantSchema
      .nullable()
      .describe("Until when messages are signed by the former secret too; null when there is none."),
    createdAt: instantSchema,
  })
  .describe("An address of another system that is told what happens here.");
export type OutgoingEndpoint = z.infer<typeof outgoingEndpointSchema>;

export const outgoingStateSchema = z.enum(["waiting", "delivered", "failed"]);
export type OutgoingState = z.infer<typeof outgoingStateSchema>;

export const outgoingMessageSchema = z
  .object({
    id: z.string().describe("The `webhook-id`."),
    kind: z.enum([...outgoingKinds, "test"]),
    subject: z.string().describe("Our id of what it is about."),
    state: outgoingStateSchema,
    attempts: z.number().int(),
    lastStatus: z
      .number()
      .int()
      .nullable()
      .describe("HTTP status of the latest attempt; null when there was no answer, or no attempt yet."),
    lastTrouble: z.string().nullable().describe("Why the latest attempt failed, as a sentence."),
    nextAttemptAt: instantSchema.nullable(),
    settledAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .describe("One message to one endpoint, and what became of it.");
export type OutgoingMessage = z.infer<typeof outgoingMessageSchema>;

/** Endpoints that there can be at most: each message goes to all of them. */
export const mostEndpoints = 20;

const urlSchema = z.url({ protocol: /^https?$/, error: "Write an address that begins with https://." }).max(2000);
const kindsSchema = z
  .array(outgoingKindSchema)
  .min(1)
  .max(outgoingKinds.length)
  .refine((kinds) => new Set(kinds).size === kinds.length, "Name each kind once.");
const descriptionSchema = z.string().trim().max(200);

const tag = "Service to service";
const endpointParams = z.strictObject({ endpointId: z.string().min(1).max(64) });
/** The one answer that holds the secret. */
const withSecret = z.object({ endpoint: outgoingEndpointSchema, secret: z.string() });
export type EndpointWithSecret = z.infer<typeof withSecret>;

export const listOutgoingEndpoints = defineRoute({
  id: "listOutgoingEndpoints",
  method: "GET",
  path: "/api/outgoing/endpoints",
  access: ["admin"],
  tag,
  summary: "Addresses of other systems that are told what happens here, oldest first.",
  status: 200,
  response: z.object({ items: z.array(outgoingEndpointSchema) }),
  problems: [],
});

export const createOutgoingEndpoint = defineRoute({
  id: "createOutgoingEndpoint",
  method: "POST",
  path: "/api/outgoing/endpoints",
  access: ["admin"],
  tag,
  summary:
    "Tell another system what happens here. The secret that signs the messages is in this answer and never shown again.",
  body: z.strictObject({ url: urlSchema, description: descriptionSchema.default(""), kinds: kindsSchema }),
  status: 201,
  response: withSecret,
  problems: ["conflict"],
});

export const updateOutgoingEndpoint = defineRoute({
  id: "updateOutgoingEndpoint",
  method: "PATCH",
  path: "/api/outgoing/endpoints/{endpointId}",
  access: ["admin"],
  tag,
  summary: "Change an endpoint's address, description or kinds, or switch it on or off.",
  params: endpointParams,
  body: z.strictObject({
    url: urlSchema.optional(),
    description: descriptionSchema.optional(),
    kinds: kindsSchema.optional(),
    enabled: z.boolean().optional(),
  }),
  status: 200,
  response: outgoingEndpointSchema,
  problems: ["not_found"],
});

export const removeOutgoingEndpoint = defineRoute({
  id: "removeOutgoingEndpoint",
  method: "DELETE",
  path: "/api/outgoing/endpoints/{endpointId}",
  access: ["admin"],
  tag,
  summary: "Remove an endpoint with its messages. What waits is not sent any more.",
  params: endpointParams,
  status: 204,
  problems: ["not_found"],
});

export const rotateOutgoingSecret = defineRoute({
  id: "rotateOutgoingSecret",
  method: "POST",
  path: "/api/outgoing/endpoints/{endpointId}/rotate-secret",
  access: ["admin"],
  tag,
  summary: "Make a new secret. For 24 hours messages carry the signatures of both.",
  params: endpointParams,
  status: 200,
  response: withSecret,
  problems: ["not_found"],
});

export const testOutgoingEndpoint = defineRoute({
  id: "testOutgoingEndpoint",
  method: "POST",
  path: "/api/outgoing/endpoints/{endpointId}/test",
  access: ["admin"],
  tag,
  summary: "Send a message of the type `test` to an endpoint.",
  params: endpointParams,
  status: 202,
  response: outgoingMessageSchema,
  problems: ["not_found", "conflict"],
});

export const listOutgoingMessages = defineRoute({
  id: "listOutgoingMessages",
  method: "GET",
  path: "/api/outgoing/endpoints/{endpointId}/messages",
  access: ["admin"],
  tag,
  summary: "Messages to an endpoint, newest first. They are kept for 30 days.",
  params: endpointParams,
  query: z.strictObject({ state: outgoingStateSchema.optional(), ...pageQuery }),
  status: 200,
  response: pageOf(outgoingMessageSchema),
  problems: ["not_found"],
});

export const sendOutgoingMessage = defineRoute({
  id: "sendOutgoingMessage",
  method: "POST",
  path: "/api/outgoing/messages/{messageId}/send",
  access: ["admin"],
  tag,
  summary: "Send a message again, with the same `webhook-id`, from the first attempt on.",
  params: z.strictObject({ messageId: z.string().min(1).max(64) }),
  status: 202,
  response: outgoingMessageSchema,
  problems: ["not_found", "conflict"],
});
