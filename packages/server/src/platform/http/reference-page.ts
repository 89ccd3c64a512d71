import { problemStatus, type RouteDefinition } from "@punctual/contract";
import { html } from "hono/html";

const style = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.75rem}h2{margin-top:2.5rem;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
article{margin:1.5rem 0}h3{font:600 1rem/1.5 ui-monospace,monospace;margin:0;overflow-wrap:anywhere}p{margin:.25rem 0}
table{border-collapse:collapse;margin:.5rem 0;font-size:.9rem}td,th{text-align:left;padding:.2rem 1rem .2rem 0;vertical-align:top}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}`;

/** The reference of the API as one page that loads nothing else. Its style carries the response's nonce. */
export async function referencePage(
  routes: readonly RouteDefinition[],
  version: string,
  nonce: string,
): Promise<string> {
  const tags = [...new Set(routes.map((route) => route.tag))];
  return String(
    await html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Punctual API</title><style nonce="${nonce}">${style}</style></head>
<body><main>
<h1>Punctual API</h1>
<p>Version ${version}. The machine-readable document is <a href="/api/openapi.json">openapi.json</a>. Refusals are
problem documents (RFC 9457) with a closed <code>code</code>; <code>detail</code> is a sentence for people.</p>
${tags.map((tag) => html`<section><h2>${tag}</h2>${routes.filter((route) => route.tag === tag).map(routeEntry)}</section>`)}
</main></body></html>`,
  );
}

function routeEntry(route: RouteDefinition) {
  const fields = [
    ...Object.keys(route.params?.shape ?? {}).map((name) => [name, "path"]),
    ...Object.keys(route.query?.shape ?? {}).map((name) => [name, "query"]),
    ...bodyFields(route).map((name) => [name, "body"]),
  ];
  return html`<article id="${route.id}"><h3>${route.method} ${route.path}</h3>
<p>${route.summary}</p>
<p>Open to: ${typeof route.access === "string" ? route.access : route.access.join(", ")}. Answers ${String(route.status)}.</p>
${fields.length === 0 ? "" : html`<table><tbody>${fields.map(([name, place]) => html`<tr><td><code>${name}</code></td><td>${place}</td></tr>`)}</tbody></table>`}
${route.problems.length === 0 ? "" : html`<p>Refuses with ${route.problems.map((code) => html`<code>${code}</code> (${String(problemStatus[code])}) `)}</p>`}
</article>`;
}

function bodyFields(route: RouteDefinition): string[] {
  const { body } = route;
  return body !== undefined && "shape" in body && typeof body.shape === "object" && body.shape !== null
    ? Object.keys(body.shape)
    : [];
}
