import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { teamSchema } from "../schemas/teams.ts";
import { pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

export const listTeams = defineEndpoint({
  id: "listTeams",
  method: "GET",
  path: "/teams",
  scopes: ["organizations:read"],
  plan: "any",
  query: z.object({ ...pageQuery, user: uriSchema.optional() }),
  response: pageOf(teamSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/organizations/list-teams",
});

export const getTeam = defineEndpoint({
  id: "getTeam",
  method: "GET",
  path: "/teams/{uuid}",
  scopes: ["organizations:read"],
  plan: "any",
  response: resourceOf(teamSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/organizations/get-team",
});
