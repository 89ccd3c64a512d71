import { createHmac } from "node:crypto";
import { openApiDocument, problemSchema, type RouteDefinition, routes } from "@punctual/contract";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import type * as z from "zod";
import type { OpenDatabase } from "./platform/database/open.ts";
import { rowsOf } from "./platform/database/rows.ts";
import { defaultLimits, type LimitSettings } from "./platform/limits/settings.ts";
import { silentLog } from "./platform/logger.ts";
import { type FuzzRequest, hostileRequests, operationsOf, parserOf, validRequests } from "./testing/fuzz-requests.ts";
import { createTestProgramme, openTestDatabase, type SignedIn, signIn, type TestProgramme } from "./testing/index.ts";
import type { KnownValues } from "./testing/schema-arbitrary.ts";

/** On Postgres a part of them: what it takes otherwise than PGlite shows soon. */
const total = inject("testDatabase").kind === "pglite" ? 10_000 : 1_000;
/** The same requests each time, so that a failure is about what has changed; `FUZZ_SEED` looks elsewhere. */
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

type Caller = "anonymous" | "coach" | "realtor" | "stranger" | "admin";

/** What would end what the other requests need, and where it is tried all the same. */
const endings: Readonly<Record<string, { readonly callers: readonly Caller[]; readonly because: string }>> = {
  disconnect: { callers: ["admin", "realtor", "anonymous"], because: "It takes the connection away." },
  signOut: { callers: ["anonymous"], because: "It ends the caller's login session." },
  endOtherLogins: { callers: ["anonymous"], because: "It ends login sessions that other requests use." },
};
/** Each costs a slow hash of the password. */
const slow = new Set(["signIn", "changePassword", "resetPassword", "acceptInvitation"]);

/** What is written about refused requests, on purpose or by the clock. */
const journals = ["security_counts", "security_alerts", "limit_counters", "calendly_calls", "call_budgets"];

const document = openApiDocument({ version: "0.0.0-fuzz", serverUrl: "http://127.0.0.1" });
const operations = operationsOf(document);
const parsers = new Map<string, z.ZodType>();

/** Of each request that failed, what the log says. */
const failures: string[] = [];
let open: OpenDatabase;
let programme: TestProgramme;
let people: Record<Exclude<Caller, "anonymous">, SignedIn>;
let known: KnownValues;

beforeAll(async () => {
  open = await openTestDatabase();
  const lifted = Object.keys(defaultLimits).map((name) => [name, 1_000_000_000]);
  programme = await createTestProgramme({
    open,
    limits: Object.fromEntries(lifted) as LimitSettings,
    log: { ...silentLog, error: ({ error }) => failures.push(messageOf(error)) },
  });
  people = {
    coach: await programme.enter("maya@northside.example"),
    realtor: await programme.enter("jordan@realty.example"),
    stranger: await signIn(programme, "coach", { email: "stranger@northside.example" }),
    admin: await programme.enter("ada@northside.example"),
  };
  await programme.connect(people.coach, "maya@northside.example");
  const read = async (who: SignedIn, path: string): Promise<unknown> => (await who.call(path)).json();
  await vi.waitUntil(async () => {
    const connection = routes.getConnection.response.parse(await read(people.coach, "/api/calendly/connection"));
    return connection.backfill.state === "done" && connection.webhook.state === "active";
  }, waiting);
  const types = () => read(people.coach, "/api/calendly/event_types").then(routes.listEventTypes.response.parse);
  const found = await vi.waitUntil(async () => ((await types()).items.length > 0 ? await types() : null), waiting);
  for (const { id } of found.items) {
    await people.coach.call(`/api/calendly/event_types/${id}`, { method: "PATCH", body: { offered: true } });
  }
  // From here on only requests change anything.
  await programme.punctual.worker.stop();
  await makeServices();
  known = await knownValues();
}, 300_000);
afterAll(() => programme.close());

const waiting = { timeout: 120_000, interval: 100 };

/** What only admins make, so that requests about it find some. */
async function makeServices(): Promise<void> {
  const make = async (route: RouteDefinition, body: unknown) => {
    const response = await people.admin.call(route.path, { method: "POST", body });
    expect([route.id, response.status]).toEqual([route.id, route.status]);
  };
  for (let nth = 0; nth < 4; nth += 1) {
    await make(routes.createApiKey, { name: `Key ${nth}`, scopes: ["sessions:read"], expiresInDays: 30 });
    await make(routes.createOutgoingEndpoint, { url: `https://hooks${nth}.invalid/`, kinds: ["session.booked"] });
    await make(routes.invite, { name: `Guest ${nth}`, email: `guest${nth}@realty.example`, role: "realtor" });
  }
}

