import { endpointList } from "@punctual/calendly";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { startSandbox } from "../testing/stage.ts";

interface Document {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

let sandbox: Sandbox;
let document: Document;
beforeAll(async () => {
  sandbox = await startSandbox({ scenario: "solo" });
  document = (await (await fetch(`${sandbox.url}/openapi/calendly-api.json`)).json()) as Document;
});
afterAll(() => sandbox.close());

describe("the OpenAPI document", () => {
  it("describes every operation once, on the origin by which it was asked for", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.servers).toEqual([{ url: sandbox.url }]);
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(endpointList.map((one) => `${one.id} ${one.method} ${one.path}`).toSorted());
  });

  it("refers only to what it holds", () => {
    const names = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, name]) => name ?? "");
    expect(names.length).toBeGreaterThan(80);
    const held = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(names.filter((name) => !held.includes(name))).toEqual([]);
  });

  it("gives the words of lists that may grow as examples, and never as the only ones", () => {
    expect(document.components.schemas["EventType"]).toMatchObject({
      properties: { kind: { type: "string", examples: ["solo", "group"] } },
    });
  });
});
