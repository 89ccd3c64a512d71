import type { OpenApiContent, OpenApiOperation, OpenApiParameter, OpenApiResponse } from "@punctual/contract";
import { html } from "hono/html";
import { prose } from "./reference-prose.ts";
import { schemaTable, typeOf } from "./reference-schema.ts";

export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
}

export const anchorOfProblem = (code: string): string => `problem-${code}`;

/** All that there is to know of one operation. */
export function operationEntry({ method, path, operation }: PlacedOperation, serverUrl: string) {
  const { operationId, summary, description, parameters = [], requestBody } = operation;
  const responses = Object.entries(operation.responses);
  const body = Object.values(requestBody?.content ?? {})[0];
  return html`<article id="${operationId}" aria-labelledby="${operationId}-name">
<h3 id="${operationId}-name"><a href="#${operationId}"><span class="method ${method}">${method}</span> <code>${path}</code></a></h3>
${prose(summary)}
${prose(description ?? "Open to everybody.")}
${parameters.length === 0 ? "" : parametersTable(parameters)}
${body === undefined ? "" : schemaPart(body, "Body")}
${responses.filter(([status]) => status < "400").map(([status, response]) => success(status, response))}
${refusals(responses)}
<details><summary>Example</summary><pre tabindex="0"><code>${curl(method, path, operation, body, serverUrl)}</code></pre>${exampleAnswer(responses)}</details>
</article>`;
}

function parametersTable(parameters: readonly OpenApiParameter[]) {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Parameters"><table><caption>Parameters</caption>
<thead><tr><th scope="col">Name</th><th scope="col" class="place">Where</th><th scope="col">Type</th><th scope="col">What it is</th></tr></thead>
<tbody>${parameters.map(
    ({ name, in: place, required, schema, description }) =>
      html`<tr><th scope="row"><code>${name}</code>${
        required ? "" : html` <span class="quiet">may be left out</span>`
      }</th><td class="place">${place}</td><td class="type">${typeOf(schema)}</td><td>${prose(description)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** A body, or an answer: by its name where the schema has one; each of several forms as a table. */
function schemaPart({ schema }: OpenApiContent, caption: string) {
  const forms = [schema, ...(schema.anyOf ?? schema.oneOf ?? [])].filter(({ properties }) => properties !== undefined);
  if (forms.length > 0) {
    return html`${forms.map((form, at) => schemaTable(form, forms.length === 1 ? caption : `${caption}, form ${at + 1}`))}`;
  }
  return html`<p><strong>${caption}</strong>: <span class="type">${typeOf(schema)}</span></p>`;
}

function success(status: string, response: OpenApiResponse) {
  const [type, content] = Object.entries(response.content ?? {})[0] ?? [];
  const headers = Object.keys(response.headers ?? {});
  return html`<div class="answer"><h4>Answers ${status}</h4>${prose(response.description)}
${content === undefined ? "" : schemaPart(content, type === "application/json" ? "Body" : `Body, ${type}`)}
${headers.length === 0 ? "" : html`<p class="quiet">Headers: ${headers.map((name) => html`<code>${name}</code> `)}</p>`}</div>`;
}

function refusals(responses: readonly (readonly [string, OpenApiResponse])[]) {
  const codes = responses.flatMap(([status, { content }]) =>
    Object.keys(content?.["application/problem+json"]?.examples ?? {}).map((code) => ({ status, code })),
  );
  if (codes.length === 0) return "";
  return html`<p class="refusals"><strong>Refuses with</strong> ${codes.map(
    ({ status, code }) => html`<a href="#${anchorOfProblem(code)}">${status} <code>${code}</code></a> `,
  )}</p>`;
}

function curl(
  method: string,
  path: string,
  operation: OpenApiOperation,
  body: OpenApiContent | undefined,
  serverUrl: string,
): string {
  const { parameters = [], security } = operation;
  const required = parameters.filter((one) => one.required);
  const place = required
    .filter((one) => one.in === "path")
    .reduce((filled, { name, example }) => filled.replace(`{${name}}`, encodeURIComponent(String(example))), path);
  const query = new URLSearchParams(
    required.filter((one) => one.in === "query").map(({ name, example }) => [name, String(example)]),
  );
  const schemes = new Set(security.flatMap(Object.keys));
  const lines = [
    `curl ${method === "GET" ? "" : `-X ${method} `}'${serverUrl}${place}${query.size === 0 ? "" : `?${query}`}'`,
    ...(schemes.has("apiKey")
      ? ["-H 'Authorization: Bearer pk_…'"]
      : schemes.has("loginSession")
        ? ["-b 'punctual.session_token=…'", ...(schemes.has("csrfToken") ? ["-H 'X-CSRF-Token: …'"] : [])]
        : []),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(body.example).replaceAll("'", "'\\''")}'`]),
  ];
  return lines.join(" \\\n  ");
}

function exampleAnswer(responses: readonly (readonly [string, OpenApiResponse])[]) {
  for (const [status, { content }] of responses) {
    const example = content?.["application/json"]?.example;
    if (status < "400" && example !== undefined) {
      return html`<pre tabindex="0"><code>${JSON.stringify(example, null, 2)}</code></pre>`;
    }
  }
  return "";
}
