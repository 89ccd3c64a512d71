import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditEntries, people } from "../../platform/database/schema.ts";
import { type ClerkServer, createClerkServer, told } from "../../testing/clerk-server.ts";

let run: ClerkServer;
let clerk: ClerkServer["clerk"];
beforeAll(async () => {
  run = await createClerkServer();
  clerk = run.clerk;
});
afterAll(() => run.close());

test("what an admin makes of somebody here goes to Clerk, and old news from there do not undo it", async () => {
  const admin = await run.arrive(clerk.addUser({ role: "admin" }));
  const user = clerk.addUser({ role: "coach" });
  const { token } = await run.arrive(user);
  const [person] = await run.database.select().from(people).where(eq(people.externalId, user.id));
  const change = await run.call(admin.token, "PUT", `/api/members/${person?.id}/role`, { role: "realtor" });
  expect(change.status).toBe(200);
  expect(await told(await run.me(token))).toMatchObject({ role: "realtor" });
  await run.deliver("user.updated", clerk.changeUser(user.id, { firstName: "Maya C." }));
  expect(await told(await run.me(token))).toMatchObject({ role: "realtor", name: "Maya C." });
  clerk.up = false;
  expect((await run.work()).failed).toBe(1);
  expect(clerk.roleOf(user.id)).toBe("coach");
  clerk.up = true;
});

test("a role that was changed here is Clerk's too, and the news of it are no change", async () => {
  const admin = await run.arrive(clerk.addUser({ role: "admin" }));
  const user = clerk.addUser({ role: "coach" });
  const { token } = await run.arrive(user);
  const [person] = await run.database.select().from(people).where(eq(people.externalId, user.id));
  await run.call(admin.token, "PUT", `/api/members/${person?.id}/role`, { role: "realtor" });
  await run.work();
  expect(clerk.roleOf(user.id)).toBe("realtor");
  await run.deliver("user.updated", clerk.changeUser(user.id, {}));
  expect(await told(await run.me(token))).toMatchObject({ role: "realtor" });
  const entries = await run.database
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.subject, person?.id ?? ""));
  expect(entries.map(({ action }) => action).sort()).toEqual(["person.created", "person.role_changed"]);
});
