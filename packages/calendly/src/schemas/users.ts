import * as z from "zod";
import { essential, instantSchema, openEnum, orNull, uriSchema } from "./wire.ts";

/** A Calendly user: a host, and the owner of a connection. */
export const userSchema = z.looseObject({
  uri: essential(uriSchema),
  name: z.string(),
  /** Last part of the landing page's address. */
  slug: z.string(),
  email: essential(z.string()),
  /** Landing page that lists the user's event types. */
  scheduling_url: z.string(),
  /** IANA name. */
  timezone: z.string(),
  time_notation: openEnum(["12h", "24h"]).nullish(),
  avatar_url: orNull(z.string()),
  created_at: instantSchema,
  updated_at: instantSchema,
  /** A user belongs to exactly one organization at a time. */
  current_organization: essential(uriSchema),
  resource_type: z.string().nullish(),
  locale: openEnum(["en", "fr", "es", "de", "pt", "ps"]).nullish(),
});
export type User = z.infer<typeof userSchema>;
