import { defineEndpoint } from "../endpoint.ts";
import { userSchema } from "../schemas/users.ts";
import { resourceOf } from "../schemas/wire.ts";

export const getCurrentUser = defineEndpoint({
  id: "getCurrentUser",
  method: "GET",
  path: "/users/me",
  scopes: ["users:read"],
  plan: "any",
  response: resourceOf(userSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/users/get-current-user",
});

export const getUser = defineEndpoint({
  id: "getUser",
  method: "GET",
  path: "/users/{uuid}",
  scopes: ["users:read"],
  plan: "any",
  response: resourceOf(userSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/users/get-user",
});
