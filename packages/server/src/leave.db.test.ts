import { routes } from "@punctual/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestProgramme, type TestProgramme } from "./testing/index.ts";

let programme: TestProgramme;
beforeEach(async () => {
  programme = await createTestProgramme();
});
afterEach(() => programme.close());

const maya = "maya@northside.example";
const waiting = { timeout: 60_000, interval: 100 };

/** What Calendly holds for Maya, asked with a token of her own that has nothing to do with Punctual. */
async function subscriptionsOfMaya(): Promise<unknown[]> {
  const { userUri, personalToken } = programme.sandbox.credentials().people.find(({ email }) => email === maya) ?? {};
  const headers = { authorization: `Bearer ${personalToken}` };
  const me = (await (await fetch(`${programme.sandbox.url}/users/me`, { headers })).json()) as {
    resource: { current_organization: string };
  };
  const query = new URLSearchParams({
    scope: "user",
    user: userUri ?? "",
    organization: me.resource.current_organization,
  });
  const listed = await fetch(`${programme.sandbox.url}/webhook_subscriptions?${query}`, { headers });
  return ((await listed.json()) as { collection: unknown[] }).collection;
}

test("a coach who leaves while everything that follows connecting still runs leaves nothing behind", async () => {
  const coach = await programme.enter(maya);
  await programme.connect(coach, maya);
  const left = await coach.call("/api/calendly/connection?data=erase", { method: "DELETE" });
  expect(routes.disconnect.response.parse(await left.json())).toMatchObject({ state: "disconnected", erasing: true });

  const connection = async () =>
    routes.getConnection.response.parse(await (await coach.call(routes.getConnection.path)).json());
  await vi.waitFor(async () => expect(await connection()).toMatchObject({ state: "none", account: null }), waiting);
  const read = async (path: string) => ((await (await coach.call(path)).json()) as { items: unknown[] }).items;
  const remains = async () => [
    ...(await read(routes.listSessions.path)),
    ...(await read(routes.listEventTypes.path)),
    ...(await subscriptionsOfMaya()),
  ];
  // Whatever was under way when it was erased has come to its end.
  await vi.waitFor(async () => {
    const metrics = await (await programme.call("/metrics")).text();
    expect(metrics).toMatch(/^punctual_jobs_ready 0$/m);
    expect(metrics).toMatch(/^punctual_jobs_active 0$/m);
  }, waiting);
  expect(await remains()).toEqual([]);

  // And it begins anew as if nothing had been.
  await programme.connect(coach, maya);
  await vi.waitFor(async () => {
    expect(await connection()).toMatchObject({ webhook: { state: "active" }, backfill: { state: "done" } });
  }, waiting);
  expect(await subscriptionsOfMaya()).toHaveLength(1);
}, 150_000);
