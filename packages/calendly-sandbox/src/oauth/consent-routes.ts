import { type Context, Hono } from "hono";
import { type Parameters, parseForm, readBody, textOf } from "../http/input.ts";
import type { World } from "../world/types.ts";
import { type AuthorizeOutcome, checkAuthorize } from "./authorize.ts";
import { consentPageHeaders, renderConsentPage } from "./consent-page.ts";
import { oauthFault } from "./faults.ts";
import { findAccounts } from "./find-accounts.ts";
import { returnAddress } from "./redirects.ts";

const fieldNames = [
  "client_id",
  "redirect_uri",
  "response_type",
  "scope",
  "state",
  "code_challenge",
  "code_challenge_method",
] as const;

/** `/oauth/authorize`: a person sees who asks for what, chooses an account, and allows or denies. */
export function consentRoutes(world: World): Hono {
  const routes = new Hono();
  const trouble = (c: Context, title: string, sentence: string) =>
    c.html(renderConsentPage({ kind: "trouble", title, sentence }), 400, consentPageHeaders);

  function ask(c: Context, outcome: Extract<AuthorizeOutcome, { kind: "ask" }>, parameters: Parameters, note?: string) {
    const { app, grant } = outcome;
    const fields = Object.fromEntries(
      fieldNames.flatMap((name) => {
        const value = textOf(parameters, name);
        return value === null ? [] : [[name, value] as const];
      }),
    );
    const returnsTo = new URL(grant.redirectUri);
    const markup = renderConsentPage({
      kind: "choose",
      app,
      scopes: grant.scopes,
      ...findAccounts(world, textOf(parameters, "find")),
      action: "/oauth/authorize",
      fields,
      returnsTo: returnsTo.host === "" ? app.name : `${returnsTo.host}${returnsTo.pathname}`,
      ...(note === undefined ? {} : { note }),
    });
    return c.html(markup, note === undefined ? 200 : 400, consentPageHeaders);
  }

  routes.get("/oauth/authorize", (c) => {
    const parameters = parseForm(new URL(c.req.url).search);
    const outcome = checkAuthorize(world, parameters);
    if (outcome.kind === "trouble") return trouble(c, outcome.title, outcome.sentence);
    if (outcome.kind === "return_error") return c.redirect(outcome.address, 302);
    return ask(c, outcome, parameters);
  });

  routes.post("/oauth/authorize", async (c) => {
    const body = await readBody(c.req.raw);
    if (body.kind === "unreadable") return trouble(c, "This form cannot be read", body.message);
    const { parameters } = body;
    const outcome = checkAuthorize(world, parameters);
    if (outcome.kind === "trouble") return trouble(c, outcome.title, outcome.sentence);
    if (outcome.kind === "return_error") return c.redirect(outcome.address, 302);
    const { grant, state } = outcome;
    if (parameters["decision"] !== "allow") {
      return c.redirect(returnAddress(grant.redirectUri, { ...oauthFault("access_denied"), state }), 302);
    }
    const account = world.listConsentAccounts().find((one) => one.userId === parameters["account"]);
    if (account === undefined) return ask(c, outcome, parameters, "Choose whose account it is first.");
    const code = world.issueCode({ ...grant, userId: account.userId });
    return c.redirect(returnAddress(grant.redirectUri, { code, state }), 302);
  });

  return routes;
}
