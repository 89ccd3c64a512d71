import { describe, expect, it } from "vitest";
import { allScopes, endpointList, endpoints } from "./index.ts";

describe("the endpoint table", () => {
  it("names every endpoint by its own id, once per method and path", () => {
    expect(Object.keys(endpoints)).toEqual(endpointList.map((endpoint) => endpoint.id));
    expect(new Set(endpointList.map(({ method, path }) => `${method} ${path}`)).size).toBe(endpointList.length);
  });

  it.each(endpointList)("repeats $id after an unknown outcome only if twice is as good as once", (endpoint) => {
    expect(endpoint.idempotent).toBe(endpoint.method === "GET" || endpoint.method === "DELETE");
  });

  it.each(endpointList)("says of $id which scopes it needs and what a success looks like", (endpoint) => {
    expect(endpoint.scopes.length).toBeGreaterThan(0);
    for (const scope of endpoint.scopes) expect(allScopes).toContain(scope);
    expect(endpoint.status).toBe({ GET: 200, POST: 201, PATCH: 200, DELETE: 204 }[endpoint.method]);
    expect(endpoint.body === undefined).toBe(endpoint.method === "GET" || endpoint.method === "DELETE");
  });
});
