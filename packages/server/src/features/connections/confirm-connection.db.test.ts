import { endpoints } from "@punctual/calendly";
import { routes } from "@punctual/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { auditEntries, connections, liveChanges } from "../../platform/database/schema.ts";
import { defineJob, handleJob } from "../../platform/queue/job.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { type Coach, connect, connectCoach, consentFor, noHooks } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { type ConnectionHooks, calendlyFor, connectionRoutes } from "./index.ts";

const followUp = defineJob({
  name: "test.follow-up",
  data: z.object({ coachId: z.string() }),
  retryLimit: 1,
  retryDelaySeconds: 1,
  expireSeconds: 10,
});

let run: SandboxContext;
beforeEach(async () => {
  run = await createSandboxContext();
});
afterEach(() => run.close());

async function attemptOf(coach: Coach, account: string): Promise<string> {
  const query = await consentFor(run, coach, { email: account });
  const handled = connectionRoutes(run.context, noHooks);
  const reply = await callRoute(handled, routes.finishConsent, viewerAs("coach", coach), { query });
  return (reply.kind === "redirect" ? new URL(reply.location).searchParams.get("attempt") : null) ?? "none";
}

function confirm(coach: Coach, attemptId: string, hooks: ConnectionHooks = noHooks, replacing?: string) {
  const handled = connectionRoutes(run.context, hooks);
  return callRoute(handled, routes.confirmConnection, viewerAs("coach", coach), {
    params: { attemptId },
    query: replacing === undefined ? {} : { replacing },
  });
}

test("a confirmed consent is an active connection whose client reaches that account, and enqueues what follows", async () => {
  const maya = await seedPerson(run.context, { name: "Maya Okafor", role: "coach" });
  const hooks = { ...noHooks, afterConnect: [followUp] };
  const connection = bodyOf(await confirm(maya, await attemptOf(maya, maya.email), hooks));
  expect(connection).toMatchObject({ state: "active", trouble: null, account: { email: maya.email } });

  const access = await calendlyFor(run.context, maya.id, { purpose: "person" });
  if (access.kind !== "ready") throw new Error(access.kind);
  expect(access.connection.userUri).toMatch(/\/users\/[^/]+$/);
  expect(JSON.stringify(access.connection)).not.toContain("tokensSealed");

  const followed: string[] = [];
  const handler = handleJob(followUp, 1, async ({ coachId }) => {
    followed.push(coachId);
  });
  await run.runJobs([handler]);
  expect(followed).toEqual([maya.id]);

  const [entry] = await run.context.database.select().from(auditEntries);
  expect(entry).toMatchObject({ actor: maya.id, action: "connection.connected" });
  const notices = await run.context.database.select().from(liveChanges);
  expect(notices).toContainEqual(expect.objectContaining({ topic: "connection", audience: [maya.id] }));
});

test("the sealed tokens of one row do not open in another", async () => {
  const maya = await connectCoach(run, "Maya Okafor");
  const tom = await connectCoach(run, "Tom Reyes");
  const rows = await run.context.database.select().from(connections);
  const sealedOfTom = rows.find(({ coachId }) => coachId === tom.id)?.tokensSealed ?? null;
  await run.context.database.update(connections).set({ tokensSealed: sealedOfTom });
  expect(await calendlyFor(run.context, maya.id, { purpose: "person" })).toMatchObject({ kind: "needs_reconnect" });
  expect(await calendlyFor(run.context, tom.id, { purpose: "person" })).toMatchObject({ kind: "ready" });
});

test("pressing twice connects once", async () => {
  const maya = await seedPerson(run.context, { name: "Maya Okafor", role: "coach" });
  const attemptId = await attemptOf(maya, maya.email);
  const replies = await Promise.all([confirm(maya, attemptId), confirm(maya, attemptId)]);
  expect(replies.map((reply) => (reply.kind === "json" ? "connected" : problemOf(reply))).sort()).toEqual([
    "connected",
    "not_found",
  ]);
});

describe("a Calendly account that another coach is connected to", () => {
  test("is refused, and leaves both coaches as they were", async () => {
    const maya = await connectCoach(run, "Maya Okafor");
    const tom = await seedPerson(run.context, { name: "Tom Reyes", role: "coach" });
    expect(problemOf(await confirm(tom, await attemptOf(tom, maya.email)))).toBe("connect_account_taken");
    expect(await calendlyFor(run.context, maya.id, { purpose: "person" })).toMatchObject({ kind: "ready" });
    expect(await calendlyFor(run.context, tom.id, { purpose: "person" })).toEqual({ kind: "missing" });
  });

  test("goes to exactly one when both confirm at once", async () => {
    const maya = await seedPerson(run.context, { name: "Maya Okafor", role: "coach" });
    const tom = await seedPerson(run.context, { name: "Tom Reyes", role: "coach" });
    const attempts = [await attemptOf(maya, maya.email), await attemptOf(tom, maya.email)] as const;
    const replies = await Promise.all([confirm(maya, attempts[0]), confirm(tom, attempts[1])]);
    expect(replies.map((reply) => (reply.kind === "json" ? "connected" : problemOf(reply))).sort()).toEqual([
      "connect_account_taken",
      "connected",
    ]);
  });

  test("may be connected once that coach has left", async () => {
    const maya = await connectCoach(run, "Maya Okafor");
    const left = await callRoute(connectionRoutes(run.context, noHooks), routes.disconnect, viewerAs("coach", maya));
    expect(bodyOf(left).state).toBe("disconnected");
    await connectCoach(run, "Tom Reyes", { account: maya.email });
  });
});

