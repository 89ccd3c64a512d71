import { routes } from "@punctual/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensurePerson } from "../../features/access/index.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { onceByKey } from "./idempotency.ts";
import { ok, problem, type Reply } from "./reply.ts";

let harness: TestContext;
let personId: string;
beforeEach(async () => {
  harness = await createTestContext();
  personId = await ensurePerson(harness.context, {
    name: "Maya",
    email: "maya@northside.example",
    role: "coach",
    password: "a password for a test",
    emailVerified: true,
    timeZone: null,
  });
});
afterEach(() => harness.close());

let runs = 0;
beforeEach(() => {
  runs = 0;
});
function once(key: string, parts: unknown, run: () => Promise<Reply<unknown>> = async () => ok({ run: runs })) {
  const { database, clock } = harness.context;
  return onceByKey({ database, clock, personId, key, route: routes.cancelSession, parts }, () => {
    runs += 1;
    return run();
  });
}

test("the same key with the same request is carried out once and answered twice", async () => {
  const first = await once("key-00000001", { reason: "ill" });
  expect(await once("key-00000001", { reason: "ill" })).toEqual({ reply: first.reply, replayed: true });
  expect(runs).toBe(1);
});

test("of the same request sent many times at once one is carried out, the others are told to wait", async () => {
  const replies = await Promise.all(Array.from({ length: 5 }, () => once("key-00000002", {})));
  expect(runs).toBe(1);
  for (const { reply } of replies)
    expect(reply.kind === "json" || (reply.kind === "problem" && reply.code === "conflict")).toBe(true);
});

test("the same key for something else is refused", async () => {
  await once("key-00000003", { reason: "ill" });
  expect((await once("key-00000003", { reason: "away" })).reply).toMatchObject({ code: "idempotency_key_reused" });
});

test("a refusal that may pass, or a failure, is not kept: the same key works afterwards", async () => {
  await once("key-00000004", {}, async () => problem("calendly_unavailable", "Calendly does not answer."));
  await once("key-00000004", {}, async () => Promise.reject(new Error("crash"))).catch(() => undefined);
  expect((await once("key-00000004", {})).reply.kind).toBe("json");
  expect(runs).toBe(3);
});

test("a request whose process died is carried out again after five minutes", async () => {
  const { promise, resolve } = Promise.withResolvers<Reply<unknown>>();
  const hanging = once("key-00000005", {}, () => promise);
  await expect.poll(() => runs).toBe(1);
  expect((await once("key-00000005", {})).reply).toMatchObject({ code: "conflict" });
  harness.clock.advance({ minutes: 6 });
  expect((await once("key-00000005", {})).reply.kind).toBe("json");
  resolve(ok({}));
  await hanging;
});

test("a key that is too short or not ASCII is refused by name", async () => {
  const { reply } = await once("short", {});
  expect(reply).toMatchObject({ code: "invalid_request", errors: [{ field: "header.idempotency-key" }] });
});
