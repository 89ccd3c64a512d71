import { routes } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { cursorUnknown, notFound, ok, problem } from "../../platform/http/reply.ts";
import { createApiKey } from "./create-api-key.ts";
import { type HandledRoute, handle } from "./handle.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { rotateApiKey } from "./rotate-api-key.ts";

const publicKeyProblem = (message: string) =>
  problem("invalid_request", `body.publicKey: ${message}`, { errors: [{ field: "body.publicKey", message }] });
const unusable = () =>
  publicKeyProblem(
    "Write an Ed25519 public key in PEM form. `openssl genpkey -algorithm ed25519` makes a pair; `openssl pkey -pubout` writes its public half.",
  );

/** The routes by which admins keep the keys of other services. */
export function apiKeyRoutes(context: Context): HandledRoute[] {
  return [
    handle(routes.listApiKeys, async ({ viewer, query }) => {
      const page = await listApiKeys(context, viewer, query);
      switch (page.kind) {
        case "page":
          return ok({ items: page.items, nextCursor: page.nextCursor });
        case "cursor_unknown":
          return cursorUnknown();
      }
    }),

    handle(routes.createApiKey, async ({ viewer, body, requestId }) => {
      const made = await createApiKey(context, viewer, { ...body, requestId });
      switch (made.kind) {
        case "created":
          return ok({ key: made.key, secret: made.secret });
        case "public_key_unusable":
          return unusable();
      }
    }),

    handle(routes.rotateApiKey, async ({ viewer, params, body, requestId }) => {
      const rotated = await rotateApiKey(context, viewer, { ...body, keyId: params.keyId, requestId });
      switch (rotated.kind) {
        case "rotated":
          return ok({ key: rotated.key, secret: rotated.secret });
        case "not_found":
          return notFound();
        case "over":
          return problem("conflict", "This key is over already, so nothing can take its place. Make a new one.");
        case "public_key_missing":
          return publicKeyProblem("This key signs its requests. Write the public key that takes its place.");
        case "public_key_unwanted":
          return publicKeyProblem("This key has a secret and does not sign. Leave the public key out.");
        case "public_key_unusable":
          return unusable();
      }
    }),

    handle(routes.revokeApiKey, async ({ viewer, params, requestId }) => {
      const key = await revokeApiKey(context, viewer, { keyId: params.keyId, requestId });
      return key === null ? notFound() : ok(key);
    }),
  ];
}
