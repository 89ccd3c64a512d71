import { type EndpointId, endpointList, endpoints, isCalendlyError } from "@punctual/calendly";
import { describe, expect, it } from "vitest";
import { operationCases } from "./cases/index.ts";
import { nobody, type Refusal } from "./cases/types.ts";
import { isReal, mayWrite, useTarget } from "./target.ts";

/**
 * One suite for any Calendly: the sandbox, or a real account (`CALENDLY_CONFORMANCE_TOKEN`). On a real account only what
 * reads is run, unless `CALENDLY_CONFORMANCE_WRITES=1` says that it may book, cancel and make records.
 */
const opened = useTarget();

function pathOf(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? nobody);
}

/** Calendly's error body, as far as it is the same everywhere. */
function expectError(body: unknown, refusal: Refusal): void {
  expect(body).toMatchObject({ title: expect.any(String), message: expect.any(String) });
  const { details } = body as { details?: { parameter?: string }[] };
  if (refusal.parameter !== undefined) expect(details?.map((one) => one.parameter)).toContain(refusal.parameter);
}

it("has a case, and wrong calls, for every operation of the table", () => {
  expect(Object.keys(operationCases).toSorted()).toEqual(endpointList.map(({ id }) => id).toSorted());
});

const ids = endpointList.map(({ id }) => id as EndpointId);

describe.each(ids)("%s", (id) => {
  const operation = endpoints[id];
  const one = operationCases[id];

  it.skipIf(one.effect === "writes" && !mayWrite)(
    "does what the documentation says, and nothing else",
    async (context) => {
      opened().drift();
      try {
        await one.works(opened());
      } catch (error) {
        // What the account's plan does not hold cannot be checked on it.
        if (isReal && isCalendlyError(error, "permission_denied", "plan_required")) return context.skip();
        throw error;
      }
      expect(opened().drift()).toEqual([]);
    },
  );

  it("asks for a token", async () => {
    const { status, body } = await opened().raw(operation.method, pathOf(operation.path), { token: null });
    expect(status).toBe(401);
    expect(body).toMatchObject({ title: "Unauthenticated" });
  });

  it.skipIf(one.effect === "writes" && !mayWrite)("refuses wrong calls and says what is wrong", async () => {
    for (const refusal of await one.refuses(opened())) {
      const path = pathOf(operation.path, refusal.params);
      const { status, body } = await opened().raw(operation.method, path, {
        ...(refusal.query === undefined ? {} : { query: refusal.query }),
        ...(refusal.body === undefined ? {} : { body: refusal.body }),
      });
      expect({ why: refusal.why, status }).toEqual({ why: refusal.why, status: refusal.status });
      expectError(body, refusal);
    }
  });
});
