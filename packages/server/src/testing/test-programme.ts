import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createSandbox, type Sandbox } from "@punctual/calendly-sandbox";
import type { PunctualOverrides } from "../punctual.ts";
import { createTestServer, type SignedIn, signIn, type TestServer } from "./test-server.ts";

export interface TestProgramme extends TestServer {
  readonly sandbox: Sandbox;
  /** Signs in one of the scenario's people. */
  enter(email: string): Promise<SignedIn>;
  /** Leads a coach through Calendly's consent page. Answers the id of the attempt that waits to be confirmed. */
  consent(coach: SignedIn, email: string): Promise<string>;
  /** Leads a coach through Calendly's consent page and confirms the account. */
  connect(coach: SignedIn, email: string): Promise<void>;
  /** Calendly's URI of the coach's event type that is booked at this link. */
  eventTypeUri(email: string, schedulingUrl: string | null): Promise<string>;
}

/**
 * The whole product as it runs: server and worker on a clean database, listening, with a Calendly sandbox that posts its
 * webhooks there. By the machine's clock, which the sandbox lives by too.
 */
export async function createTestProgramme(overrides: PunctualOverrides = {}): Promise<TestProgramme> {
  const sandbox = await createSandbox({
    scenario: "coaching",
    span: { daysBack: 28, daysAhead: 21 },
    settings: { tokenCallsPerMinute: null },
  });
  const listener = await listen();
  try {
    const app = sandbox.credentials().apps[0];
    if (app === undefined) throw new Error("The sandbox has no OAuth app.");
    const server = await createTestServer({
      ...overrides,
      config: {
        publicUrl: listener.url,
        calendly: {
          apiUrl: sandbox.url,
          authUrl: sandbox.url,
          bookingUrl: sandbox.url,
          assetsUrl: sandbox.url,
          picturesUrl: sandbox.url,
          clientId: app.clientId,
          clientSecret: app.clientSecret,
          webhookSigningKeys: [app.webhookSigningKey],
        },
      },
    });
    listener.server.on(
      "request",
      getRequestListener((request, env) => server.punctual.fetch(request, env)),
    );
    await server.punctual.worker.start();
    return {
      ...server,
      sandbox,
      enter(email) {
        const person = sandbox.credentials().people.find((one) => one.email === email);
        if (person === undefined) throw new Error(`Nobody in the scenario has the address ${email}.`);
        return signIn(server, person.role, { name: person.name, email });
      },
      consent: (coach, email) => consent(sandbox, coach, email),
      connect: (coach, email) => connect(sandbox, coach, email),
      eventTypeUri: (email, schedulingUrl) => eventTypeUri(sandbox, email, schedulingUrl),
      async close() {
        await close(listener.server);
        await server.close();
        await sandbox.close();
      },
    };
  } catch (error) {
    await close(listener.server);
    await sandbox.close();
    throw error;
  }
}

/** What a browser does between 'Connect Calendly' and the page that shows whose account it is. */
async function consent(sandbox: Sandbox, coach: SignedIn, email: string): Promise<string> {
  const { authorizeUrl } = await jsonOf(await coach.call("/api/calendly/connection/start", { method: "POST" }));
  const page = await (await fetch(String(authorizeUrl))).text();
  const form = new URLSearchParams();
  for (const [input] of page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const read = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1]?.replaceAll("&amp;", "&") ?? "";
    form.set(read("name"), read("value"));
  }
  const account = sandbox.world.listConsentAccounts().find((one) => one.email === email);
  form.set("account", account?.userId ?? "");
  form.set("decision", "allow");
  const answer = await fetch(`${sandbox.url}/oauth/authorize`, { method: "POST", body: form, redirect: "manual" });
  const back = new URL(answer.headers.get("location") ?? "");
  const callback = await coach.call(`${back.pathname}${back.search}`);
  const next = new URL(callback.headers.get("location") ?? "", back);
  const attempt = next.searchParams.get("attempt");
  if (attempt === null) throw new Error(`The consent came to ${next.href}`);
  return attempt;
}

/** The same, and 'Yes, that is my account'. */
export async function connect(sandbox: Sandbox, coach: SignedIn, email: string): Promise<void> {
  const attempt = await consent(sandbox, coach, email);
  const confirmed = await coach.call(`/api/calendly/connection/attempts/${attempt}/confirm`, { method: "POST" });
  if (!confirmed.ok) throw new Error(`Confirming ${attempt} answered ${await confirmed.text()}`);
}

async function eventTypeUri(sandbox: Sandbox, email: string, schedulingUrl: string | null): Promise<string> {
  const person = sandbox.credentials().people.find((one) => one.email === email);
  const answer = await fetch(`${sandbox.url}/event_types?user=${person?.userUri}`, {
    headers: { authorization: `Bearer ${person?.personalToken}` },
  });
  const { collection } = (await answer.json()) as { collection: { uri: string; scheduling_url: string }[] };
  return collection.find((one) => one.scheduling_url === schedulingUrl)?.uri ?? "";
}

async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json();
  if (!response.ok || typeof body !== "object" || body === null) {
    throw new Error(`${response.url} answered ${response.status}: ${JSON.stringify(body)}`);
  }
  return { ...body };
}

function listen(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address !== "object" || address === null) reject(new Error("The server has no port."));
      else resolve({ server, url: `http://127.0.0.1:${address.port}` });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