/** Ids and cursors that exist, found in what the lists answer. */
async function knownValues(): Promise<KnownValues> {
  const lists = operations.filter(
    ({ method, path }) => method === "GET" && path.startsWith("/api/") && !path.includes("{"),
  );
  const texts: string[] = [];
  for (const { path } of lists.filter(({ id }) => id !== "streamChanges")) {
    for (const who of Object.values(people)) texts.push(await (await who.call(path)).text());
  }
  const all = texts.join("\n");
  const byPrefix = Map.groupBy(new Set(all.match(/\b[a-z]{3}_[\w-]{8,40}\b/g) ?? []), (id) => id.slice(0, 3));
  const cursors = [...all.matchAll(/"nextCursor":"([^"]+)"/g)].map(([, cursor = ""]) => cursor);
  const expendable: string[] = [];
  for (let i = 0; i < 6; i += 1) {
    const email = `expendable${i}@realty.example`;
    expendable.push(await programme.punctual.people.ensure({ ...nobody, email, name: `Expendable ${i}` }));
  }
  const every = [...byPrefix.values()].flat();
  return (name) => {
    if (name === "memberId") return fc.constantFrom(...expendable);
    if (name === "timeZone") return fc.constantFrom("America/Chicago", "Asia/Kathmandu", "Pacific/Apia", "UTC");
    if (name === "cursor") return cursors.length === 0 ? undefined : fc.constantFrom(...cursors);
    const fitting = byPrefix.get(prefixes[name] ?? "") ?? [];
    if (fitting.length > 0) return fc.constantFrom(...fitting);
    return /(?:Id|^ids|^uuid)$/.test(name) ? fc.constantFrom(...every) : undefined;
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message.slice(0, 200) : messageOf(error.cause);
}

const nobody = {
  role: "realtor",
  password: "correct horse battery staple",
  emailVerified: true,
  timeZone: null,
} as const;
const prefixes: Readonly<Record<string, string>> = {
  coachId: "per",
  eventTypeId: "ety",
  uuid: "ses",
  deliveryId: "dlv",
  ids: "dlv",
  messageId: "msg",
  endpointId: "oep",
  keyId: "key",
  invitationId: "ivt",
};

function send(caller: Caller, request: FuzzRequest): Promise<Response> {
  const { operation, path, body } = request;
  const person = caller === "anonymous" ? null : people[caller];
  const headers = new Headers({ origin: programme.config.publicUrl, ...request.headers });
  if (person !== null) headers.set("cookie", person.cookie);
  if (person !== null) headers.set("x-csrf-token", person.csrfToken);
  return programme.call(path, { method: operation.method, headers, ...(body === null ? {} : { body }) });
}

/** What is wrong with an answer by the document; null when nothing is. */
async function findFault({ operation, mustBeRefused }: FuzzRequest, response: Response): Promise<string | null> {
  const { status } = response;
  const listed = operation.definition.responses[String(status)];
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  if (type === "text/event-stream") {
    await response.body?.cancel();
    return null;
  }
  const text = await response.text();
  if (status >= 500)
    return `answered ${status}, after ${failures.at(-1) ?? "nothing in the log"}: ${text.slice(0, 300)}`;
  if (mustBeRefused && status < 300) return `took what it must refuse, and answered ${status}`;
  if (response.headers.get("x-request-id") === null) return "answered without X-Request-Id";
  if (listed === undefined) return `answered ${status}, which the document does not list: ${text.slice(0, 300)}`;
  if (text === "") return null;
  const schema = listed.content?.[type]?.schema;
  if (schema === undefined) return `answered ${status} as ${type}, which the document does not list`;
  if (!type.endsWith("json")) return null;
  const value: unknown = JSON.parse(text);
  const key = `${operation.id} ${status} ${type}`;
  const parser = parsers.get(key) ?? parserOf(document, schema);
  parsers.set(key, parser);
  const parsed = parser.safeParse(value);
  if (!parsed.success)
    return `answered ${status} with another body than the document says: ${parsed.error.message.slice(0, 300)}`;
  if (type === "application/problem+json") {
    const problem = problemSchema.strict().safeParse(value);
    if (!problem.success || problem.data.status !== status)
      return `answered no whole problem document: ${text.slice(0, 300)}`;
  }
  return null;
}

/** A digest of every table that a request may change. */
async function stateNow(): Promise<Record<string, string>> {
  const tables = await open.database.execute(
    sql`select tablename as name from pg_tables where schemaname = 'punctual' union all select 'punctual_queue.job'`,
  );
  const names = rowsOf(tables)
    .map(({ name }) => String(name))
    .filter((name) => !journals.includes(name));
  const digests = names.map((name) => {
    const table = name.includes(".") ? name : `punctual.${name}`;
    return `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(h, '' order by h)), '') as digest
      from (select md5(t::text) as h from ${table} t) as hashes`;
  });
  const rows = rowsOf(await open.database.execute(sql.raw(digests.join(" union all "))));
  return Object.fromEntries(rows.map(({ name, digest }) => [String(name), String(digest)]));
}

const callers = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Caller>("admin") },
  { weight: 6, arbitrary: fc.constant<Caller>("coach") },
  { weight: 3, arbitrary: fc.constant<Caller>("realtor") },
  { weight: 2, arbitrary: fc.constant<Caller>("stranger") },
  { weight: 2, arbitrary: fc.constant<Caller>("anonymous") },
);

