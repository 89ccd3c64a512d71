import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { createShareBodySchema, shareSchema, updateShareBodySchema } from "../schemas/shares.ts";
import { noContentSchema, pageOf, pageQuery, resourceOf } from "../schemas/wire.ts";

export const listShares = defineEndpoint({
  id: "listShares",
  method: "GET",
  path: "/shares",
  scopes: ["shares:read"],
  plan: "any",
  query: z.object(pageQuery),
  response: pageOf(shareSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/release-notes/2026/11/6",
});

/** Makes a customised single-use link of a one-on-one event type; settings left out are the event type's own. */
export const createShare = defineEndpoint({
  id: "createShare",
  method: "POST",
  path: "/shares",
  scopes: ["shares:write"],
  plan: "any",
  body: createShareBodySchema,
  response: resourceOf(shareSchema),
  status: 201,
  idempotent: false,
  source: "https://developer.calendly.com/api-docs/calendly-api/shares/create-share",
});

/** Only while it is not booked. Idempotent, as every setting is an absolute value. */
export const updateShare = defineEndpoint({
  id: "updateShare",
  method: "PATCH",
  path: "/shares/{uuid}",
  scopes: ["shares:write"],
  plan: "any",
  body: updateShareBodySchema,
  response: resourceOf(shareSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/release-notes/2026/11/6",
});

/** Only while it is not booked. */
export const deleteShare = defineEndpoint({
  id: "deleteShare",
  method: "DELETE",
  path: "/shares/{uuid}",
  scopes: ["shares:write"],
  plan: "any",
  response: noContentSchema,
  status: 204,
  idempotent: true,
  source: "https://developer.calendly.com/release-notes/2026/11/6",
});