describe("another account than before", () => {
  test("is pointed out before it is saved, and the old one is left in order", async () => {
    const maya = await connectCoach(run, "Maya Okafor");
    const before = await calendlyFor(run.context, maya.id, { purpose: "person" });
    const attemptId = await attemptOf(maya, "ana@northside.example");
    const pending = await callRoute(
      connectionRoutes(run.context, noHooks),
      routes.getPendingConnection,
      viewerAs("coach", maya),
      { params: { attemptId } },
    );
    expect(bodyOf(pending)).toMatchObject({ differsFromPrevious: true, previousAccountEmail: maya.email });

    const tidied: string[] = [];
    const hooks: ConnectionHooks = {
      ...noHooks,
      beforeDisconnect: [
        async (coachId) => {
          const access = await calendlyFor(run.context, coachId, { purpose: "person" });
          tidied.push(access.kind === "ready" ? access.connection.account.email : access.kind);
        },
      ],
    };
    const replaced = await confirm(maya, attemptId, hooks, maya.email);
    expect(bodyOf(replaced).account?.email).toBe("ana@northside.example");
    expect(tidied).toEqual([maya.email]);
    if (before.kind !== "ready") throw new Error(before.kind);
    const after = await calendlyFor(run.context, maya.id, { purpose: "person" });
    expect(after).toMatchObject({ kind: "ready", connection: { id: before.connection.id } });
  });

  test("takes the place of no account that the coach has not seen named: another tab was quicker", async () => {
    const maya = await seedPerson(run.context, { name: "Maya Okafor", role: "coach" });
    // Both tabs were opened while nothing was connected, so neither of them speaks of another account.
    const [tabOfMaya, tabOfAna] = [await attemptOf(maya, maya.email), await attemptOf(maya, "ana@northside.example")];
    bodyOf(await confirm(maya, tabOfAna));
    expect(problemOf(await confirm(maya, tabOfMaya))).toBe("connect_account_differs");
    const access = await calendlyFor(run.context, maya.id, { purpose: "person" });
    expect(access).toMatchObject({ kind: "ready", connection: { account: { email: "ana@northside.example" } } });
    // The consent is still there, so that the coach can look at both and decide.
    expect(bodyOf(await confirm(maya, tabOfMaya, noHooks, "ana@northside.example")).account?.email).toBe(maya.email);
  });

  test("never lends its tokens to a client of the one before", async () => {
    const maya = await connectCoach(run, "Maya Okafor");
    const before = await calendlyFor(run.context, maya.id, { purpose: "person" });
    if (before.kind !== "ready") throw new Error(before.kind);
    bodyOf(await confirm(maya, await attemptOf(maya, "ana@northside.example"), noHooks, maya.email));
    await expect(before.client.request(endpoints.getCurrentUser)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("goes to exactly one of two tabs that say yes at once", async () => {
    const maya = await seedPerson(run.context, { name: "Maya Okafor", role: "coach" });
    const attempts = [await attemptOf(maya, maya.email), await attemptOf(maya, "ana@northside.example")] as const;
    const replies = await Promise.all(attempts.map((attemptId) => confirm(maya, attemptId)));
    expect(replies.map((reply) => (reply.kind === "json" ? "connected" : problemOf(reply))).sort()).toEqual([
      "connect_account_differs",
      "connected",
    ]);
  });

  test("after the first was disconnected is pointed out just the same: its sessions are still here", async () => {
    const maya = await connectCoach(run, "Maya Okafor");
    await callRoute(connectionRoutes(run.context, noHooks), routes.disconnect, viewerAs("coach", maya));
    expect(problemOf(await confirm(maya, await attemptOf(maya, "ana@northside.example")))).toBe(
      "connect_account_differs",
    );
  });

  test("that is the same one again is not", async () => {
    const maya = await connectCoach(run, "Maya Okafor");
    const attemptId = await attemptOf(maya, maya.email);
    const pending = await callRoute(
      connectionRoutes(run.context, noHooks),
      routes.getPendingConnection,
      viewerAs("coach", maya),
      { params: { attemptId } },
    );
    expect(bodyOf(pending).differsFromPrevious).toBe(false);
    await connect(run, maya, maya.email);
  });
});
