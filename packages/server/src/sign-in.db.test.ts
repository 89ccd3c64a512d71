import { asc } from "drizzle-orm";
import { expect, test } from "vitest";
import { securityCounts } from "./platform/database/schema.ts";
import { accountKey } from "./platform/security/account-key.ts";
import { createTestClock, createTestServer, signIn } from "./testing/index.ts";
import { openTestDatabase } from "./testing/test-database.ts";

const maya = "maya@punctual.example";

test("an account that is not there is answered, limited and counted like one that is; neither address nor e-mail is kept", async () => {
  const open = await openTestDatabase();
  // Counts are kept by the minute: it stands still, so that all of them fall into one.
  const clock = createTestClock("2026-11-21T12:00:00Z");
  const server = await createTestServer({ open, clock, limits: { failedSignIn: 2 } });
  await signIn(server, "coach", { email: maya });
  const emails = [maya, "nobody@punctual.example"];
  const answers = [];
  for (const [at, email] of emails.entries()) {
    const told = [];
    for (let n = 0; n < 3; n += 1) {
      const request = new Request(`${server.config.publicUrl}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: server.config.publicUrl },
        body: JSON.stringify({ email, password: "a wrong password" }),
      });
      const socket = { remoteAddress: `203.0.${113 + at}.9` };
      const response = await server.punctual.fetch(request, { incoming: { socket } });
      const { requestId: _, ...body } = (await response.json()) as { requestId: string; detail: string };
      told.push([response.status, { ...body, detail: body.detail.replace(/\d+/, "n") }]);
    }
    answers.push(told);
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.map(([status]) => status)).toEqual([401, 401, 429]);

  const refused = await server.call("/api/me", { headers: { authorization: "Bearer made-up" } });
  expect(refused.status).toBe(401);
  const read = () =>
    open.database.select().from(securityCounts).orderBy(asc(securityCounts.kind), asc(securityCounts.source));
  const [known, unknown] = emails.map((email) => accountKey(server.config.auth.secret, email));
  const counted = async () => (await read()).map(({ kind, source, subject, count }) => [kind, source, subject, count]);
  // They are written a moment later, together.
  await expect.poll(counted, { timeout: 15_000, interval: 200 }).toEqual([
    ["account_guessed", "203.0.113.0/24", known, 2],
    ["account_guessed", "203.0.114.0/24", unknown, 2],
    ["limit_hit", "203.0.113.0/24", "failedSignIn", 1],
    ["limit_hit", "203.0.114.0/24", "failedSignIn", 1],
    ["sign_in_failed", "203.0.113.0/24", known, 2],
    ["sign_in_failed", "203.0.114.0/24", unknown, 2],
    ["token_failed", "127.0.0.0/24", "getMe", 1],
  ]);
  expect(JSON.stringify(await read())).not.toMatch(/maya|nobody/);
  await server.close();
}, 120_000);
