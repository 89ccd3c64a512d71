import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { activityLogEntrySchema, activityLogSorts } from "../schemas/activity-log.ts";
import { instantSchema, orNull, pageOf, uriSchema } from "../schemas/wire.ts";

/** Who did what in the organization. Pages hold up to 1,000 entries; the bounds filter on `occurred_at`. */
export const listActivityLogEntries = defineEndpoint({
  id: "listActivityLogEntries",
  method: "GET",
  path: "/activity_log_entries",
  scopes: ["activity_log:read"],
  plan: "enterprise",
  query: z.object({
    organization: uriSchema,
    /** Words with the operators `| + " - ( ) *`. */
    search_term: z.string().max(300).optional(),
    /** User URIs. */
    actor: z.array(uriSchema).optional(),
    sort: z.array(z.enum(activityLogSorts)).optional(),
    min_occurred_at: instantSchema.optional(),
    max_occurred_at: instantSchema.optional(),
    page_token: z.string().optional(),
    /** 1 to 1,000, 20 when left out. */
    count: z.int().min(1).max(1000).optional(),
    namespace: z.array(z.string()).optional(),
    action: z.array(z.string()).optional(),
  }),
  response: pageOf(activityLogEntrySchema).extend({
    last_event_time: orNull(instantSchema),
    total_count: z.number(),
    /** The true total is larger than `total_count` says. */
    exceeds_max_total_count: z.boolean(),
  }),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/activity-log/list-activity-log-entries",
});
