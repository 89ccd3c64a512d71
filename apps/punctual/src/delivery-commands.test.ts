import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signWebhook, webhookSignatureHeader } from "@punctual/calendly";
import { createPunctual } from "@punctual/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deliveries } from "./delivery-commands.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { noCalendly, serverConfig } from "./server-config.ts";

const key = "the-signing-key";
const publicUrl = "http://localhost:3000";
let dataDir: string;
let environment: Environment;
const printed: string[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "punctual-deliveries-"));
  environment = readEnvironment({ DATA_DIR: dataDir, LOG_LEVEL: "silent" });
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: unknown) => printed.push(String(line)));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The product on the data directory, as `npm start` has it. */
const running = () =>
  createPunctual(serverConfig(environment, publicUrl, { ...noCalendly, webhookSigningKeys: [key] }, []));

async function deliver(punctual: Awaited<ReturnType<typeof running>>, invitee: string): Promise<void> {
  const body = JSON.stringify({
    event: "invitee.created",
    created_at: new Date().toISOString(),
    created_by: null,
    payload: { uri: `https://api.calendly.com/${invitee}`, updated_at: new Date().toISOString() },
  });
  const rawBody = new TextEncoder().encode(body);
  const header = await signWebhook({ rawBody, key, timestamp: Math.floor(Date.now() / 1000) });
  const request = new Request(`${publicUrl}/api/calendly/webhooks`, {
    method: "POST",
    headers: { "content-type": "application/json", [webhookSignatureHeader]: header },
    body,
  });
  expect((await punctual.fetch(request)).status).toBe(200);
}

const command = (...words: string[]) => deliveries(environment, words, {});

test("deliveries are listed, shown and replayed on the database of a product that is stopped", async () => {
  const punctual = await running();
  await deliver(punctual, "one");
  await deliver(punctual, "two");
  await punctual.worker.runDue();
  // While the product has the database, the way is the page.
  await expect(command("list")).rejects.toThrow("use the page http://localhost:3000/sync");
  await punctual.close();

  await deliveries(environment, ["list"], { state: "dead", limit: "1" });
  expect(printed).toEqual([expect.stringMatching(/dlv_\w+ {2}dead +invitee\.created {2}The payload is not/)]);
  const id = /dlv_\w+/.exec(printed[0] ?? "")?.[0] ?? "";
  printed.length = 0;
  await command("show", id);
  expect(printed.join("\n")).toMatch(/state +dead/);
  expect(printed.join("\n")).toMatch(/attempts +1/);
  printed.length = 0;
  await deliveries(environment, ["replay"], { state: "dead" });
  expect(printed).toEqual(["2 deliveries will be applied again as soon as a worker runs."]);

  const again = await running();
  expect(await again.inbox.list({ state: "received", limit: 10 })).toHaveLength(2);
  await again.worker.runDue();
  expect(await again.inbox.list({ state: "dead", limit: 10 })).toMatchObject([{ replays: 1 }, { replays: 1 }]);
  await again.close();
}, 120_000);

test.each([
  [["list"], { state: "lost" }, "--state must be one of received"],
  [["list"], { limit: "many" }, "--limit must be a number"],
  [["show"], {}, "begins with dlv_"],
  [["replay"], {}, "Which ones?"],
  [["replay"], { state: "applied" }, "one that was applied is replayed by its id"],
  [["replay", "dlv_1", "dlv_2"], {}, "One id at a time"],
  [["forget"], {}, "deliveries replay --state dead"],
])("%j %j is refused with what to write, before anything is opened", async (words, options, sentence) => {
  await expect(deliveries(environment, words, options)).rejects.toThrow(sentence);
});
