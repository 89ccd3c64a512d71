import { boolean, index, integer, jsonb, text } from "drizzle-orm/pg-core";
import { instant } from "../instant.ts";
import { connections } from "./connections.ts";
import { people } from "./identity.ts";
import { createdAt, punctual } from "./punctual.ts";

export interface StoredLocation {
  readonly kind: string;
  readonly detail: string | null;
}

export const eventTypes = punctual.table(
  "event_types",
  {
    id: text("id").primaryKey(),
    uri: text("uri").notNull().unique(),
    connectionId: text("connection_id")
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    coachId: text("coach_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    slug: text("slug"),
    description: text("description"),
    /** Minutes. */
    duration: integer("duration").notNull(),
    durations: integer("durations").array().notNull(),
    kind: text("kind", { enum: ["solo", "group"] }).notNull(),
    active: boolean("active").notNull(),
    secret: boolean("secret").notNull(),
    color: text("color").notNull(),
    locations: jsonb("locations").$type<readonly StoredLocation[]>().notNull(),
    questions: jsonb("questions").$type<readonly { readonly name: string; readonly required: boolean }[]>().notNull(),
    /** Only ever a verified booking page of the configured Calendly. */
    schedulingUrl: text("scheduling_url"),
    offered: boolean("offered").notNull().default(false),
    deletedAt: instant("deleted_at"),
    calendlyUpdatedAt: instant("calendly_updated_at").notNull(),
    readAt: instant("read_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("event_types_coach").on(t.coachId, t.name)],
);
