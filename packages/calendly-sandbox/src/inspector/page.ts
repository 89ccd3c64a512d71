import { html } from "hono/html";
import type { Markup } from "../booking/layout.ts";

/** Nobody may frame it: its buttons change the state of everything. */
export const inspectorHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "content-type": "text/html; charset=utf-8",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

const places = [
  ["requests", "Requests"],
  ["deliveries", "Webhooks"],
  ["timeline", "Timeline"],
  ["clock", "Clock"],
  ["faults", "Faults"],
  ["people", "People"],
  ["access", "Access"],
  ["settings", "Settings"],
  ["state", "State"],
  ["snapshots", "Snapshots"],
] as const;

/** The frame around every view; the views are drawn by the script. */
export function inspectorPage(): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>Sandbox</title>
        <link rel="icon" href="/assets/booking/icon.svg" type="image/svg+xml">
        <link rel="preload" href="/assets/booking/geist.woff2" as="font" type="font/woff2" crossorigin>
        <link rel="stylesheet" href="/assets/booking/page.css">
        <link rel="stylesheet" href="/assets/inspector/shell.css">
        <link rel="stylesheet" href="/assets/inspector/floats.css">
        <link rel="stylesheet" href="/assets/inspector/lists.css">
        <link rel="stylesheet" href="/assets/inspector/details.css">
        <link rel="stylesheet" href="/assets/inspector/forms.css">
        <link rel="stylesheet" href="/assets/inspector/settings.css">
        <script type="module" src="/assets/inspector/inspector.js"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the list</a>
        <header class="top">
          <a class="name" href="#/requests">Sandbox<span class="dot">.</span></a>
          <a class="face" href="#/clock" id="clock-face" aria-label="Sandbox clock"></a>
          <p class="live" id="live" role="status"></p>
          <button class="menu-button" type="button" id="menu-button" aria-expanded="false" aria-controls="menu">Menu</button>
        </header>
        <nav class="menu" id="menu" aria-label="Inspector">
          ${places.map(([name, label]) => html`<a href="#/${name}" data-place="${name}">${label}</a>`)}
        </nav>
        <main id="main" tabindex="-1" aria-busy="true"></main>
        <div class="toasts" id="toasts" role="status" aria-live="polite"></div>
        <dialog id="keys" aria-labelledby="keys-title">
          <h2 id="keys-title">Keys</h2>
          <dl class="keys">
            <dt><kbd>/</kbd></dt><dd>search in the list</dd>
            <dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous</dd>
            <dt><kbd>Enter</kbd></dt><dd>open</dd>
            <dt><kbd>Esc</kbd></dt><dd>close</dd>
            <dt><kbd>p</kbd></dt><dd>pause and go on</dd>
            <dt><kbd>1</kbd> to <kbd>0</kbd></dt><dd>the places of the menu</dd>
            <dt><kbd>?</kbd></dt><dd>this</dd>
          </dl>
          <form method="dialog"><button class="button quiet">Close</button></form>
        </dialog>
        <noscript><p class="empty">The inspector needs JavaScript. The controls answer in JSON without it.</p></noscript>
      </body>
    </html>`;
}
