import { html } from "hono/html";
import { icon, type Markup, page, textOf } from "../booking/layout.ts";
import type { ConsentAccount } from "../world/types.ts";
import { type Consent, tokenId } from "./account-access.ts";
import { accountLine, accountSearch, moreAccounts, nobody } from "./consent-page.ts";
import type { FoundAccounts } from "./find-accounts.ts";
import { scopeGroups, scopeSentences } from "./scope-words.ts";
import type { Token } from "./types.ts";

/*
 * Where an account looks after who may act for it. The sandbox has no passwords: a person says who they are, and the
 * address of the page carries it on.
 *   /integrations/apps          apps that were allowed
 *   /integrations/api_webhooks  personal access tokens, at the address that Calendly has them
 */

export const appsPath = "/integrations/apps";
export const tokensPath = "/integrations/api_webhooks";

/** Something that has just been done, or was not. */
export interface AccountNote {
  readonly kind: "done" | "wrong";
  readonly sentence: string;
}

/** Whose page it is, and how their dates are written. */
export interface AccountView {
  readonly account: ConsentAccount;
  readonly note: AccountNote | null;
  readonly formatDate: (at: number) => string;
}

const styles = ["/assets/oauth/account.css"];

/** The page before all others: who are you? */
export function renderChooser(path: string, found: FoundAccounts): string {
  return textOf(
    page({
      title: "Who are you?",
      styles,
      body: html`<div class="account-page">
        <header><h1>Who are you?</h1><p class="muted">The sandbox has no passwords. Choose whose access you look after.</p></header>
        ${accountSearch(found, {})}
        ${
          found.accounts.length === 0
            ? html`<p class="muted">${nobody(found)}</p>`
            : html`<ul class="option-group">${found.accounts.map((account) => html`<li><a class="option" href="${addressOf(path, account)}">${accountLine(account)}</a></li>`)}</ul>`
        }
        ${moreAccounts(found)}
        <form id="find" method="get" action="${path}"></form>
      </div>`,
    }),
  );
}

export const addressOf = (path: string, { userId }: Pick<ConsentAccount, "userId">): string =>
  `${path}?${new URLSearchParams({ account: userId })}`;

const tabs = [
  { path: appsPath, label: "Connected apps" },
  { path: tokensPath, label: "Personal tokens" },
] as const;

function frame(view: AccountView, current: (typeof tabs)[number], lead: string, content: Markup): string {
  const { account, note } = view;
  return textOf(
    page({
      title: `${current.label} of ${account.name}`,
      kind: "wide",
      styles,
      body: html`<div class="account-page">
        <header class="account-head">
          <div class="account-who">${accountLine(account)}</div>
          <a class="small" href="${current.path}">Somebody else</a>
        </header>
        <nav class="tabs" aria-label="Access to the account">
          ${tabs.map((tab) => html`<a href="${addressOf(tab.path, account)}"${tab === current ? html` aria-current="page"` : ""}>${tab.label}</a>`)}
        </nav>
        ${note === null ? "" : noteBanner(note)}
        <div class="account-lead"><h1>${current.label}</h1><p class="muted">${lead}</p></div>
        ${content}
      </div>`,
    }),
  );
}

const noteBanner = ({ kind, sentence }: AccountNote): Markup =>
  kind === "wrong"
    ? html`<p class="banner" role="alert">${sentence}</p>`
    : html`<p class="banner good" role="status">${icon("check")}<span>${sentence}</span></p>`;

const scopeList = (scopes: readonly string[]): Markup =>
  scopes.length === 0
    ? html`<p class="small">Opens nothing.</p>`
    : html`<ul class="scope-words">${scopeSentences(scopes).map((sentence) => html`<li>${sentence}</li>`)}</ul>`;

/** Apps that were allowed to act for the account, each with a button that ends that at once. */
export function renderApps(view: AccountView, consents: readonly Consent[]): string {
  const { account, formatDate } = view;
  const row = ({ app, scopes, since }: Consent) => html`<li class="access">
    <div class="access-text">
      <h2>${app.name}</h2>
      <p class="small">Allowed since ${formatDate(since)}</p>
      ${scopeList(scopes)}
    </div>
    <form method="post" action="${appsPath}">
      <input type="hidden" name="account" value="${account.userId}">
      <input type="hidden" name="client_id" value="${app.clientId}">
      <button class="button quiet" aria-label="Remove ${app.name}">Remove</button>
    </form>
  </li>`;
  const content =
    consents.length === 0
      ? html`<p class="empty-note">No app can act for ${account.name}. One that asks, and is allowed to, is listed here.</p>`
      : html`<ul class="access-list">${consents.map(row)}</ul>`;
  return frame(view, tabs[0], "An app that is removed loses access at once, and has to ask again.", content);
}

/** Personal tokens, a form for another one, and the one that was just made: it is not shown a second time. */
export function renderTokens(view: AccountView, tokens: readonly Token[], made: Token | null): string {
  const { account, formatDate } = view;
  const row = (token: Token) => html`<li class="access">
    <div class="access-text">
      <h2>${token.name ?? "Token of the scenario"}</h2>
      <p class="small">Made on ${formatDate(token.issuedAt)}, ends with <code>…${token.token.slice(-4)}</code></p>
      ${scopeList(token.scopes)}
    </div>
    <form method="post" action="${tokensPath}/revoke">
      <input type="hidden" name="account" value="${account.userId}">
      <input type="hidden" name="token" value="${tokenId(token)}">
      <button class="button quiet" aria-label="Revoke ${token.name ?? "the token of the scenario"}">Revoke</button>
    </form>
  </li>`;
  const content = html`${made === null ? "" : madeToken(made)}
    ${
      tokens.length === 0
        ? html`<p class="empty-note">There is no token yet.</p>`
        : html`<ul class="access-list">${tokens.map(row)}</ul>`
    }
    ${newTokenForm(account)}`;
  return frame(view, tabs[1], "A token acts as this account until it is revoked, or the login changes.", content);
}

const madeToken = ({ name, token }: Token): Markup => html`<section class="made" aria-labelledby="made-title">
    <h2 id="made-title">Copy the token “${name ?? ""}” now</h2>
    <p class="small">It is not shown again.</p>
    <textarea class="token" readonly rows="4" aria-labelledby="made-title" spellcheck="false">${token}</textarea>
  </section>`;

const newTokenForm = ({
  userId,
}: ConsentAccount): Markup => html`<form class="new-token" method="post" action="${tokensPath}">
    <h2>Make a token</h2>
    <input type="hidden" name="account" value="${userId}">
    <div class="field">
      <label for="token-name">What is it for?</label>
      <input id="token-name" name="name" required maxlength="100" autocomplete="off">
    </div>
    <label class="option"><input type="checkbox" name="scopes[]" value="all"><span>Everything below</span></label>
    ${scopeGroups.map(
      ({ label, scopes }) => html`<fieldset class="scope-group">
      <legend>${label}</legend>
      ${scopes.map(
        (scope) => html`<label class="option">
        <input type="checkbox" name="scopes[]" value="${scope}">
        <span class="account-text"><span>${scopeSentences([scope])[0]}</span><code class="small">${scope}</code></span>
      </label>`,
      )}
    </fieldset>`,
    )}
    <div class="actions"><button class="button">Make the token</button></div>
  </form>`;
