import * as z from "zod";
import { instantSchema, pageOf, pageQuery } from "../primitives.ts";
import { defineRoute } from "../route.ts";
import { apiScopeSchema, apiScopes } from "../scopes.ts";

/** Days that a key may live at most: whoever uses it for longer rotates it. */
export const longestKeyDays = 365;
/** Hours for which a rotated key may go on beside its successor. */
export const longestOverlapHours = 7 * 24;

export const apiKeyStateSchema = z
  .enum(["active", "expired", "revoked", "orphaned"])
  .describe(
    "- `active`: it is accepted. - `expired`: its time is over. - `revoked`: an admin ended it. - `orphaned`: the admin in whose name it acts is kept out, or is no admin any more.",
  );
export type ApiKeyState = z.infer<typeof apiKeyStateSchema>;

export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z
      .enum(["secret", "signature"])
      .describe(
        "`secret`: sent as a bearer token. `signature`: the service signs each request with a private key of its own.",
      ),
    prefix: z.string().nullable().describe("How the secret begins, to tell keys apart; null for a key that signs."),
    scopes: z.array(apiScopeSchema),
    state: apiKeyStateSchema,
    person: z.object({ id: z.string(), name: z.string() }).describe("The admin in whose name it acts."),
    createdAt: instantSchema,
    expiresAt: instantSchema,
    lastUsedAt: instantSchema.nullable().describe("To the minute; null when it was never used."),
    revokedAt: instantSchema.nullable(),
    rotatedFrom: z.string().nullable().describe("The key that this one replaces."),
  })
  .describe("A key by which another service calls this API, in the name of the admin who made it.");
export type ApiKey = z.infer<typeof apiKeySchema>;

const newApiKeySchema = z
  .object({
    key: apiKeySchema,
    secret: z.string().nullable().describe("Null for a key that signs: its private half never leaves the service."),
  })
  .describe("The one answer that holds a secret: it is kept nowhere, and cannot be shown again.");
export type NewApiKey = z.infer<typeof newApiKeySchema>;

const publicKeySchema = z.string().trim().min(1).max(1000);

export const listApiKeys = defineRoute({
  id: "listApiKeys",
  method: "GET",
  path: "/api/keys",
  access: ["admin"],
  tag: "Service to service",
  summary: "API keys, newest first. Secrets are not among it: they are kept nowhere.",
  query: z.strictObject({ ...pageQuery }),
  status: 200,
  response: pageOf(apiKeySchema),
  problems: [],
});

export const createApiKey = defineRoute({
  id: "createApiKey",
  method: "POST",
  path: "/api/keys",
  access: ["admin"],
  tag: "Service to service",
  summary: "Make an API key. The secret is in this answer and never shown again.",
  body: z.strictObject({
    name: z.string().trim().min(1).max(120),
    scopes: z
      .array(apiScopeSchema)
      .min(1)
      .max(apiScopes.length)
      .refine((scopes) => new Set(scopes).size === scopes.length, "Name each scope once."),
    expiresInDays: z.number().int().min(1).max(longestKeyDays),
    publicKey: publicKeySchema
      .optional()
      .describe(
        "An Ed25519 public key (PEM, `-----BEGIN PUBLIC KEY-----`): the key then has no secret, and signs its requests.",
      ),
  }),
  status: 201,
  response: newApiKeySchema,
  problems: [],
});

const keyParams = z.strictObject({ keyId: z.string().min(1).max(64) });

export const rotateApiKey = defineRoute({
  id: "rotateApiKey",
  method: "POST",
  path: "/api/keys/{keyId}/rotate",
  access: ["admin"],
  tag: "Service to service",
  summary: "Replace a key by a new one of the same name, scopes and lifetime. The old one goes on for the overlap.",
  params: keyParams,
  body: z.strictObject({
    overlapHours: z
      .number()
      .int()
      .min(0)
      .max(longestOverlapHours)
      .describe("Hours for which the old key is still accepted; 0 ends it at once."),
    publicKey: publicKeySchema.optional().describe("The new public key of a key that signs."),
  }),
  status: 201,
  response: newApiKeySchema,
  problems: ["not_found", "conflict"],
});

export const revokeApiKey = defineRoute({
  id: "revokeApiKey",
  method: "POST",
  path: "/api/keys/{keyId}/revoke",
  access: ["admin"],
  tag: "Service to service",
  summary: "End a key. From the next request on it is refused.",
  params: keyParams,
  status: 200,
  response: apiKeySchema,
  problems: ["not_found"],
});
