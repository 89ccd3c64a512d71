import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import operations from "./fixtures/operations.json" with { type: "json" };
import { allScopes, type EndpointId, endpointList, endpoints } from "./index.ts";

const operationOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

/** Calls that create, or that answer the second time differently: everything else may be repeated. */
const notIdempotent: readonly EndpointId[] = [
  "cancelScheduledEvent",
  "createContact",
  "createContactCustomFieldDefinition",
  "createContactList",
  "createEventType",
  "createInvitee",
  "createInviteeNoShow",
  "createNote",
  "createOneOffEventType",
  "createOrganizationInvitation",
  "createSchedulingLink",
  "createShare",
  "createWebhookSubscription",
];

describe("the endpoint table", () => {
  it("has exactly the operations Calendly documents, with scope, plan and success", () => {
    const table = endpointList.map((endpoint) => ({
      operation: operationOf(endpoint),
      scope: endpoint.scopes.join(" "),
      plan: endpoint.plan,
      status: endpoint.status,
      paged: endpoint.response instanceof z.ZodObject && "pagination" in endpoint.response.shape,
    }));
    const byOperation = (left: { operation: string }, right: { operation: string }) =>
      left.operation < right.operation ? -1 : 1;
    expect(table.sort(byOperation)).toEqual([...operations].sort(byOperation));
    expect(table).toHaveLength(80);
  });

  it("stands in the README, every operation with its call, scope and plan", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    for (const { id, method, path, scopes, plan, source, idempotent } of endpointList) {
      const start = `| [\`${id}\`](${source}) | ${method} \`${path}\` | \`${scopes.join(" ")}\` | ${plan} |`;
      const row = readme.split("\n").find((line) => line.startsWith(start));
      expect(row, start).toMatch(idempotent ? /\| yes \|$/ : /\| no \|$/);
    }
  });

  it("names every endpoint by its own id", () => {
    for (const [name, endpoint] of Object.entries(endpoints)) expect(endpoint.id).toBe(name);
    expect(endpointList).toHaveLength(Object.keys(endpoints).length);
  });

  it("repeats after an unknown outcome exactly what is as good twice as once", () => {
    const single = endpointList.filter((endpoint) => !endpoint.idempotent).map(({ id }) => id);
    expect(single.sort()).toEqual([...notIdempotent]);
  });

  it.each(endpointList)("asks for $id only scopes that exist, and a body only where one is sent", (endpoint) => {
    for (const scope of endpoint.scopes) expect(allScopes).toContain(scope);
    expect(endpoint.body === undefined).toBe(endpoint.method === "GET" || endpoint.method === "DELETE");
  });

  it.each(endpointList)("names its parameters so that $id can be called by URI", ({ path }) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect([[], ["uuid"], ["org_uuid", "uuid"], ["event_uuid", "invitee_uuid"]]).toContainEqual(names);
  });
});
