import { html } from "hono/html";

/** The Markdown that descriptions use: paragraphs, `code` and **what is important**. Everything else is text. */
export function prose(text: string) {
  return html`${text
    .split("\n\n")
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => html`<p>${paragraph.split(/(`[^`]*`|\*\*[^*]*\*\*)/).map(span)}</p>`)}`;
}

function span(text: string) {
  if (/^`.*`$/s.test(text)) return html`<code>${text.slice(1, -1)}</code>`;
  if (/^\*\*.*\*\*$/s.test(text)) return html`<strong>${text.slice(2, -2)}</strong>`;
  return html`${text}`;
}
