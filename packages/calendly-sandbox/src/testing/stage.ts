import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type CalendlyClient, createCalendlyClient, endpoints, isCalendlyError } from "@punctual/calendly";
import { createSandbox, type Sandbox, type SandboxOptions } from "../sandbox.ts";

/** Monday noon UTC of a week without a change of offset. */
export const monday = Date.parse("2026-11-16T12:00:00Z");
export const day = 86_400_000;
export const hour = 3_600_000;

/** A sandbox whose machine stands at `monday`, so that a test sees the same scenario on any day. */
export function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return createSandbox({ now: () => monday, ...options });
}

export type FirstName = "ada" | "maya" | "tom" | "ana" | "ravi" | "kit" | "ruth";

export const tokenOf = (who: FirstName) => `sandbox-personal-token-${who}`;

/** The real client, signed in with somebody's personal token, telling time as the sandbox does. */
export function clientOf(sandbox: Sandbox, accessToken: string): CalendlyClient {
  return createCalendlyClient({ accessToken, apiUrl: sandbox.url, now: sandbox.now, maxAttempts: 1 });
}

export async function meOf(client: CalendlyClient) {
  return (await client.request(endpoints.getCurrentUser)).resource;
}

/** Somebody's event type by its slug. */
export async function eventTypeOf(client: CalendlyClient, slug: string) {
  const { uri } = await meOf(client);
  const { collection } = await client.request(endpoints.listEventTypes, { query: { user: uri, count: 100 } });
  const found = collection.find((eventType) => eventType.slug === slug);
  if (found === undefined) throw new Error(`No event type ${slug}`);
  return found;
}

/** Start of the first open time of an event type in the two weeks to come. */
export async function firstOpening(sandbox: Sandbox, client: CalendlyClient, eventType: string, skip = 0) {
  const startTime = new Date(sandbox.now() + hour).toISOString();
  const endTime = new Date(sandbox.now() + 14 * day).toISOString();
  const times = await client.availableTimes({ eventType, startTime, endTime });
  const found = times[skip];
  if (found === undefined) throw new Error("No open time");
  return found.start_time;
}

/** The code with which a call fails; `no error` when it does not. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (isCalendlyError(error)) return error.code;
    throw error;
  }
  return "no error";
}

export interface Received {
  readonly body: Uint8Array;
  readonly text: string;
  readonly signature: string | null;
}

/** A receiver of webhooks on a port of its own. `answer` gives the status of each. */
export async function startReceiver(answer: (received: Received, at: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = new Uint8Array(Buffer.concat(chunks));
      const header = request.headers["calendly-webhook-signature"];
      const one = { body, text: new TextDecoder().decode(body), signature: typeof header === "string" ? header : null };
      received.push(one);
      response.writeHead(answer(one, received.length)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
