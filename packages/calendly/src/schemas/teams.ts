import * as z from "zod";
import { essential, uriSchema } from "./wire.ts";

/** A team page: a landing page of several hosts. */
export const teamSchema = z.looseObject({
  uri: essential(uriSchema),
  name: z.string(),
  organization: uriSchema,
  scheduling_url: z.string(),
});
export type Team = z.infer<typeof teamSchema>;
