import { sql } from "drizzle-orm";
import { pgSchema } from "drizzle-orm/pg-core";
import { instant } from "../instant.ts";

/** Every table lives in a schema of its own, out of reach of what a host exposes of `public`. */
export const punctual = pgSchema("punctual");

export const createdAt = () => instant("created_at").notNull().default(sql`now()`);
