import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signWebhook, uuidOf, webhookSignatureHeader } from "@punctual/calendly";
import { createSandbox, type Sandbox } from "@punctual/calendly-sandbox";
import { createPunctual, type Punctual, type ServerConfig } from "@punctual/server";
import {
  connect,
  openTestDatabase,
  type SignedIn,
  signIn,
  type TestServer,
  testConfig,
} from "@punctual/server/testing";
import { openedTokens } from "@punctual/server/testing/sealed-tokens";
import { afterEach, expect, test } from "vitest";
import { freePort, type ProductProcess, startProduct } from "./testing.ts";

/** What must never be read anywhere but where it belongs. */
const canaries = {
  invitee: "Canaria Quillfeather",
  address: "canaria.quillfeather@canary.example",
  answer: "canary-answer-8c1f",
  phone: "312-555-0147",
  reason: "canary-reason-5d20",
  mailPassword: "canary-smtp-77aa",
  wrongPassword: "canary-password-b3e9",
} as const;
const key = Buffer.alloc(32, "canary-key");

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Stage {
  readonly sandbox: Sandbox;
  readonly product: ProductProcess;
  /** The same database in this process. */
  readonly beside: Punctual;
  readonly config: ServerConfig;
  query(statement: string): Promise<readonly Record<string, unknown>[]>;
  /** What was answered to calls that did not succeed. */
  readonly refusals: string[];
  readonly server: TestServer;
}

/** The product as a process of its own that says all that it can, with a mail server that cannot be reached. */
async function openStage(): Promise<Stage | null> {
  const open = await openTestDatabase();
  if (open.driver.kind === "pglite") {
    await open.close();
    return null;
  }
  const { pool, url } = open.driver;
  const sandbox = await createSandbox({ scenario: "coaching", settings: { tokenCallsPerMinute: null } });
  const app = sandbox.credentials().apps[0];
  if (app === undefined) throw new Error("The sandbox has no OAuth app.");
  const dataDir = mkdtempSync(join(tmpdir(), "punctual-canaries-"));
  const product = await startProduct({
    DATA_DIR: dataDir,
    DATABASE_URL: url,
    ENCRYPTION_KEYS: `k1:${key.toString("base64")}`,
    CALENDLY_API_URL: sandbox.url,
    CALENDLY_CLIENT_ID: app.clientId,
    CALENDLY_CLIENT_SECRET: app.clientSecret,
    CALENDLY_WEBHOOK_SIGNING_KEY: app.webhookSigningKey,
    SMTP_URL: `smtp://punctual:${canaries.mailPassword}@127.0.0.1:${await freePort()}`,
    LOG_LEVEL: "debug",
  });
  const config = testConfig({ publicUrl: product.url, encryptionKeys: [{ id: "k1", key: new Uint8Array(key) }] });
  const beside = await createPunctual(config, { open });
  closing.push(
    () => beside.close(),
    () => sandbox.close(),
    () => product.stop("SIGKILL").catch(() => null),
    () => rmSync(dataDir, { recursive: true, force: true }),
  );
  const refusals: string[] = [];
  const server: TestServer = {
    punctual: beside,
    config,
    async call(path, init) {
      const response = await fetch(`${product.url}${path}`, { redirect: "manual", ...init });
      if (response.status >= 400) refusals.push(await response.clone().text());
      return response;
    },
    close: async () => undefined,
  };
  return { sandbox, product, beside, config, server, refusals, query: async (text) => (await pool.query(text)).rows };
}

const waiting = { timeout: 60_000, interval: 200 };

