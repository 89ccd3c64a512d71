import { readdirSync, readFileSync } from "node:fs";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, test } from "vitest";
import { openApiDocument } from "./openapi.ts";
import { glossaryNames } from "./openapi-glossary.ts";
import { mapSchema } from "./openapi-schemas.ts";
import type { JsonSchema } from "./openapi-types.ts";
import { problemCodes } from "./problem-codes.ts";
import type { RouteDefinition } from "./route.ts";
import { routes } from "./routes.ts";

const document = openApiDocument({ version: "1.0.0", serverUrl: "https://coaching.northside.test" });
const operations = [...Object.values(document.paths), ...Object.values(document.webhooks)].flatMap((path) =>
  Object.values(path),
);

/** Findings of the linter that stand, each with its reason. */
const exceptions: readonly { readonly rule: string; readonly at: string; readonly because: string }[] = [
  {
    rule: "operation-2xx-response",
    at: "#/paths/~1api~1calendly~1connection~1callback/get/responses",
    because: "A browser comes here from Calendly and is always sent on.",
  },
  {
    rule: "operation-4xx-problem-details-rfc7807",
    at: "#/webhooks/outgoing/post/responses/410",
    because: "The receiver answers, not this server.",
  },
  ...["/healthz", "/readyz", "/api/openapi.json", "/api/docs", "/api/docs.css"].map((path) => ({
    rule: "operation-4xx-response",
    at: `#/paths/${path.replaceAll("/", "~1")}/get/responses`,
    because: "It takes nothing, so there is nothing to refuse.",
  })),
];

test("the document is valid OpenAPI 3.1 by the linter's strictest set, with descriptions of everything", async () => {
  const config = await createConfig({
    extends: ["recommended-strict"],
    rules: {
      "operation-description": "off", // The summary is the sentence; what more there is to say is in `description`.
      "parameter-description": "error",
      "operation-singular-tag": "error",
      "operation-tag-defined": "error",
      "path-params-defined": "error",
      "tags-alphabetical": "error",
      "spec-strict-refs": "error",
      "component-name-unique": "error",
      "operation-4xx-problem-details-rfc7807": "error",
    },
  });
  const found = await lintFromString({ source: JSON.stringify(document), config });
  const told = found.map(({ ruleId, message, location }) => ({
    rule: ruleId,
    at: location[0]?.pointer ?? "",
    message,
  }));
  const isException = (one: { rule: string; at: string }) =>
    exceptions.some(({ rule, at }) => rule === one.rule && at === one.at);
  expect(told.filter((one) => !isException(one))).toEqual([]);
  // An exception that nothing needs any more goes.
  expect(told.filter(isException)).toHaveLength(exceptions.length);
}, 60_000);

test("every route of the contract is an operation, by its id, path and method", () => {
  for (const route of Object.values<RouteDefinition>(routes)) {
    const method = route.method.toLowerCase() as "get";
    expect(document.paths[route.path]?.[method]?.operationId).toBe(route.id);
  }
});

test("every module of resources that exports schemas is read for their names", () => {
  const source = readFileSync(new URL("./openapi-schemas.ts", import.meta.url), "utf8");
  const folder = new URL("./resources/", import.meta.url);
  const withSchemas = readdirSync(folder)
    .filter((name) => !name.endsWith(".test.ts"))
    .filter((name) => /^export const \w+Schema\b/m.test(readFileSync(new URL(name, folder), "utf8")));
  expect(withSchemas.filter((name) => !source.includes(`"./resources/${name}"`))).toEqual([]);
});

test("every tag, field and parameter says what it is, and the glossary has no word that nobody uses", () => {
  const silent = new Set<string>();
  const names = new Set<string>();
  const look = (where: string, schema: JsonSchema) =>
    mapSchema(schema, (one) => {
      for (const [name, property] of Object.entries(one.properties ?? {})) {
        names.add(name);
        const described = property.description !== undefined || property.$ref !== undefined;
        if (!described) silent.add(`${where}: ${name}`);
      }
      return one;
    });
  for (const [name, schema] of Object.entries(document.components.schemas)) look(name, schema);
  for (const operation of operations) {
    for (const { name, description } of operation.parameters ?? []) {
      names.add(name);
      if (description === "") silent.add(`${operation.operationId}: parameter ${name}`);
    }
    const contents = [operation.requestBody, ...Object.values(operation.responses)].flatMap((part) =>
      Object.values(part?.content ?? {}),
    );
    for (const { schema } of contents) look(operation.operationId, schema);
  }
  for (const tag of document.tags) if (tag.description === "") silent.add(`tag ${tag.name}`);
  expect([...silent].sort()).toEqual([]);
  expect(glossaryNames.filter((name) => !names.has(name))).toEqual([]);
});

test("every problem code appears with its meaning", () => {
  const text = JSON.stringify(operations);
  // Answered where a path exists and the method does not: no operation can list it.
  expect(problemCodes.filter((code) => !text.includes(`\`${code}\``))).toEqual(["method_not_allowed"]);
});
