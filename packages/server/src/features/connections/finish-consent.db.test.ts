import { routes } from "@punctual/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connectAttempts, connections } from "../../platform/database/schema.ts";
import type { Reply } from "../../platform/http/reply.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { type Coach, consentFor, noHooks } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { connectionJobs, connectionRoutes } from "./index.ts";

let run: SandboxContext;
let maya: Coach;

beforeEach(async () => {
  run = await createSandboxContext();
  maya = await seedPerson(run.context, { name: "Maya Okafor", role: "coach" });
});
afterEach(() => run.close());

const handled = () => connectionRoutes(run.context, noHooks);
const allowAs = (email: string, coach: Coach = maya) => consentFor(run, coach, { email });

function finish(query: { code?: string; state?: string; error?: string }, coach: Coach = maya) {
  return callRoute(handled(), routes.finishConsent, viewerAs("coach", coach), { query });
}

function pageOf(reply: Reply<unknown>): { path: string; attempt: string | null; problem: string | null } {
  if (reply.kind !== "redirect") throw new Error(`no redirect but ${reply.kind}`);
  const { origin, pathname, searchParams } = new URL(reply.location);
  expect(origin).toBe(run.context.config.publicUrl);
  return { path: pathname, attempt: searchParams.get("attempt"), problem: searchParams.get("problem") };
}

async function tokensAtRest(): Promise<string> {
  const rows = [
    await run.context.database.select().from(connectAttempts),
    await run.context.database.select().from(connections),
  ];
  return JSON.stringify(rows);
}

test("a consent comes back as an attempt that says whose account it is, and connects nothing yet", async () => {
  const page = pageOf(await finish(await allowAs("maya@northside.example")));
  expect(page).toMatchObject({ path: "/settings/connection", problem: null });
  const attemptId = page.attempt ?? "";
  const pending = bodyOf(
    await callRoute(handled(), routes.getPendingConnection, viewerAs("coach", maya), { params: { attemptId } }),
  );
  expect(pending).toMatchObject({
    account: { email: "maya@northside.example", timeZone: "America/New_York" },
    differsFromPrevious: false,
    previousAccountEmail: null,
  });
  const connection = bodyOf(await callRoute(handled(), routes.getConnection, viewerAs("coach", maya)));
  expect(connection.state).toBe("none");
});

test("neither the state, nor the verifier, nor a token is readable in the database", async () => {
  const query = await allowAs("maya@northside.example");
  await finish(query);
  const stored = await tokensAtRest();
  expect(stored).not.toContain(query.state);
  expect(stored).not.toContain(query.code);
  // Access tokens of Calendly are JWTs, which begin like this.
  expect(stored).not.toContain("eyJ");
});

describe("an answer that cannot be taken", () => {
  test("with a state that nobody was given is refused", async () => {
    const { code } = await allowAs("maya@northside.example");
    expect(pageOf(await finish({ ...(code === undefined ? {} : { code }), state: "x".repeat(43) })).problem).toBe(
      "connect_state_unknown",
    );
    expect(pageOf(await finish({})).problem).toBe("connect_state_unknown");
  });

  test("with another coach's state looks like one that nobody was given, and does not use it up", async () => {
    const tom = await seedPerson(run.context, { name: "Tom Reyes", role: "coach" });
    const query = await allowAs("maya@northside.example");
    expect(pageOf(await finish(query, tom)).problem).toBe("connect_state_unknown");
    expect(pageOf(await finish(query)).attempt).not.toBeNull();
  });

  test("that comes twice is refused the second time, also when both come at once", async () => {
    const query = await allowAs("maya@northside.example");
    const pages = (await Promise.all([finish(query), finish(query)])).map(pageOf);
    expect(pages.filter(({ attempt }) => attempt !== null)).toHaveLength(1);
    expect(pages.map(({ problem }) => problem)).toContain("connect_code_rejected");
    expect(pageOf(await finish(query)).problem).toBe("connect_code_rejected");
  });

  test("with a code that was used for another state is refused by Calendly", async () => {
    const first = await allowAs("maya@northside.example");
    await finish(first);
    const second = await allowAs("maya@northside.example");
    expect(pageOf(await finish({ ...second, ...(first.code && { code: first.code }) })).problem).toBe(
      "connect_code_rejected",
    );
  });

  test("after ten minutes is refused as expired", async () => {
    const query = await allowAs("maya@northside.example");
    run.clock.advance({ minutes: 10 });
    expect(pageOf(await finish(query)).problem).toBe("connect_state_expired");
  });

  test("because the coach denied it says so, and cannot be turned into a consent later", async () => {
    const query = await consentFor(run, maya, { email: "maya@northside.example", decision: "deny" });
    expect(pageOf(await finish(query)).problem).toBe("connect_denied");
    expect(pageOf(await finish(query)).problem).toBe("connect_code_rejected");
  });

  test("while Calendly is down says that Calendly is unavailable", async () => {
    const query = await allowAs("maya@northside.example");
    run.sandbox.addFault({ kind: "http", path: "/oauth/token", status: 503 });
    expect(pageOf(await finish(query)).problem).toBe("calendly_unavailable");
  });

  test("because nobody listens at Calendly's address says the same", async () => {
    const query = await allowAs("maya@northside.example");
    const closed = { ...run.context, config: { ...run.context.config } };
    const nowhere = { ...closed.config.calendly, authUrl: "http://127.0.0.1:9", apiUrl: "http://127.0.0.1:9" };
    const offline = { ...run.context, config: { ...closed.config, calendly: nowhere } };
    const reply = await callRoute(connectionRoutes(offline, noHooks), routes.finishConsent, viewerAs("coach", maya), {
      query,
    });
    expect(pageOf(reply).problem).toBe("calendly_unavailable");
  });
});

describe("a consent that nobody confirms", () => {
  test("is given back to Calendly when the coach says that it is not theirs", async () => {
    const page = pageOf(await finish(await allowAs("tom@northside.example")));
    const params = { attemptId: page.attempt ?? "" };
    const viewer = viewerAs("coach", maya);
    expect((await callRoute(handled(), routes.discardConnection, viewer, { params })).kind).toBe("empty");
    expect(problemOf(await callRoute(handled(), routes.confirmConnection, viewer, { params }))).toBe("not_found");
    expect(await run.context.database.select().from(connectAttempts)).toHaveLength(0);
  });

  test("cannot be seen, confirmed or discarded by another coach", async () => {
    const tom = viewerAs("coach", await seedPerson(run.context, { name: "Tom Reyes", role: "coach" }));
    const params = { attemptId: pageOf(await finish(await allowAs("maya@northside.example"))).attempt ?? "" };
    expect(problemOf(await callRoute(handled(), routes.getPendingConnection, tom, { params }))).toBe("not_found");
    expect(problemOf(await callRoute(handled(), routes.confirmConnection, tom, { params }))).toBe("not_found");
    expect(problemOf(await callRoute(handled(), routes.discardConnection, tom, { params }))).toBe("not_found");
  });

  test("expires after ten minutes", async () => {
    const params = { attemptId: pageOf(await finish(await allowAs("maya@northside.example"))).attempt ?? "" };
    run.clock.advance({ minutes: 10 });
    const viewer = viewerAs("coach", maya);
    expect(problemOf(await callRoute(handled(), routes.getPendingConnection, viewer, { params }))).toBe(
      "connect_state_expired",
    );
    expect(problemOf(await callRoute(handled(), routes.confirmConnection, viewer, { params }))).toBe(
      "connect_state_expired",
    );
    expect((await run.runJobs(connectionJobs(run.context, noHooks))).failed).toBe(0);
  });
});
