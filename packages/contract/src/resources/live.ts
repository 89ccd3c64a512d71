import * as z from "zod";
import { defineRoute } from "../route.ts";
import { everyRole } from "./people.ts";

/** What a change in the mirror touches. A page that shows that topic asks again. */
export const liveTopics = [
  "sessions",
  "event-types",
  "connection",
  "bookings",
  "mailbox",
  "coaches",
  "deliveries",
  "sweeps",
  "account",
] as const;
export const liveTopicSchema = z.enum(liveTopics).describe("What a change in the mirror touches.");
export type LiveTopic = z.infer<typeof liveTopicSchema>;

export const liveChangeSchema = z
  .object({
    topic: liveTopicSchema,
    id: z.string().nullable().describe("Our id of what changed; null when the whole topic did."),
  })
  .describe("The `data` of one server-sent event named `change`; its `id` resumes the stream (`Last-Event-ID`).");
export type LiveChange = z.infer<typeof liveChangeSchema>;

export const streamChanges = defineRoute({
  id: "streamChanges",
  method: "GET",
  path: "/api/live",
  access: everyRole,
  tag: "Live",
  summary:
    "Server-sent events, only what concerns the caller: `change` events, and a comment every 20 s. Resumes from `Last-Event-ID`.",
  status: 200,
  mediaType: "text/event-stream",
  problems: [],
});