type Draw = readonly [caller: Caller, request: FuzzRequest];

/** The same requests for the same seed, spread over all operations. */
function draw(count: number, makers: typeof validRequests): readonly Draw[] {
  const weighted = operations.map((operation) => {
    const made = makers(document, operation, known);
    const ending = endings[operation.id];
    const who = ending === undefined || makers === hostileRequests ? callers : fc.constantFrom(...ending.callers);
    return { weight: slow.has(operation.id) ? 1 : 20, arbitrary: fc.tuple(who, made) };
  });
  return fc.sample(fc.oneof(...weighted), { numRuns: count, seed });
}

function tell([caller, { operation, path, body, headers }]: Draw): string {
  return `${caller}: ${operation.method} ${path.slice(0, 300)} ${JSON.stringify(headers)} ${body?.slice(0, 500) ?? ""}`;
}

test(`${total} requests made from the OpenAPI document: no 5xx, every answer as documented, refused input changes nothing`, async () => {
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  const run = async (one: Draw) => {
    const response = await send(...one);
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    const fault = await findFault(one[1], response);
    if (fault !== null) faults.push(`${one[1].operation.id} ${fault}\n  ${tell(one)}`);
  };
  const hostile = draw(total * 0.6, hostileRequests);
  const bad = hostile.filter(([, { mustBeRefused }]) => mustBeRefused);
  for (let at = 0; at < bad.length; at += 500) {
    const before = await stateNow();
    const some = bad.slice(at, at + 500);
    for (const one of some) await run(one);
    const after = await stateNow();
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    if (changed.length > 0) faults.push(`refused requests ${at} to ${at + 500} changed ${changed.join(", ")}`);
  }
  for (const one of hostile.filter(([, { mustBeRefused }]) => !mustBeRefused)) await run(one);
  for (const one of draw(total * 0.4, validRequests)) await run(one);
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  process.stdout.write(
    `fuzz: ${[...statuses.values()].reduce((sum, count) => sum + count, 0)} requests, ${operations.length} operations, seed ${seed}; ${counts.join(", ")}\n`,
  );
  const kinds = [...Map.groupBy(faults, (fault) => fault.replace(/req_\w+|\d+|\{.*/gs, "")).values()];
  expect(
    kinds.slice(0, 40).map(([first = ""]) => first),
    `FUZZ_SEED=${seed}`,
  ).toEqual([]);
}, 900_000);

test("bodies that anyone may post to the webhook address, rightly signed: kept or refused, never a 5xx", async () => {
  const key = programme.config.calendly.webhookSigningKeys[0] ?? "";
  for (const body of fc.sample(fc.oneof(fc.string(), fc.json({ maxDepth: 4 })), { numRuns: 200, seed })) {
    const at = Math.floor(Date.now() / 1000);
    const signature = createHmac("sha256", key).update(`${at}.${body}`).digest("hex");
    const headers = { "calendly-webhook-signature": `t=${at},v1=${signature}` };
    const response = await programme.call("/api/calendly/webhooks", { method: "POST", headers, body });
    expect([response.status, body]).toEqual([200, body]);
  }
  await programme.punctual.worker.runDue();
}, 120_000);
