import type { OpenApiDocument } from "@punctual/contract";
import { html } from "hono/html";
import { anchorOfProblem, operationEntry, type PlacedOperation } from "./reference-operation.ts";
import { prose } from "./reference-prose.ts";
import { anchorOfSchema, schemaTable, typeOf } from "./reference-schema.ts";

/** Where the page's stylesheet is. */
export const referenceStylePath = "/api/docs.css";

/** In place of the nonce, until there is a response. */
const noncePlace = "nonce-of-this-response";

/**
 * The reference of the API as one page: it runs no script and loads nothing but its own stylesheet.
 *
 * @returns the page for a response with this nonce; all but that is made once.
 */
export async function createReferencePage(document: OpenApiDocument): Promise<(nonce: string) => string> {
  const page = String(await render(document));
  return (nonce) => page.replace(noncePlace, () => nonce);
}

function render(document: OpenApiDocument) {
  const { info, tags, components } = document;
  const serverUrl = document.servers[0]?.url ?? "";
  const all: PlacedOperation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const groups = tags.map((tag) => ({
    ...tag,
    id: `tag-${tag.name.toLowerCase().replaceAll(" ", "-")}`,
    operations: all.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>Punctual API</title>
<link rel="stylesheet" href="${referenceStylePath}" nonce="${noncePlace}">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><a class="mark" href="/">Punctual<span>.</span></a> <span>API ${info.version}</span> <a href="/api/openapi.json">openapi.json</a></header>
<div class="columns">
<nav aria-label="Operations" tabindex="0"><details><summary>Operations</summary>
<ul>${groups.map(
    ({ id, name, operations }) =>
      html`<li><a href="#${id}">${name}</a><ul>${operations.map(
        ({ method, operation }) =>
          html`<li><a href="#${operation.operationId}"><span class="method ${method}">${method}</span> ${operation.operationId}</a></li>`,
      )}</ul></li>`,
  )}
<li><a href="#problems">Problems</a></li><li><a href="#schemas">Schemas</a></li></ul></details></nav>
<main id="content" tabindex="-1">
<h1>The API of Punctual</h1>
${prose(info.description)}
${groups.map(
  ({
    id,
    name,
    description,
    operations,
  }) => html`<section id="${id}" aria-labelledby="${id}-name"><h2 id="${id}-name">${name}</h2>${prose(description)}
${operations.map((one) => operationEntry(one, serverUrl))}</section>`,
)}
<section id="problems" aria-labelledby="problems-name"><h2 id="problems-name">Problems</h2>
<p>What a request can be refused for. The code is for programs, the sentence for people.</p>
<dl>${problemsOf(document).map(
    ({ code, status, meaning }) =>
      html`<div id="${anchorOfProblem(code)}"><dt><code>${code}</code> <span class="quiet">${status}</span></dt><dd>${prose(meaning)}</dd></div>`,
  )}</dl></section>
<section id="schemas" aria-labelledby="schemas-name"><h2 id="schemas-name">Schemas</h2>
<p>What has a name of its own in more than one place.</p>
${Object.entries(components.schemas).map(
  ([
    name,
    schema,
  ]) => html`<article id="${anchorOfSchema(name)}" aria-labelledby="${anchorOfSchema(name)}-name"><h3 id="${anchorOfSchema(name)}-name">${name}</h3>
${prose(schema.description ?? "")}${schema.properties === undefined ? html`<p class="type">${typeOf(schema)}</p>` : schemaTable(schema, name)}</article>`,
)}</section>
</main>
</div>
</body>
</html>`;
}

function problemsOf(document: OpenApiDocument) {
  return Object.entries(document.components.examples).map(([code, { value }]) => {
    const { status, detail } = value as { readonly status: number; readonly detail: string };
    return { code, status: String(status), meaning: detail };
  });
}
