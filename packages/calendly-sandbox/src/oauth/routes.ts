import { Hono } from "hono";
import { assetFile } from "../asset-files.ts";
import { staticFileRoutes } from "../booking/static-files.ts";
import { notFound } from "../http/answer.ts";
import type { ApiParts } from "../http/api.ts";
import { accountRoutes } from "./account-routes.ts";
import { consentRoutes } from "./consent-routes.ts";
import { protocolRoutes } from "./protocol-routes.ts";

/** Everything of OAuth: what apps call, the consent page, and the pages on which an account looks after its access. */
export function oauthRoutes({ state, world, limiter, originsOf }: Omit<ApiParts, "announce">): Hono {
  const sheet = { name: "account.css", source: assetFile("oauth/assets/account.css") };
  return new Hono()
    .route("/", protocolRoutes(state, limiter, originsOf))
    .route("/", consentRoutes(world))
    .route("/", accountRoutes(state, world))
    .route("/", staticFileRoutes("/assets/oauth", [sheet]))
    .all("/oauth/*", (c) => c.json(notFound.body ?? {}, 404));
}
