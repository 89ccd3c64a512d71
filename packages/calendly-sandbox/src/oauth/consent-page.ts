import { html } from "hono/html";
import { icon, initials, type Markup, page, textOf } from "../booking/layout.ts";
import type { App, ConsentAccount } from "../world/types.ts";
import type { FoundAccounts } from "./find-accounts.ts";
import { scopeSentences } from "./scope-words.ts";

/** What the consent page shows. It posts `fields`, and `account` and `decision` (`allow` or `deny`), to `action`. */
export type ConsentPageInput =
  | (FoundAccounts & {
      readonly kind: "choose";
      readonly app: Pick<App, "name" | "environment">;
      readonly scopes: readonly string[];
      readonly action: string;
      readonly fields: Readonly<Record<string, string>>;
      /** Host and path that the person returns to; shown so that nobody is sent somewhere unseen. */
      readonly returnsTo: string;
      /** What was missing when the form was sent. */
      readonly note?: string;
    })
  | { readonly kind: "trouble"; readonly title: string; readonly sentence: string };

/**
 * Headers of the pages on which access is given and taken. Unlike a booking page they may not be framed: an Allow button
 * under somebody else's page could be pressed unseen. `form-action` is left out on purpose: browsers apply it to the redirect that answers the
 * form, and that leads to the app's own origin.
 */
export const consentPageHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  "content-type": "text/html; charset=utf-8",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/**
 * Which app asks, for what, and as whom. A plain form without script; nobody is chosen beforehand, because the choice
 * decides whose calendar an app may touch.
 */
export function renderConsentPage(input: ConsentPageInput): string {
  return textOf(input.kind === "choose" ? choosePage(input) : troublePage(input));
}

function troublePage(input: Extract<ConsentPageInput, { kind: "trouble" }>) {
  return page({
    title: input.title,
    body: html`<div class="notice"><h1>${input.title}</h1><p>${input.sentence}</p></div>`,
  });
}

function choosePage(input: Extract<ConsentPageInput, { kind: "choose" }>) {
  const { app, accounts, scopes, note } = input;
  const sentences = scopeSentences(scopes);
  const organization = accounts[0]?.organizationName;
  return page({
    title: `Connect ${app.name}`,
    kind: "wide",
    styles: ["/assets/oauth/account.css"],
    body: html`<form class="consent" method="post" action="${input.action}">
      ${hiddenFields(input.fields)}
      <header>
        <h1>Connect ${app.name}?</h1>
        <p class="muted">It asks for access to a Calendly account${organization ? html` of ${organization}` : ""} in this sandbox.</p>
      </header>
      <div class="consent-columns">
        <section>
          <h2>${app.name} would be able to</h2>
          ${
            sentences.length === 0
              ? html`<p class="muted">know who you are, and nothing else.</p>`
              : html`<ul class="scopes">${sentences.map((sentence) => html`<li>${icon("check")}<span>${sentence}</span></li>`)}</ul>`
          }
        </section>
        <div class="consent-decision">
          ${note === undefined ? "" : html`<p class="banner" role="alert">${note}</p>`}
          <fieldset class="accounts">
            <legend>Whose account?</legend>
            ${accountSearch(input, input.fields)}
            ${accounts.length === 0 ? html`<p class="muted">${nobody(input)}</p>` : accounts.map(accountOption)}
            ${moreAccounts(input)}
          </fieldset>
          <div class="actions">
            <button class="button" name="decision" value="allow"${accounts.length === 0 ? html` disabled` : ""}>Allow</button>
            <button class="button quiet" name="decision" value="deny" formnovalidate>Deny</button>
          </div>
          <p class="small">Either way you return to ${input.returnsTo}. You can take the access back at any time, on <a href="/integrations/apps">your connected apps</a>.</p>
        </div>
      </div>
    </form>
    <form id="find" method="get" action="${input.action}"></form>`,
  });
}

const hiddenFields = (fields: Readonly<Record<string, string>>, form?: string): Markup[] =>
  Object.entries(fields).map(
    ([name, value]) =>
      html`<input type="hidden" name="${name}" value="${value}"${form === undefined ? "" : html` form="${form}"`}>`,
  );

/** A search that stands inside of another form and belongs to the form `find`; only where not everybody is shown. */
export function accountSearch(found: FoundAccounts, fields: Readonly<Record<string, string>>): Markup | "" {
  if (found.more === 0 && found.find === null) return "";
  return html`<div class="field find">
    ${hiddenFields(fields, "find")}
    <label for="find-text">Name or email address</label>
    <input id="find-text" type="search" name="find" value="${found.find ?? ""}" form="find" autocomplete="off">
    <button class="button quiet" form="find">Search</button>
  </div>`;
}

export const moreAccounts = ({ more }: FoundAccounts): Markup | "" =>
  more === 0 ? "" : html`<p class="small">${String(more)} more are not shown: search for one of them.</p>`;

export const nobody = ({ find }: FoundAccounts): string =>
  find === null
    ? "There is no account in the sandbox. Reset it to get its people back."
    : "Nobody's name or email address has that in it.";

const roles = { owner: "Owner", admin: "Admin", user: "" } as const;

/** Who somebody is, on one line. */
export function accountLine(account: ConsentAccount): Markup {
  return html`<span class="avatar" aria-hidden="true">${initials(account.name)}</span>
    <span class="account-text"><span class="strong">${account.name}</span><span class="small">${account.email}</span></span>
    <span class="account-role">${roles[account.role]}</span>`;
}

function accountOption(account: ConsentAccount, index: number) {
  return html`<label class="option">
    <input type="radio" name="account" value="${account.userId}"${index === 0 ? html` required` : ""}>
    ${accountLine(account)}
  </label>`;
}
