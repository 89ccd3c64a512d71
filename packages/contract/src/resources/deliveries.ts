import * as z from "zod";
import { instantSchema, pageOf, pageQuery } from "../primitives.ts";
import { defineRoute } from "../route.ts";

/**
 * What became of a delivery.
 *
 * - `received`: it waits to be applied.
 * - `applied`: the mirror has it.
 * - `ignored`: nothing here depends on it; `reason` says why.
 * - `failed`: an attempt failed, and another one follows by itself.
 * - `dead`: nothing more is tried until somebody replays it.
 */
export const deliveryStates = ["received", "applied", "ignored", "failed", "dead"] as const;
export const deliveryStateSchema = z
  .enum(deliveryStates)
  .describe(
    "`received`: it waits to be applied. `applied`: the mirror has it. `ignored`: nothing here depends on it. `failed`: an attempt failed, and another follows by itself. `dead`: nothing more is tried until somebody replays it.",
  );
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

export const deliveryFilterSchema = z
  .enum([...deliveryStates, "trouble"])
  .describe("A state, or `trouble` for what has not taken effect though it should have: failed or dead.");
export type DeliveryFilter = z.infer<typeof deliveryFilterSchema>;

export const deliverySchema = z
  .object({
    id: z.string(),
    eventName: z.string().describe("As Calendly named it; `unreadable` when the body is no webhook of Calendly."),
    state: deliveryStateSchema,
    reason: z.string().nullable().describe("Why it was ignored, failed or is dead; without personal data."),
    receivedAt: instantSchema,
    signedAt: instantSchema.describe("When Calendly signed it."),
    settledAt: instantSchema.nullable().describe("When the latest attempt to apply it ended."),
    attempts: z.number().int().describe("How often it was tried to apply it."),
    duplicates: z.number().int().describe("How often the same delivery came again."),
    replays: z.number().int().describe("How often somebody had it applied again."),
    replayedAt: instantSchema.nullable().describe("When that was done last."),
    size: z.number().int().describe("Bytes of the body."),
    coach: z
      .object({ id: z.string(), name: z.string() })
      .nullable()
      .describe("Whose session or event type it is about; null until that is known."),
  })
  .describe("One stored POST of Calendly's. What it carried is sealed; see `openDelivery`.");
export type Delivery = z.infer<typeof deliverySchema>;

export const refusalReasons = ["missing", "malformed", "mismatch", "stale", "future", "too_large", "too_slow"] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export const inboxSchema = z
  .object({
    counts: z.object({
      received: z.number().int(),
      applied: z.number().int(),
      ignored: z.number().int(),
      failed: z.number().int(),
      dead: z.number().int(),
    }),
    duplicates: z.number().int().describe("Repeats of stored deliveries; each was counted and not stored again."),
    lastReceivedAt: instantSchema.nullable(),
    waitingSince: instantSchema.nullable().describe("Since when the oldest delivery that has not taken effect waits."),
    eventNames: z.array(z.string()).describe("Names that occur, in alphabetical order."),
    refused: z
      .array(
        z.object({
          reason: z.enum(refusalReasons),
          count: z.number().int(),
          lastAt: instantSchema,
          sentence: z.string(),
        }),
      )
      .describe("What was not let in during the last 24 hours, by reason. Nothing of it is kept."),
  })
  .describe("The inbox in numbers.");
export type Inbox = z.infer<typeof inboxSchema>;

export const getInbox = defineRoute({
  id: "getInbox",
  method: "GET",
  path: "/api/calendly/inbox",
  access: ["admin"],
  scope: "deliveries:read",
  tag: "Webhooks",
  summary: "How many deliveries came, what became of them, and what was refused.",
  status: 200,
  response: inboxSchema,
  problems: [],
});

const filters = {
  state: deliveryFilterSchema.optional(),
  eventName: z.string().max(100).optional().describe("Only deliveries of this name, as `invitee.created`."),
  coachId: z.string().max(64).optional(),
} as const;

export const listDeliveries = defineRoute({
  id: "listDeliveries",
  method: "GET",
  path: "/api/calendly/deliveries",
  access: ["admin"],
  scope: "deliveries:read",
  tag: "Webhooks",
  summary: "Deliveries of Calendly's webhooks, newest first.",
  query: z.strictObject({
    ...filters,
    search: z.string().trim().max(64).optional().describe("The beginning of an id, with or without `dlv_`."),
    ...pageQuery,
  }),
  status: 200,
  response: pageOf(deliverySchema),
  problems: [],
});

const deliveryParams = z.strictObject({ deliveryId: z.string().min(1).max(64) });

export const getDelivery = defineRoute({
  id: "getDelivery",
  method: "GET",
  path: "/api/calendly/deliveries/{deliveryId}",
  access: ["admin"],
  scope: "deliveries:read",
  tag: "Webhooks",
  summary: "One delivery: all that is known of it but what it carried.",
  params: deliveryParams,
  status: 200,
  response: deliverySchema,
  problems: ["not_found"],
});

export const openDelivery = defineRoute({
  id: "openDelivery",
  method: "POST",
  path: "/api/calendly/deliveries/{deliveryId}/open",
  access: ["admin"],
  tag: "Webhooks",
  summary: "What a delivery carried, byte for byte. It holds personal data: who opened it is written to the audit log.",
  params: deliveryParams,
  status: 200,
  response: z.object({
    encoding: z.enum(["text", "base64"]).describe("`base64` for bytes that are not text in UTF-8."),
    body: z.string().describe("The bytes, as `encoding` tells."),
  }),
  problems: ["not_found", "conflict"],
});

export const replayDelivery = defineRoute({
  id: "replayDelivery",
  method: "POST",
  path: "/api/calendly/deliveries/{deliveryId}/replay",
  access: ["admin"],
  scope: "deliveries:write",
  tag: "Webhooks",
  summary: "Apply a delivery again, whatever became of it. What the mirror has already stays as it is.",
  params: deliveryParams,
  status: 200,
  response: deliverySchema,
  problems: ["not_found", "conflict"],
});

/** Deliveries that one call replays at most. */
export const mostReplays = 500;

export const replayDeliveries = defineRoute({
  id: "replayDeliveries",
  method: "POST",
  path: "/api/calendly/deliveries/replay",
  access: ["admin"],
  scope: "deliveries:write",
  tag: "Webhooks",
  summary:
    "Apply several deliveries again: those named by `ids`, or those that the filters find, oldest first. At most 500 in one call; `remaining` tells how many more the filters find.",
  body: z.union([
    z.strictObject({
      ids: z.array(z.string().min(1).max(64)).min(1).max(mostReplays).describe("Deliveries, by our ids."),
    }),
    z.strictObject({ ...filters, state: deliveryFilterSchema.exclude(["received", "applied"]) }),
  ]),
  status: 200,
  response: z.object({
    replayed: z.number().int().describe("Deliveries that are applied again now."),
    remaining: z.number().int().describe("Deliveries that the filters find beyond these."),
  }),
  problems: [],
});
