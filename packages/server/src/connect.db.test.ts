import { createSandbox, type Sandbox } from "@punctual/calendly-sandbox";
import { type Connection, createApiClient } from "@punctual/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestServer, type SignedIn, signIn, type TestServer } from "./testing/index.ts";

let sandbox: Sandbox;
let server: TestServer;

beforeEach(async () => {
  sandbox = await createSandbox({ scenario: "coaching", span: { daysBack: 28, daysAhead: 21 } });
  const { url } = sandbox;
  const [app] = sandbox.credentials().apps;
  if (app === undefined) throw new Error("the scenario has no OAuth app");
  server = await createTestServer({
    config: {
      publicUrl: new URL(app.redirectUris[0] ?? "").origin,
      calendly: {
        apiUrl: url,
        authUrl: url,
        bookingUrl: url,
        assetsUrl: url,
        picturesUrl: url,
        clientId: app.clientId,
        clientSecret: app.clientSecret,
        webhookSigningKeys: [app.webhookSigningKey],
      },
    },
  });
});
afterEach(async () => {
  await server.close();
  await sandbox.close();
});

function apiOf(person: SignedIn) {
  return createApiClient({
    baseUrl: server.config.publicUrl,
    headers: () => ({ cookie: person.cookie, origin: server.config.publicUrl }),
    fetch: async (input, init) => server.punctual.fetch(new Request(input, init)),
  });
}

/** The coach's browser: to Calendly's consent page, Allow, and back. Gives where it lands. */
async function walkConsent(coach: SignedIn, authorizeUrl: string, email: string): Promise<URL> {
  const person = sandbox.credentials().people.find((one) => one.email === email);
  const form = new URL(authorizeUrl).searchParams;
  form.set("account", person?.userUri?.split("/").at(-1) ?? "");
  form.set("decision", "allow");
  const allowed = await fetch(`${sandbox.url}/oauth/authorize`, { method: "POST", body: form, redirect: "manual" });
  const back = new URL(allowed.headers.get("location") ?? "");
  const landed = await coach.call(`${back.pathname}${back.search}`);
  expect(landed.status).toBe(302);
  return new URL(landed.headers.get("location") ?? "");
}

test("a coach connects over HTTP: event types, webhook subscription and past sessions follow, and realtors find openings", async () => {
  await server.punctual.worker.start();
  const coach = await signIn(server, "coach", { name: "Maya Okafor", email: "maya@northside.example" });
  const api = apiOf(coach);

  const { authorizeUrl } = await api.startConnection();
  const page = await walkConsent(coach, authorizeUrl, "maya@northside.example");
  expect(page.pathname).toBe("/settings/connection");
  const attemptId = page.searchParams.get("attempt") ?? "";
  expect((await api.getPendingConnection({ params: { attemptId } })).account.name).toBe("Maya Okafor");
  expect((await api.confirmConnection({ params: { attemptId } })).state).toBe("active");

  const settled = await vi.waitFor(
    async (): Promise<Connection> => {
      const connection = await api.getConnection();
      expect(connection).toMatchObject({ webhook: { state: "active" }, backfill: { state: "done" } });
      return connection;
    },
    { timeout: 15_000, interval: 100 },
  );
  expect(settled.backfill.sessions).toBeGreaterThan(0);
  expect((await api.listSessions()).items.length).toBeGreaterThan(0);

  const realtor = apiOf(await signIn(server, "realtor"));
  const [maya] = (await realtor.listCoaches({ query: {} })).items;
  expect(maya).toMatchObject({ name: "Maya Okafor", email: null });
  const { items } = await realtor.listEventTypes({ query: { coachId: maya?.id } });
  const [eventType] = items;
  const today = new Date().toISOString().slice(0, 10);
  const later = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
  const openings = await realtor.getAvailability({
    query: { eventTypeId: eventType?.id ?? "", from: today, to: later, timeZone: "America/Chicago" },
  });
  expect(openings.slots.length).toBeGreaterThan(0);

  expect((await api.disconnect()).state).toBe("disconnected");
  expect((await realtor.listCoaches({ query: {} })).items).toEqual([]);
  expect((await api.listSessions()).items.length).toBeGreaterThan(0);
});
