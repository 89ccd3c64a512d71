import { routes } from "@punctual/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestServer, type SignedIn, signIn, type TestServer } from "../../testing/index.ts";

let server: TestServer;
beforeEach(async () => {
  server = await createTestServer();
});
afterEach(() => server.close());

async function messagesOf(person: SignedIn) {
  return routes.listMailbox.response.parse(await (await person.call("/api/mailbox")).json()).items;
}

async function openings(admin: SignedIn) {
  const answer = await admin.call("/api/audit/entries?action=message.opened");
  return routes.listAudit.response.parse(await answer.json()).items;
}

test("an admin who opens a message to somebody else is in the audit log; whoever opens their own is not", async () => {
  const admin = await signIn(server, "admin");
  const coach = await signIn(server, "coach");
  await server.call("/api/password/forgot", {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.config.publicUrl },
    body: JSON.stringify({ email: "coach@punctual.example" }),
  });
  await server.punctual.worker.runDue();
  const [message] = await messagesOf(coach);
  const path = `/api/mailbox/${message?.id}`;
  expect((await coach.call(path)).status).toBe(200);
  expect(await openings(admin)).toEqual([]);
  expect((await admin.call(path)).status).toBe(200);
  expect(await openings(admin)).toMatchObject([{ actor: { id: admin.personId }, subject: { id: message?.id } }]);
});
