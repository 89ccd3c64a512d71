import { html } from "hono/html";
import type { Markup } from "./layout.ts";
import { page } from "./layout.ts";
import type { PageParameters } from "./parameters.ts";
import type { Tongue } from "./words/index.ts";

export interface Notice {
  readonly title: string;
  readonly sentence: string;
  readonly next?: { readonly label: string; readonly href: string };
}

/** A page that ends a path: says what is the case, and where to go from here. */
export function noticePage(notice: Notice, tongue: Tongue, parameters?: PageParameters): Markup {
  return page({
    title: notice.title,
    tongue,
    ...(parameters ? { look: parameters.look, embed: parameters.embed } : {}),
    ...(parameters?.embed ? { data: { kind: "notice", embedded: true } } : {}),
    body: html`<div class="notice">
      <h1>${notice.title}</h1>
      <p>${notice.sentence}</p>
      ${notice.next ? html`<p><a class="button" href="${notice.next.href}">${notice.next.label}</a></p>` : ""}
    </div>`,
  });
}
