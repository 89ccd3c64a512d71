import { allScopes } from "@punctual/calendly";
import { type Context, Hono } from "hono";
import { type Parameters, parseForm, readBody, textOf } from "../http/input.ts";
import type { State } from "../state.ts";
import type { ConsentAccount, World } from "../world/types.ts";
import { listConsents, listPersonalTokens, revokePersonalToken } from "./account-access.ts";
import {
  type AccountNote,
  type AccountView,
  addressOf,
  appsPath,
  renderApps,
  renderChooser,
  renderTokens,
  tokensPath,
} from "./account-pages.ts";
import { consentPageHeaders } from "./consent-page.ts";
import { findAccounts } from "./find-accounts.ts";
import { createPersonalToken, deauthorize } from "./tokens.ts";
import type { Token } from "./types.ts";

/** The pages on which an account sees who may act for it, takes that back, and makes personal tokens. */
export function accountRoutes(state: State, world: World): Hono {
  const routes = new Hono();
  const show = (c: Context, markup: string, status: 200 | 400 | 404 = 200) =>
    c.html(markup, status, consentPageHeaders);

  const accountOf = (parameters: Parameters): ConsentAccount | null =>
    world.listConsentAccounts().find((one) => one.userId === textOf(parameters, "account")) ?? null;

  function viewOf(account: ConsentAccount, note: AccountNote | null): AccountView {
    const timeZone = state.store.users.get(account.userId)?.timeZone ?? "UTC";
    const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone });
    return { account, note, formatDate: (at) => format.format(at) };
  }

  const apps = (account: ConsentAccount, note: AccountNote | null = null) =>
    renderApps(viewOf(account, note), listConsents(state, account.userId));

  function tokens(account: ConsentAccount, note: AccountNote | null = null, made: Token | null = null): string {
    return renderTokens(viewOf(account, note), listPersonalTokens(state, account.userId), made);
  }

  /** A page of an account, or the question whose it is to be. */
  const page = (path: string, render: (account: ConsentAccount, note: AccountNote | null) => string) =>
    routes.get(path, (c) => {
      const parameters = parseForm(new URL(c.req.url).search);
      const account = accountOf(parameters);
      if (account === null) return show(c, renderChooser(path, findAccounts(world, textOf(parameters, "find"))));
      return show(c, render(account, noteIn(account, parameters)));
    });

  /** What the page that redirected here has done, as far as it still holds. */
  function noteIn(account: ConsentAccount, parameters: Parameters): AccountNote | null {
    if (textOf(parameters, "revoked") !== null) return { kind: "done", sentence: "The token opens nothing any more." };
    const app = state.store.apps.get(textOf(parameters, "removed") ?? "");
    const allowed = listConsents(state, account.userId).some((consent) => consent.app.clientId === app?.clientId);
    if (app === null || allowed) return null;
    return { kind: "done", sentence: `${app.name} can no longer act for this account.` };
  }

  page(appsPath, apps);
  page(tokensPath, tokens);

  /** A form of somebody's page. */
  const form = (
    path: string,
    back: string,
    handle: (c: Context, account: ConsentAccount, parameters: Parameters) => Response | Promise<Response>,
  ) =>
    routes.post(path, async (c) => {
      const body = await readBody(c.req.raw);
      const account = body.kind === "read" ? accountOf(body.parameters) : null;
      if (body.kind === "unreadable" || account === null) {
        return show(c, renderChooser(back, findAccounts(world, null)), 404);
      }
      return handle(c, account, body.parameters);
    });

  form(appsPath, appsPath, (c, account, parameters) => {
    const clientId = textOf(parameters, "client_id") ?? "";
    if (deauthorize(state, account.userId, clientId) > 0) {
      return c.redirect(`${addressOf(appsPath, account)}&${new URLSearchParams({ removed: clientId })}`, 303);
    }
    const note = {
      kind: "wrong",
      sentence: "This app could not act for the account any more: nothing was removed.",
    } as const;
    return show(c, apps(account, note), 404);
  });

  form(tokensPath, tokensPath, async (c, account, parameters) => {
    const name = textOf(parameters, "name")?.trim() ?? "";
    const asked: readonly unknown[] = Array.isArray(parameters["scopes"]) ? parameters["scopes"] : [];
    const scopes = asked.includes("all") ? allScopes : allScopes.filter((scope) => asked.includes(scope));
    const wrong = (sentence: string) => show(c, tokens(account, { kind: "wrong", sentence }), 400);
    if (name === "" || name.length > 100) return wrong("Give the token a name of at most 100 characters.");
    if (scopes.length === 0) return wrong("Choose what the token opens: without a scope it opens nothing.");
    const made = await createPersonalToken(state, { userId: account.userId, name, scopes });
    return show(c, tokens(account, null, made));
  });

  form(`${tokensPath}/revoke`, tokensPath, (c, account, parameters) => {
    const id = textOf(parameters, "token") ?? "";
    if (revokePersonalToken(state, account.userId, id))
      return c.redirect(`${addressOf(tokensPath, account)}&revoked=1`, 303);
    return show(c, tokens(account, { kind: "wrong", sentence: "There was no such token: nothing was revoked." }), 404);
  });

  return routes;
}
