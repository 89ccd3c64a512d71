import * as z from "zod";
import { essential, instantSchema } from "./wire.ts";

const fields = ["action", "actor.display_name", "actor.uri", "namespace", "occurred_at"] as const;
const directions = ["asc", "desc"] as const;
type ActivityLogSort = `${(typeof fields)[number]}:${(typeof directions)[number]}`;

/** `field:asc` or `field:desc`; several are comma separated. */
export const activityLogSorts: readonly ActivityLogSort[] = fields.flatMap((field) =>
  directions.map((direction) => `${field}:${direction}` as const),
);

export const activityLogActorSchema = z.looseObject({
  uri: z.string().nullish(),
  type: z.string(),
  organization: z.looseObject({ uri: z.string().nullish(), role: z.string().nullish() }).nullish(),
  group: z.looseObject({ uri: z.string().nullish(), name: z.string().nullish(), role: z.string().nullish() }).nullish(),
  display_name: z.string().nullish(),
  alternative_identifier: z.string().nullish(),
});
export type ActivityLogActor = z.infer<typeof activityLogActorSchema>;

export const activityLogEntrySchema = z.looseObject({
  uri: essential(z.string()),
  /** To the millisecond. */
  occurred_at: essential(instantSchema),
  actor: activityLogActorSchema.nullish(),
  /** Its shape differs by action. */
  details: z.record(z.string(), z.unknown()),
  /** `namespace.action`. */
  fully_qualified_name: z.string(),
  namespace: z.string(),
  action: z.string(),
  organization: z.string(),
});
export type ActivityLogEntry = z.infer<typeof activityLogEntrySchema>;
