import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signWebhook, webhookSignatureHeader } from "@punctual/calendly";
import { createPunctual } from "@punctual/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Environment, readEnvironment } from "./environment.ts";
import { keys } from "./key-commands.ts";
import { newKey } from "./keys.ts";
import { noCalendly, serverConfig } from "./server-config.ts";

const publicUrl = "http://localhost:3000";
const signingKey = "the-webhook-signing-key";
let dataDir: string;
let printed: string[];
let environment: Environment;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "punctual-key-commands-"));
  environment = readEnvironment({ DATA_DIR: dataDir, LOG_LEVEL: "silent" });
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line: unknown) => printed.push(String(line)));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const running = () =>
  createPunctual(serverConfig(environment, publicUrl, { ...noCalendly, webhookSigningKeys: [signingKey] }, []));

/** A delivery, whose body is sealed. */
async function deliver(): Promise<void> {
  const punctual = await running();
  const body = JSON.stringify({
    event: "invitee.created",
    created_at: new Date().toISOString(),
    payload: { uri: "urn:x" },
  });
  const rawBody = new TextEncoder().encode(body);
  const header = await signWebhook({ rawBody, key: signingKey, timestamp: Math.floor(Date.now() / 1000) });
  const request = new Request(`${publicUrl}/api/calendly/webhooks`, {
    method: "POST",
    headers: { "content-type": "application/json", [webhookSignatureHeader]: header },
    body,
  });
  expect((await punctual.fetch(request)).status).toBe(200);
  await punctual.close();
}

async function command(words: string, dryRun = false): Promise<readonly string[]> {
  printed.length = 0;
  await keys(() => environment, words.split(" "), { "dry-run": dryRun });
  return [...printed];
}

test("embedded: a key is added, a running server keeps its database, the old key is taken out when it seals nothing, and not before", async () => {
  await deliver();
  const file = join(dataDir, "encryption-keys");
  const before = readFileSync(file, "utf8").trim();
  const [old = ""] = before.split(":");
  const [added = ""] = await command("add");
  const [fresh = ""] = /^k\w+/.exec(added) ?? [];
  expect(added).toBe(
    `${fresh} stands first in ${file} and seals what is written from the next start on. Back that file up, then run: npm run punctual -- keys rotate`,
  );
  expect(readFileSync(file, "utf8")).toMatch(new RegExp(`^${fresh}:.+,${old}:`));
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const punctual = await running();
  await expect(command("rotate")).rejects.toThrow("Stop it, run this, and start it again.");
  await punctual.close();

  const withoutOld = `${readFileSync(file, "utf8").split(",")[0]}\n`;
  const both = readFileSync(file, "utf8");
  writeFileSync(file, withoutOld);
  await expect(running()).rejects.toThrow(`lacks the key named ${old}, which still seals 1 secret`);
  writeFileSync(file, both);

  expect((await command("rotate", true)).at(-1)).toBe(`1 secret would come under ${fresh}. Nothing was changed.`);
  expect((await command("rotate")).at(-1)).toBe(
    `Nothing is sealed by ${old} any more. Once every process runs with ${fresh} first, ${old} may be removed; keep it with the backups that it opens.`,
  );
  expect(await command("status")).toEqual([
    `${fresh.padEnd(12)} 1 secret             the newest`,
    `${old.padEnd(12)} 0 secrets`,
  ]);
  writeFileSync(file, withoutOld);
  const again = await running();
  const [delivery] = await again.inbox.list({ limit: 1 });
  expect(delivery?.state).toBe("received");
  await again.close();
}, 180_000);

test("where the operator keeps the keys, none is added behind their back; an unknown verb says what there is", async () => {
  environment = readEnvironment({ DATA_DIR: dataDir, ENCRYPTION_KEYS: newKey() });
  await expect(command("add")).rejects.toThrow("write it there before the others");
  await expect(command("turn")).rejects.toThrow("keys rotate");
  expect(await command("new")).toEqual([expect.stringMatching(/^k[0-9a-f]{6}:[\w+/]{43}=$/)]);
});
