import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { ensurePerson } from "./ensure-person.ts";
import { openIdentity } from "./open-identity.ts";

let run: TestContext;
beforeAll(async () => {
  run = await createTestContext();
}, 60_000);
afterAll(() => run.close());

const password = "correct horse battery staple";

test("logins end together with what is told of it, or not at all", async () => {
  const { context } = run;
  const email = "maya@northside.example";
  const wanted = { name: "Maya", email, role: "coach", password, emailVerified: true, timeZone: null } as const;
  const personId = await ensurePerson(context, wanted);
  const identity = await openIdentity(context);
  const { publicUrl: origin } = context.config;
  const headers = { origin, "content-type": "application/json" };
  const body = JSON.stringify({ email, password });
  await identity.respond(new Request(`${origin}/api/auth/sign-in/email`, { method: "POST", headers, body }));
  const logins = await identity.listLogins(personId);
  expect(logins).toHaveLength(1);

  const failing = () => Promise.reject(new Error("The audit log is away."));
  await expect(identity.endLogin(personId, logins[0]?.id ?? "", failing)).rejects.toThrow("audit log");
  await expect(identity.endAllLogins(personId, null, failing)).rejects.toThrow("audit log");
  expect(await identity.listLogins(personId)).toEqual(logins);
  const told: number[] = [];
  await identity.endAllLogins(personId, null, async (_tx, ended) => void told.push(ended));
  expect([told, await identity.listLogins(personId)]).toEqual([[1], []]);
});
