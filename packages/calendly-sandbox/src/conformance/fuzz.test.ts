import { createHash } from "node:crypto";
import { type Endpoint, endpoints } from "@punctual/calendly";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { apiEndpoints } from "../resources/endpoints.ts";
import type { Sandbox } from "../sandbox.ts";
import { type HostileRequest, hostileRequests, searchOf } from "../testing/hostile.ts";
import { startSandbox } from "../testing/stage.ts";

/** Requests in one run of this file, spread over all operations. */
const total = 10_000;
const operations: readonly Endpoint[] = apiEndpoints.map(({ operation }) => endpoints[operation]);
const perOperation = Math.ceil(total / operations.length);

const failures: Error[] = [];
let sandbox: Sandbox;
let known: { uris: string[]; tokens: string[] };
beforeAll(async () => {
  sandbox = await startSandbox({
    scenario: "solo",
    settings: { callsPerMinute: null, bookingCalls: null },
    onError: (error) => failures.push(error),
  });
  sandbox.changePlan({ plan: "enterprise", stage: "paid" });
  known = { uris: await findUris(), tokens: ["sandbox-personal-token-robin"] };
});
afterAll(() => sandbox.close());

/** Every resource URI that a walk over the lists meets. */
async function findUris(): Promise<string[]> {
  const headers = { authorization: "Bearer sandbox-personal-token-robin" };
  const read = async (path: string) => (await fetch(`${sandbox.url}${path}`, { headers })).text();
  const me = await read("/users/me");
  const found = new Set(me.match(uriPattern()) ?? []);
  const [user, organization] = [/"uri":"([^"]+)"/, /"current_organization":"([^"]+)"/].map(
    (pattern) => pattern.exec(me)?.[1] ?? "",
  );
  for (const path of [
    `/event_types?user=${user}`,
    `/user_availability_schedules?user=${user}`,
    `/scheduled_events?user=${user}`,
    `/organization_memberships?organization=${organization}`,
    `/routing_forms?organization=${organization}`,
    `/groups?organization=${organization}`,
    "/contacts",
    "/teams",
  ]) {
    for (const uri of (await read(path)).match(uriPattern()) ?? []) found.add(uri);
  }
  const event = [...found].find((uri) => /\/scheduled_events\/[^/]+$/.test(uri));
  const invitees = await read(`${new URL(event ?? sandbox.url).pathname}/invitees`);
  for (const uri of invitees.match(uriPattern()) ?? []) found.add(uri);
  return [...found].slice(0, 200);
}

const uriPattern = () => new RegExp(`${sandbox.url}/[a-z_/]+/[A-Za-z0-9-]+`, "g");

const errorShape = z.strictObject({
  title: z.string().min(1),
  message: z.string().min(1),
  details: z
    .array(
      z.strictObject({ parameter: z.string().optional(), message: z.string().min(1), code: z.string().optional() }),
    )
    .optional(),
  required_scopes: z.array(z.string()).optional(),
});

/** Every record of every table. */
function digest(): string {
  const tables = sandbox.listTables().map(({ name, rows }) => sandbox.listRecords(name, { limit: rows + 1 }));
  return createHash("sha256").update(JSON.stringify(tables)).digest("base64url");
}

async function send(request: HostileRequest): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${sandbox.url}${request.path}${searchOf(request)}`, {
    method: request.method,
    headers: request.headers,
    body: request.body,
  });
  return { status: response.status, text: await response.text() };
}

describe.each(operations.map((operation) => [operation.id, operation] as const))("%s", (_id, operation) => {
  it("answers whatever comes as Calendly would, and keeps its state when it refuses", async () => {
    await fc.assert(
      fc.asyncProperty(hostileRequests(operation, known), async (request) => {
        failures.length = 0;
        const before = digest();
        const { status, text } = await send(request);
        expect(failures).toEqual([]);
        expect(status).toBeLessThan(500);
        if (status < 400) {
          expect(status).toBe(operation.status);
          return;
        }
        expect(errorShape.safeParse(JSON.parse(text)).error).toBeUndefined();
        expect(digest()).toBe(before);
      }),
      { numRuns: perOperation, endOnFailure: true },
    );
  }, 120_000);
});