test("of tokens, keys, passwords, cookies, addresses, names, answers and phone numbers nothing is left in what the process prints, tells, or writes down about its work", async ({
  skip,
}) => {
  const stage = await openStage();
  if (stage === null) return skip();
  const { sandbox, product, server, query, refusals } = stage;
  const coach = await signIn(server, "coach", { name: "Maya Okafor", email: "maya@northside.example" });
  await connect(sandbox, coach, "maya@northside.example");
  await expect.poll(() => query("select 1 from punctual.event_types limit 1"), waiting).toHaveLength(1);
  const sessionId = await bookAndSee(stage);
  await expect.poll(() => query("select 1 from punctual_queue.job where output is not null"), waiting).not.toEqual([]);

  await bringBadInput(stage);
  await breakCalendly(stage, coach);
  await breakDatabase(stage, coach);
  await coach.call(`/api/calendly/cancel_event/${sessionId}`, {
    method: "POST",
    body: { reason: canaries.reason },
    headers: { "idempotency-key": "canary-cancel" },
  });
  await expect
    .poll(() => query("select 1 from punctual.sessions where status = 'canceled' limit 1"), waiting)
    .not.toEqual([]);

  const secrets = await secretsOf(stage, coach);
  closing.splice(closing.length - 2, 1);
  expect(await product.stop("SIGTERM")).toBe(0);
  const output = product.output();
  expect(output).toContain('"msg":"request failed"');
  expect(output).toContain('"msg":"job"');
  expect(refusals.length).toBeGreaterThan(8);

  const everything = [...Object.values(canaries), coach.cookie, "maya@northside.example", ...secrets];
  expect(found(everything, output)).toEqual([]);
  expect(found(everything, refusals.join("\n"))).toEqual([]);

  const tables = await tablesOf(stage);
  expect(found([canaries.address, canaries.answer], tables.get("punctual.invitees") ?? "")).toHaveLength(2);
  for (const [table, text] of tables) {
    expect(found([...secrets, canaries.mailPassword, canaries.wrongPassword], text), table).toEqual([]);
    if (isJournal(table)) {
      // Why a session was canceled is part of the audit log; nothing else of it is.
      const isKept = (one: string) => table === "punctual.audit_entries" && one === canaries.reason;
      expect(
        found(
          everything.filter((one) => !isKept(one)),
          text,
        ),
        table,
      ).toEqual([]);
    }
  }
}, 300_000);

/** Books as an invitee does, and waits until the webhook has made it ours. */
async function bookAndSee({ sandbox, query }: Stage): Promise<string> {
  const maya = sandbox.credentials().people.find(({ email }) => email === "maya@northside.example");
  const answer = await fetch(`${sandbox.url}/event_types?user=${maya?.userUri}`, {
    headers: { authorization: `Bearer ${maya?.personalToken}` },
  });
  const { collection } = (await answer.json()) as {
    collection: { uri: string; name: string; custom_questions: { name: string }[] }[];
  };
  const type = collection.find(({ custom_questions: questions }) => questions.length > 0);
  const question = type?.custom_questions[0]?.name;
  if (type === undefined || question === undefined) throw new Error("No event type asks anything.");
  const from = new Date(Date.now() + 3_600_000).toISOString();
  const until = new Date(Date.now() + 6 * 86_400_000).toISOString();
  const times = await fetch(
    `${sandbox.url}/event_type_available_times?event_type=${type.uri}&start_time=${from}&end_time=${until}`,
    { headers: { authorization: `Bearer ${maya?.personalToken}` } },
  );
  const { collection: slots } = (await times.json()) as { collection: { start_time: string }[] };
  const booked = sandbox.world.book({
    eventTypeId: uuidOf(type.uri),
    startTime: slots.at(3)?.start_time ?? "",
    invitee: { name: canaries.invitee, email: canaries.address, timezone: "America/Chicago" },
    answers: [{ question, answer: canaries.answer, position: 0 }],
    guests: [],
    location: { kind: "outbound_call", location: `+1 ${canaries.phone}` },
    tracking: null,
    method: "page",
  });
  if (booked.kind !== "booked") throw new Error(JSON.stringify(booked));
  const find = () => query(`select session_id as id from punctual.invitees where email = '${canaries.address}'`);
  await expect.poll(find, waiting).toHaveLength(1);
  return String((await find())[0]?.["id"]);
}

