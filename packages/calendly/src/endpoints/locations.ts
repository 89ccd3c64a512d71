import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { meetingLocationSchema } from "../schemas/locations.ts";
import { collectionOf, uriSchema } from "../schemas/wire.ts";

/** The kinds of location a user may offer, and whether the conference vendor is connected. */
export const listUserLocations = defineEndpoint({
  id: "listUserLocations",
  method: "GET",
  path: "/locations",
  scopes: ["locations:read"],
  plan: "any",
  query: z.object({ user: uriSchema }),
  response: collectionOf(meetingLocationSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/locations/list-user-locations",
});
