import type { eventTypes } from "../../platform/database/schema.ts";

/** An event type as it was last read. */
export type EventTypeRecord = typeof eventTypes.$inferSelect;
