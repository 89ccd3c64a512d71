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
] as const;
export const liveTopicSchema = z.enum(liveTopics);
export type LiveTopic = z.infer<typeof liveTopicSchema>;

/** The `data` of one server-sent event named `change`; its `id` resumes the stream (`Last-Event-ID`). */
export const liveChangeSchema = z.object({
  topic: liveTopicSchema,
  /** Our id of what changed; null when the whole topic did. */
  id: z.string().nullable(),
});
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