/** Forged, broken and unwanted input, each with a canary in it. */
async function bringBadInput({ sandbox, server, query }: Stage): Promise<void> {
  const json = { "content-type": "application/json", origin: server.config.publicUrl };
  await server.call("/api/auth/sign-in/email", {
    method: "POST",
    headers: json,
    body: JSON.stringify({ email: canaries.address, password: canaries.wrongPassword }),
  });
  const signingKey = sandbox.credentials().apps[0]?.webhookSigningKey ?? "";
  const payload = {
    uri: "urn:x",
    name: canaries.invitee,
    email: canaries.address,
    text_reminder_number: canaries.phone,
  };
  const bodies = [
    JSON.stringify({ event: "invitee.created", created_at: new Date().toISOString(), payload }),
    `${canaries.address} {"event": not JSON`,
  ];
  for (const body of bodies) {
    const rawBody = new TextEncoder().encode(body);
    for (const by of [signingKey, "another key"]) {
      const signature = await signWebhook({ rawBody, key: by, timestamp: Math.floor(Date.now() / 1000) });
      await server.call("/api/calendly/webhooks", {
        method: "POST",
        headers: { ...json, [webhookSignatureHeader]: signature },
        body,
      });
    }
  }
  await expect
    .poll(() => query("select 1 from punctual.webhook_deliveries where state = 'dead'"), waiting)
    .not.toEqual([]);
}

async function breakCalendly({ sandbox, query }: Stage, coach: SignedIn): Promise<void> {
  const fault = sandbox.addFault({ kind: "http", path: "*", status: 503 });
  const [type] = await query("select id from punctual.event_types limit 1");
  const today = new Date().toISOString().slice(0, 10);
  await coach.call(`/api/calendly/availability?eventTypeId=${type?.["id"]}&from=${today}&to=${today}&timeZone=UTC`);
  await coach.call("/api/calendly/connection/check", { method: "POST" });
  sandbox.removeFault(fault.id);
}

/** Queries fail with the parameters that they were asked with: addresses, ids, what somebody wrote. */
async function breakDatabase({ server, query }: Stage, coach: SignedIn): Promise<void> {
  await query("alter table punctual.sessions rename to sessions_away");
  await coach.call(`/api/calendly/sessions?search=${encodeURIComponent(canaries.invitee)}`);
  await coach.call("/api/calendly/sessions");
  await query("alter table punctual.sessions_away rename to sessions");
  await query("alter table punctual.people rename to people_away");
  await server.call("/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.config.publicUrl },
    body: JSON.stringify({ email: canaries.address, password: canaries.wrongPassword }),
  });
  await coach.call("/api/me");
  await query("alter table punctual.people_away rename to people");
}

/** Secrets that came into being on the way, and those of the settings. */
async function secretsOf({ sandbox, query, config }: Stage, coach: SignedIn): Promise<string[]> {
  const app = sandbox.credentials().apps[0];
  const [connection] = await query("select id, tokens_sealed from punctual.connections");
  const { accessToken, refreshToken } = await openedTokens(
    config.encryptionKeys,
    String(connection?.["id"]),
    String(connection?.["tokens_sealed"]),
  );
  expect([accessToken.length, refreshToken.length].every((length) => length > 20)).toBe(true);
  const known = [app?.clientSecret, app?.webhookSigningKey, accessToken, refreshToken, key.toString("base64")];
  return [...known.filter((one) => one !== undefined), coach.csrfToken, signatureOf(coach.cookie)];
}

/** The part of the cookie without which the token that the database knows signs nobody in. */
function signatureOf(cookie: string): string {
  return decodeURIComponent(/session_token=([^;]+)/.exec(cookie)?.[1] ?? "").split(".")[1] ?? cookie;
}

async function tablesOf({ query }: Stage): Promise<ReadonlyMap<string, string>> {
  const names = await query(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname like 'punctual%'",
  );
  const read = await Promise.all(
    names.map(async ({ name }) => {
      const rows = await query(`select row_to_json(t)::text as row from ${String(name)} t`);
      return [String(name), rows.map(({ row }) => row).join("\n")] as const;
    }),
  );
  return new Map(read);
}

/** Tables that tell what was done, and not what is the case. */
function isJournal(table: string): boolean {
  const journals =
    "audit_entries calendly_calls security_counts security_alerts live_changes webhook_refusals limit_counters";
  return table.startsWith("punctual_queue.") || journals.split(" ").includes(table.replace("punctual.", ""));
}

/** The canaries in a text, each with what stands around it. */
function found(wanted: readonly string[], text: string): string[] {
  return wanted.flatMap((one) =>
    [...new Set([one, encodeURIComponent(one)])].flatMap((form) => {
      const at = text.indexOf(form);
      return at < 0 ? [] : [`${one} in: ${text.slice(Math.max(0, at - 150), at + form.length + 50)}`];
    }),
  );
}
