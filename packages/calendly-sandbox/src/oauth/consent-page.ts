import { html } from "hono/html";
import { icon, initials, page, textOf } from "../booking/layout.ts";
import type { ConsentAccount, ConsentPageInput } from "../world/types.ts";

/**
 * Headers of the consent page. Unlike a booking page it may not be framed: an Allow button under somebody else's page
 * could be pressed unseen. `form-action` is left out on purpose: browsers apply it to the redirect that answers the
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

/** One sentence for a family's `read`, one for its `write`, which includes reading. */
const families: readonly { readonly name: string; readonly read: string; readonly write?: string }[] = [
  { name: "users", read: "See your name, email address, time zone and booking page" },
  {
    name: "organizations",
    read: "See your organization and its members",
    write: "See your organization, invite and remove its members",
  },
  { name: "groups", read: "See groups and who belongs to them" },
  { name: "event_types", read: "See your event types", write: "See, create and change your event types" },
  { name: "availability", read: "See when you are available and busy", write: "See and change when you are available" },
  { name: "locations", read: "See where you meet" },
  {
    name: "scheduled_events",
    read: "See your meetings and who booked them",
    write: "See, book and cancel your meetings, and mark no-shows",
  },
  { name: "scheduling_links", read: "See your single-use links", write: "Make single-use booking links" },
  { name: "shares", read: "See customized booking links", write: "Make customized booking links" },
  { name: "routing_forms", read: "See routing forms and their answers" },
  { name: "contacts", read: "See your contacts", write: "See, create and change your contacts" },
  { name: "meeting_recaps", read: "See meeting recaps", write: "See and change meeting recaps" },
  { name: "webhooks", read: "See who is told about changes", write: "Be told about bookings and cancellations" },
  { name: "activity_log", read: "See the activity log of your organization" },
  {
    name: "data_compliance",
    read: "See data deletion requests",
    write: "Delete the data of invitees and of past meetings",
  },
  { name: "outgoing_communications", read: "See messages that were sent to invitees" },
];

/**
 * What scopes allow, one sentence for each family, in a fixed order. A scope that is not known here is shown by its name
 * rather than hidden.
 */
export function scopeSentences(scopes: readonly string[]): string[] {
  const asked = new Set(scopes);
  const known = families.flatMap(({ name, read, write = read }) => {
    const writes = asked.delete(`${name}:write`);
    const reads = asked.delete(`${name}:read`);
    if (writes) return [write];
    return reads ? [read] : [];
  });
  return [...known, ...[...asked].map((scope) => `Use “${scope}”`)];
}

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
  const sentences = scopeSentences(input.scopes);
  const organization = input.accounts[0]?.organizationName;
  return page({
    title: `Connect ${input.app.name}`,
    kind: "wide",
    body: html`<form class="consent" method="post" action="${input.action}">
      ${Object.entries(input.fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
      <header>
        <h1>Connect ${input.app.name}?</h1>
        <p class="muted">It asks for access to a Calendly account${organization ? html` of ${organization}` : ""} in this sandbox.</p>
      </header>
      <div class="consent-columns">
      <section>
        <h2>${input.app.name} would be able to</h2>
        ${
          sentences.length === 0
            ? html`<p class="muted">know who you are, and nothing else.</p>`
            : html`<ul class="scopes">${sentences.map((sentence) => html`<li>${icon("check")}<span>${sentence}</span></li>`)}</ul>`
        }
      </section>
        <div class="consent-decision">
      <fieldset class="accounts">
        <legend>Whose account?</legend>
        ${
          input.accounts.length === 0
            ? html`<p class="muted">There is no account in the sandbox. Reset it to get its people back.</p>`
            : input.accounts.map(accountOption)
        }
      </fieldset>
          <div class="actions">
            <button class="button" name="decision" value="allow"${input.accounts.length === 0 ? html` disabled` : ""}>Allow</button>
            <button class="button quiet" name="decision" value="deny" formnovalidate>Deny</button>
          </div>
          <p class="small">Either way you return to ${input.returnsTo}. You can take the access back at any time.</p>
        </div>
      </div>
    </form>`,
  });
}

const roles = { owner: "Owner", admin: "Admin", user: "" } as const;

function accountOption(account: ConsentAccount, index: number) {
  return html`<label class="option">
    <input type="radio" name="account" value="${account.userId}"${index === 0 ? html` required` : ""}>
    <span class="avatar" aria-hidden="true">${initials(account.name)}</span>
    <span class="account-text"><span class="strong">${account.name}</span><span class="small">${account.email}</span></span>
    <span class="account-role">${roles[account.role]}</span>
  </label>`;
}
