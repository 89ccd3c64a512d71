import { html } from "hono/html";
import { lookAddress } from "./look.ts";
import type { Embed, Look } from "./parameters.ts";
import { fill, type Tongue, tongueOf } from "./words/index.ts";

/** Escaped HTML, as `hono/html` makes it. */
export type Markup = ReturnType<typeof html>;

export interface PageInput {
  readonly title: string;
  readonly body: Markup;
  /** English when left out. */
  readonly tongue?: Tongue;
  readonly look?: Look;
  /** Set inside somebody's frame: no border, and no height of its own unless the frame is a popup. */
  readonly embed?: Embed | null;
  /** What the page's script needs to know, as JSON in an attribute; pages without it run no script. */
  readonly data?: unknown;
  /** Extra class of the sheet. */
  readonly kind?: "wide" | "narrow";
  /** Addresses of style sheets that only this page has. */
  readonly styles?: readonly string[];
}

/**
 * Sent with every page of an invitee. Only files of this origin load; whoever embeds the page is the embedder's
 * business, as at Calendly. That holds for the pages that cancel or move a booking too: their address is the key to it,
 * so a frame gives nobody a power that the address does not give already, and host pages do embed them.
 */
export const bookingPageHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors *",
  "content-type": "text/html; charset=utf-8",
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-content-type-options": "nosniff",
};

/** The whole document around a page. The mark at its foot tells everybody that this is not Calendly. */
export function page(input: PageInput): Markup {
  const { language, words } = input.tongue ?? tongueOf("en");
  const lookSheet = input.look ? lookAddress(input.look) : null;
  return html`<!doctype html>
    <html lang="${language}" class="${frameClass(input.embed ?? null)}">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>${input.title}</title>
        <link rel="icon" href="/assets/booking/icon.svg" type="image/svg+xml">
        <link rel="preload" href="/assets/booking/geist.woff2" as="font" type="font/woff2" crossorigin>
        <link rel="stylesheet" href="/assets/booking/page.css">
        <link rel="stylesheet" href="/assets/booking/controls.css">
        <link rel="stylesheet" href="/assets/booking/parts.css">
        <link rel="stylesheet" href="/assets/booking/event-type.css">
        <link rel="stylesheet" href="/assets/booking/steps.css">
        ${(input.styles ?? []).map((address) => html`<link rel="stylesheet" href="${address}">`)}
        ${lookSheet === null ? "" : html`<link rel="stylesheet" href="${lookSheet}">`}
        ${input.data === undefined ? "" : html`<script type="module" src="/assets/booking/page.js"></script>`}
      </head>
      <body>
        <div class="sheet ${input.kind ?? "narrow"}" id="sheet">
          <main id="main" aria-label="${input.title}"${input.data === undefined ? "" : html` data-page="${JSON.stringify(input.data)}"`}>
            ${input.body}
          </main>
          <footer class="mark" aria-label="${fill(words.noteOn, { title: input.title })}"><span class="mark-name">Sandbox</span> <span>${words.notCalendly}</span></footer>
        </div>
      </body>
    </html>`;
}

function frameClass(embed: Embed | null): string {
  if (embed === null) return "";
  return embed.type?.startsWith("Popup") ? "embedded popup" : "embedded";
}

/** The text of a page. Our templates hold no promises, so none can be waited for here. */
export function textOf(markup: Markup): string {
  if (markup instanceof Promise) throw new TypeError("a page's template holds a promise");
  return markup.toString();
}

/** A line icon from the sprite, decoration only: the words beside it carry the meaning. */
export function icon(
  name: "calendar" | "check" | "clock" | "globe" | "pin" | "people" | "person" | "back" | "video",
): Markup {
  return html`<svg class="icon" aria-hidden="true"><use href="/assets/booking/icons.svg#${name}"></use></svg>`;
}

/** Up to two letters for a person without a picture. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.[0] ?? "";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return `${first}${last}`.toUpperCase();
}
