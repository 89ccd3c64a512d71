import { endpoints } from "@punctual/calendly";
import { asc, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rowsOf } from "../../platform/database/migrate.ts";
import { calendlyCalls } from "../../platform/database/schema.ts";
import { type Coach, connectCoach } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";

import { calendlyFor } from "../connections/index.ts";
import { eventTypeJobs, readEventTypesJob } from "./jobs.ts";
import { readEventTypes } from "./read-event-types.ts";

let run: SandboxContext;
let maya: Coach;
/** What stands between here and Calendly; null: nothing. */
let between: ((url: string) => Response | Promise<Response> | null) | null;
/** Requests that were sent. */
let sent: string[];

beforeEach(async () => {
  between = null;
  sent = [];
  run = await createSandboxContext({
    sleep: async (_ms, signal) => signal?.throwIfAborted(),
    fetch: (input, init) => {
      sent.push(String(input));
      return Promise.resolve(between?.(String(input)) ?? fetch(input, init));
    },
  });
  maya = await connectCoach(run, "Maya Okafor");
  sent = [];
});
afterEach(() => run.close());

const unreachable = () => Promise.reject(new TypeError("fetch failed"));
const visit = () => readEventTypes(run.context, maya.id, { purpose: "person" });

async function enqueue(): Promise<void> {
  await run.context.database.transaction((tx) =>
    run.context.queue.enqueue(tx, readEventTypesJob, { coachId: maya.id }, { key: maya.id }),
  );
}

/** The job as it waits: how often it failed, and in how many seconds it is due. */
async function waitingJob() {
  const found = await run.context.database.execute(
    sql`select state::text, retry_count, ceil(extract(epoch from start_after - now()))::int as due_in
        from punctual_queue.job where name = ${readEventTypesJob.name}`,
  );
  return rowsOf(found)[0];
}

async function recorded() {
  await run.context.upstream.flush();
  const rows = await run.context.database.select().from(calendlyCalls).orderBy(asc(calendlyCalls.seq));
  return rows.map(({ endpoint, purpose, attempt, status, code, coachId }) => ({
    ...{ endpoint, purpose, attempt, status, code },
    own: coachId === maya.id,
  }));
}

test("every attempt is on record with what it was for; a token that was refused and renewed too", async () => {
  const before = await recorded();
  expect(before).toEqual([
    { endpoint: "oauth.exchange", purpose: "tokens", attempt: 1, status: 200, code: null, own: true },
    { endpoint: "getCurrentUser", purpose: "person", attempt: 1, status: 200, code: null, own: true },
  ]);
  let refusals = 1;
  between = (url) => {
    if (!url.includes("/event_types") || refusals === 0) return null;
    refusals -= 1;
    return new Response("{}", { status: 401 });
  };
  await visit();
  expect((await recorded()).slice(2)).toEqual([
    { endpoint: "oauth.refresh", purpose: "tokens", attempt: 1, status: 200, code: null, own: true },
    { endpoint: "listEventTypes", purpose: "person", attempt: 1, status: 401, code: "unauthenticated", own: true },
    { endpoint: "listEventTypes", purpose: "person", attempt: 1, status: 200, code: null, own: true },
  ]);
});

test("a storm of 429s: a job comes back when the window is over and no attempt of it is used up", async () => {
  const headers = { "x-ratelimit-limit": "500", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "42" };
  between = () => new Response("{}", { status: 429, headers });
  await enqueue();
  expect(await run.runJobs(eventTypeJobs(run.context))).toEqual({ ran: 1, failed: 0 });
  const job = await waitingJob();
  expect(job).toMatchObject({ state: "created", retry_count: 0 });
  expect(job?.["due_in"]).toBeGreaterThan(35);
  const after = sent.length;
  // The answer was for all of the account's calls: nobody sends another one into it.
  expect(await visit()).toMatchObject({ kind: "calendly_rate_limited", retryAfterSeconds: 42 });
  expect(sent).toHaveLength(after);
  run.clock.advance({ seconds: 43 });
  between = null;
  expect(await visit()).toMatchObject({ kind: "read" });
});

test.each<[string, () => Response | Promise<Response>]>([
  ["no connection", unreachable],
  ["503", () => new Response("upstream error", { status: 503 })],
  ["200 with a page", () => new Response("<html>Be right back</html>", { headers: { "content-type": "text/html" } })],
])(
  "an outage (%s): people are told at once, jobs wait without failing, and its end is found out by one call",
  async (_, answer) => {
    between = answer;
    for (let visits = 0; run.context.upstream.circuit("api").state === "closed" && visits < 10; visits += 1)
      await visit();
    expect(run.context.upstream.circuit("api")).toMatchObject({ state: "open", failures: 5 });
    const inOutage = sent.length;
    expect(await visit()).toMatchObject({ kind: "calendly_unavailable" });
    await enqueue();
    expect(await run.runJobs(eventTypeJobs(run.context))).toEqual({ ran: 1, failed: 0 });
    expect(await waitingJob()).toMatchObject({ state: "created", retry_count: 0 });
    expect(sent).toHaveLength(inOutage);
    expect((await recorded()).at(-1)).toMatchObject({ purpose: "event_types", status: null, code: "circuit_open" });

    run.clock.advance({ seconds: 16 });
    between = (url) => (url.includes("/event_types") ? null : unreachable());
    expect(await visit()).toMatchObject({ kind: "read" });
    expect(run.context.upstream.circuit("api")).toEqual({ state: "closed", failures: 0 });
  },
);

test("an OAuth server that is away is left alone too, and nobody's link is called dead for it", async () => {
  run.clock.advance({ hours: 3 });
  between = (url) => (url.includes("/oauth/") ? unreachable() : null);
  for (let visits = 0; run.context.upstream.circuit("oauth").state === "closed" && visits < 10; visits += 1)
    await visit();
  const inOutage = sent.length;
  expect(await visit()).toMatchObject({ kind: "calendly_unavailable" });
  await enqueue();
  expect(await run.runJobs(eventTypeJobs(run.context))).toEqual({ ran: 1, failed: 0 });
  expect(sent).toHaveLength(inOutage);
  run.clock.advance({ seconds: 16 });
  between = null;
  expect(await visit()).toMatchObject({ kind: "read" });
});

test("a job that is told to stop while it is held back does so at once", async () => {
  const access = await calendlyFor(run.context, maya.id, { purpose: "sweep" });
  if (access.kind !== "ready") throw new Error("not connected");
  between = () => new Response("{}", { status: 429, headers: { "retry-after": "5" } });
  await expect(access.client.request(endpoints.getCurrentUser)).rejects.toMatchObject({ name: "NotNow" });
  const signal = AbortSignal.abort(new Error("the job's time is over"));
  await expect(access.client.request(endpoints.getCurrentUser, { signal })).rejects.toMatchObject({ code: "aborted" });
});
