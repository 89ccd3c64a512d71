import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditEntries, people } from "../../platform/database/schema.ts";
import { type ClerkStandIn, createClerkStandIn, type StandInUser } from "../../testing/clerk-stand-in.ts";
import { createTestServer, type TestServer } from "../../testing/index.ts";
import { openTestDatabase } from "../../testing/test-database.ts";

const url = "http://127.0.0.1:3000";
const webhooks = "/api/identity/clerk-webhooks";

let clerk: ClerkStandIn;
let server: TestServer;
let database: Awaited<ReturnType<typeof openTestDatabase>>["database"];

beforeEach(async () => {
  clerk = await createClerkStandIn();
  const open = await openTestDatabase();
  database = open.database;
  const auth = {
    mode: "clerk",
    secret: "a-secret-for-tests-that-is-long-enough",
    clerk: clerk.instance.config,
  } as const;
  server = await createTestServer({ config: { auth }, open });
});
afterEach(async () => {
  await server.close();
  await clerk.close();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const me = async (token: string) => server.call("/api/me", { headers: bearer(token) });
const told = async (response: Response) => ({ status: response.status, ...((await response.json()) as object) });
const deliver = (type: string, user: StandInUser, how = {}) =>
  server.call(webhooks, clerk.deliver(type, user.json, how));
const everyone = () => database.select().from(people);
const work = () => server.punctual.worker.runDue();

async function arrive(user: StandInUser): Promise<{ readonly sessionId: string; readonly token: string }> {
  const sessionId = clerk.signIn(user.id);
  const token = await clerk.token(sessionId);
  expect((await me(token)).status).toBe(200);
  return { sessionId, token };
}

describe("who comes by for the first time", () => {
  test("is asked for once at Clerk, however many requests there are, and never again", async () => {
    const user = clerk.addUser({ role: "coach" });
    const token = await clerk.token(clerk.signIn(user.id));
    const answers = await Promise.all([me(token), me(token), me(token)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(clerk.calls).toEqual([`GET /v1/users/${user.id}`]);
    expect(await told(await me(token))).toMatchObject({
      email: "maya@northside.example",
      role: "coach",
      emailVerified: true,
    });
    expect(clerk.calls).toHaveLength(1);
    expect(await everyone()).toMatchObject([{ externalId: user.id, role: "coach" }]);
    expect(await database.select().from(auditEntries)).toMatchObject([{ action: "person.created", actor: "system" }]);
  });

  test("is not asked for at all when the session token tells who they are, in which role", async () => {
    clerk.up = false;
    const user = clerk.addUser();
    const claims = {
      metadata: { role: "realtor" },
      email: "jo@realty.example",
      email_verified: true,
      name: "Jo Blake",
    };
    const token = await clerk.token(clerk.signIn(user.id), claims);
    expect(await told(await me(token))).toMatchObject({ status: 200, role: "realtor", name: "Jo Blake" });
    expect(clerk.calls).toEqual([]);
  });

  test.each([
    [{ role: null }, "has no role in this programme yet"],
    [{ role: "owner" }, "has no role in this programme yet"],
    [{ email: null }, "has no e-mail address"],
    [{ verified: false }, "not verified yet"],
  ])("%o is refused with a sentence, and nobody is made", async (lack, sentence) => {
    const user = clerk.addUser(lack);
    const answer = await told(await me(await clerk.token(clerk.signIn(user.id))));
    expect(answer).toMatchObject({ status: 403, code: "forbidden", detail: expect.stringContaining(sentence) });
    expect(await everyone()).toEqual([]);
  });

  test("is told to try again when Clerk does not answer, and let in once it does", async () => {
    clerk.up = false;
    const token = await clerk.token(clerk.signIn(clerk.addUser().id));
    const answer = await told(await me(token));
    expect(answer).toMatchObject({
      status: 503,
      code: "identity_unavailable",
      detail: expect.stringContaining("Try again"),
    });
    clerk.up = true;
    expect((await me(token)).status).toBe(200);
  });

  test("is joined with the account that an operator made for their verified address, whose role goes to Clerk", async () => {
    const personId = await server.punctual.people.ensure({
      name: "Ada",
      email: "ada@northside.example",
      role: "admin",
      password: "correct horse battery staple",
      emailVerified: true,
      timeZone: null,
    });
    const stranger = clerk.addUser({ email: "ada@northside.example", verified: false, role: null });
    expect((await me(await clerk.token(clerk.signIn(stranger.id)))).status).toBe(403);
    const user = clerk.addUser({ email: "Ada@Northside.example", role: null });
    const { token } = await arrive(user);
    expect(await told(await me(token))).toMatchObject({ id: personId, role: "admin" });
    await work();
    expect(clerk.roleOf(user.id)).toBe("admin");
    const second = clerk.addUser({ email: "ada@northside.example", role: "admin" });
    const answer = await told(await me(await clerk.token(clerk.signIn(second.id))));
    expect(answer).toMatchObject({ status: 403, detail: expect.stringContaining("Another account") });
  });

  test("is refused when they act as somebody else", async () => {
    const { sessionId } = await arrive(clerk.addUser());
    const token = await clerk.token(sessionId, { act: { sub: "user_support" } });
    expect(await told(await me(token))).toMatchObject({
      status: 403,
      detail: expect.stringContaining("Sign in as yourself"),
    });
  });
});

describe("Clerk's webhooks", () => {
  test("make, change and keep out people; one that comes twice is applied once", async () => {
    const user = clerk.addUser({ role: "coach" });
    expect(await told(await deliver("user.created", user, { id: "msg_1" }))).toMatchObject({
      status: 200,
      duplicate: false,
    });
    expect(await told(await deliver("user.created", user, { id: "msg_1" }))).toMatchObject({
      status: 200,
      duplicate: true,
    });
    expect(await everyone()).toMatchObject([{ role: "coach" }]);
    await deliver(
      "user.updated",
      clerk.changeUser(user.id, { role: "admin", email: "maya@new.example", firstName: "Maya C." }),
    );
    expect(await everyone()).toMatchObject([{ role: "admin", email: "maya@new.example", name: "Maya C." }]);
    const { token } = await arrive(user);
    await deliver("user.updated", clerk.changeUser(user.id, { role: null }));
    expect(await told(await me(token))).toMatchObject({
      status: 403,
      detail: expect.stringContaining("was taken away"),
    });
    await deliver("user.updated", clerk.changeUser(user.id, { role: "realtor" }));
    expect(await told(await me(token))).toMatchObject({ status: 200, role: "realtor" });
  });

  test("in any order leave the same people", async () => {
    const first = clerk.addUser({ role: "coach" });
    const second = clerk.changeUser(first.id, { role: "admin" });
    const third = clerk.changeUser(first.id, { role: "realtor", firstName: "Maya C." });
    for (const [type, user] of [
      ["user.updated", third],
      ["user.created", first],
      ["user.updated", second],
    ] as const) {
      expect((await deliver(type, user)).status).toBe(200);
    }
    expect(await everyone()).toMatchObject([{ role: "realtor", name: "Maya C." }]);
  });

  test("a deleted user is out at once and for good, also when older news come after it; their address may come back", async () => {
    const user = clerk.addUser();
    const { token } = await arrive(user);
    const personId = (await everyone())[0]?.id;
    await server.call(webhooks, clerk.deliver("user.deleted", { id: user.id, object: "user", deleted: true }));
    expect((await me(token)).status).toBe(403);
    await deliver("user.updated", clerk.changeUser(user.id, { role: "admin" }));
    expect((await me(token)).status).toBe(403);
    expect(await everyone()).toMatchObject([{ id: personId, externalId: null }]);
    const again = clerk.addUser();
    expect(await told(await me(await clerk.token(clerk.signIn(again.id))))).toMatchObject({
      code: "account_suspended",
    });
    expect(await everyone()).toMatchObject([{ id: personId, externalId: again.id }]);
  });

  test.each(["session.ended", "session.removed", "session.revoked"])(
    "%s ends the login session at once, though its token would still be good",
    async (type) => {
      const user = clerk.addUser();
      const [here, elsewhere] = [await arrive(user), await arrive(user)];
      await server.call(webhooks, clerk.deliver(type, { id: here.sessionId, user_id: user.id, status: "ended" }));
      expect(await told(await me(here.token))).toMatchObject({ status: 401, code: "login_session_expired" });
      expect((await me(elsewhere.token)).status).toBe(200);
    },
  );

  test("one that ends before it ever came by is refused as well", async () => {
    const user = clerk.addUser();
    const sessionId = clerk.signIn(user.id);
    await server.call(webhooks, clerk.deliver("session.ended", { id: sessionId, user_id: user.id }));
    await deliver("user.created", user);
    expect((await me(await clerk.token(sessionId))).status).toBe(401);
  });

  test("nothing that is forged, altered, stale or unreadable is taken in", async () => {
    const user = clerk.addUser({ role: "admin" });
    const good = clerk.deliver("user.created", user.json);
    const forged = clerk.deliver("user.created", user.json, { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" });
    const stale = clerk.deliver("user.created", user.json, { at: new Date(Date.now() - 6 * 60_000) });
    const answers = [
      await server.call(webhooks, forged),
      await server.call(webhooks, { ...good, body: `${String(good.body)} ` }),
      await server.call(webhooks, { method: "POST", body: String(good.body) }),
      await server.call(webhooks, stale),
      await server.call(webhooks, clerk.deliver("user.created", { id: user.id })),
      await server.call(webhooks, { ...good, body: "x".repeat(600_000) }),
    ];
    expect(await Promise.all(answers.map(async (answer) => (await told(answer)) as object))).toMatchObject([
      { status: 401, code: "signature_invalid" },
      { status: 401, code: "signature_invalid" },
      { status: 401, code: "signature_invalid" },
      { status: 401, code: "signature_stale" },
      { status: 400, code: "invalid_request" },
      { status: 413, code: "payload_too_large" },
    ]);
    expect(await everyone()).toEqual([]);
    expect((await server.call(webhooks, clerk.deliver("email.created", { id: "ema_1" }))).status).toBe(200);
  });
});

describe("login sessions", () => {
  test("are listed as Clerk knows them; ended here they are refused at once, and at Clerk soon after", async () => {
    const user = clerk.addUser();
    const [here, elsewhere] = [await arrive(user), await arrive(user)];
    const listed = await told(await server.call("/api/me/logins", { headers: bearer(here.token) }));
    expect(listed).toMatchObject({ items: [{ address: "203.0.113.9" }, {}] });
    const other = await arrive(clerk.addUser({ email: "jo@realty.example" }));
    const end = (id: string) =>
      server.call(`/api/me/logins/${id}`, { method: "DELETE", headers: { ...bearer(here.token), origin: url } });
    expect((await end(other.sessionId)).status).toBe(404);
    expect((await end(elsewhere.sessionId)).status).toBe(204);
    expect((await me(elsewhere.token)).status).toBe(401);
    expect((await me(await clerk.token(elsewhere.sessionId))).status).toBe(401);
    expect(clerk.isActive(elsewhere.sessionId)).toBe(true);
    await work();
    expect([clerk.isActive(elsewhere.sessionId), clerk.isActive(here.sessionId)]).toEqual([false, true]);
    expect((await me(other.token)).status).toBe(200);
  });

  test("all but this one end, also one that never came by here", async () => {
    const user = clerk.addUser();
    const here = await arrive(user);
    const unseen = clerk.signIn(user.id);
    const ended = await server.call("/api/me/logins", {
      method: "DELETE",
      headers: { ...bearer(here.token), origin: url },
    });
    expect(await told(ended)).toMatchObject({ status: 200, ended: 1 });
    expect((await me(await clerk.token(unseen))).status).toBe(401);
    expect((await me(here.token)).status).toBe(200);
    await work();
    expect([clerk.isActive(unseen), clerk.isActive(here.sessionId)]).toEqual([false, true]);
  });

  test("signing out ends it here at once and at Clerk, though the browser never told Clerk", async () => {
    const user = clerk.addUser();
    const { sessionId, token } = await arrive(user);
    const out = await server.call("/api/auth/sign-out", {
      method: "POST",
      headers: { ...bearer(token), origin: url, "content-type": "application/json" },
      body: "{}",
    });
    expect(out.status).toBe(200);
    expect((await me(token)).status).toBe(401);
    await work();
    expect(clerk.isActive(sessionId)).toBe(false);
  });
});

test("what an admin makes of somebody here goes to Clerk, and old news from there do not undo it", async () => {
  const admin = await arrive(clerk.addUser({ email: "ada@northside.example", role: "admin" }));
  const user = clerk.addUser({ role: "coach" });
  const { token } = await arrive(user);
  const [person] = await database.select().from(people).where(eq(people.externalId, user.id));
  const change = await server.call(`/api/members/${person?.id}/role`, {
    method: "PUT",
    headers: { ...bearer(admin.token), origin: url, "content-type": "application/json" },
    body: JSON.stringify({ role: "realtor" }),
  });
  expect(change.status).toBe(200);
  expect(await told(await me(token))).toMatchObject({ role: "realtor" });
  await deliver("user.updated", clerk.changeUser(user.id, { firstName: "Maya C." }));
  expect(await told(await me(token))).toMatchObject({ role: "realtor", name: "Maya C." });
  clerk.up = false;
  expect((await work()).failed).toBe(1);
  expect(clerk.roleOf(user.id)).toBe("coach");
});

test("a role that was changed here is Clerk's too, and the news of it are no change", async () => {
  const admin = await arrive(clerk.addUser({ email: "ada@northside.example", role: "admin" }));
  const user = clerk.addUser({ role: "coach" });
  const { token } = await arrive(user);
  const [person] = await database.select().from(people).where(eq(people.externalId, user.id));
  await server.call(`/api/members/${person?.id}/role`, {
    method: "PUT",
    headers: { ...bearer(admin.token), origin: url, "content-type": "application/json" },
    body: JSON.stringify({ role: "realtor" }),
  });
  expect((await work()).failed).toBe(0);
  expect(clerk.roleOf(user.id)).toBe("realtor");
  await deliver("user.updated", clerk.changeUser(user.id, {}));
  expect(await told(await me(token))).toMatchObject({ role: "realtor" });
  const entries = await database
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.subject, person?.id ?? ""));
  expect(entries.map(({ action }) => action).sort()).toEqual(["person.created", "person.role_changed"]);
});
