import { routes } from "@punctual/contract";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { rowsOf } from "../../platform/database/rows.ts";
import { auditEntries, people } from "../../platform/database/schema.ts";
import { type ClerkServer, createClerkServer, told } from "../../testing/clerk-server.ts";

let run: ClerkServer;
let clerk: ClerkServer["clerk"];
beforeAll(async () => {
  run = await createClerkServer();
  clerk = run.clerk;
});
afterAll(() => run.close());

describe("Clerk's webhooks", () => {
  test("make, change and keep out people; one that comes twice is applied once", async () => {
    const user = clerk.addUser({ role: "coach" });
    expect(await told(await run.deliver("user.created", user, { id: "msg_1" }))).toMatchObject({
      status: 200,
      duplicate: false,
    });
    expect(await told(await run.deliver("user.created", user, { id: "msg_1" }))).toMatchObject({
      status: 200,
      duplicate: true,
    });
    expect(await run.peopleWith(user.email)).toMatchObject([{ role: "coach" }]);
    await run.deliver(
      "user.updated",
      clerk.changeUser(user.id, { role: "admin", email: "maya@new.example", firstName: "Maya C." }),
    );
    expect(await run.peopleWith(user.email)).toEqual([]);
    expect(await run.peopleWith("maya@new.example")).toMatchObject([{ role: "admin", name: "Maya C." }]);
    const { token } = await run.arrive(user);
    await run.deliver("user.updated", clerk.changeUser(user.id, { role: null }));
    expect(await told(await run.me(token))).toMatchObject({
      status: 403,
      detail: expect.stringContaining("was taken away"),
    });
    await run.deliver("user.updated", clerk.changeUser(user.id, { role: "realtor" }));
    expect(await told(await run.me(token))).toMatchObject({ status: 200, role: "realtor" });
  });

  test("keep somebody out whole: their open stream ends, their API key is over, and the audit log tells of it", async () => {
    const user = clerk.addUser({ role: "admin" });
    const { token } = await run.arrive(user);
    const [person] = await run.peopleWith(user.email);
    const body = { name: "Reports", scopes: ["deliveries:read"], expiresInDays: 30 };
    const made = routes.createApiKey.response.parse(await (await run.call(token, "POST", "/api/keys", body)).json());
    const byKey = async () => (await run.call(made.secret ?? "", "GET", "/api/calendly/inbox")).status;
    expect(await byKey()).toBe(200);
    const reader = (await run.call(token, "GET", "/api/live")).body?.getReader();
    await reader?.read();

    await run.deliver("user.updated", clerk.changeUser(user.id, { role: null }));
    for (let ended = false; !ended; ) ended = (await reader?.read())?.done ?? true;
    expect(await byKey()).toBe(401);
    await run.deliver("user.updated", clerk.changeUser(user.id, { role: "admin" }));
    expect(await byKey()).toBe(200);
    const audited = run.database
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.subject, person?.id ?? ""))
      .orderBy(auditEntries.seq);
    expect(await audited).toMatchObject([
      { action: "person.created" },
      { action: "person.suspended", detail: { source: "clerk" }, reason: expect.stringContaining("taken away") },
      { action: "person.reinstated", detail: { source: "clerk" } },
    ]);
  });

  test("do not undo what an admin changes at the same time", async ({ skip }) => {
    if (run.kind === "pglite") skip();
    const user = clerk.addUser({ role: "coach" });
    await run.arrive(user);
    const ofUser = eq(people.externalId, user.id);
    const news = await run.database.transaction(async (tx) => {
      await tx.update(people).set({ role: "realtor" }).where(ofUser);
      const delivered = run.deliver("user.updated", clerk.changeUser(user.id, { firstName: "Maya C." }));
      const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
      await vi.waitUntil(async () => rowsOf(await run.database.execute(waiting)).length > 0, 15_000);
      return { delivered };
    });
    expect((await news.delivered).status).toBe(200);
    expect(await run.peopleWith(user.email)).toMatchObject([{ role: "realtor", name: "Maya C." }]);
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
      expect((await run.deliver(type, user)).status).toBe(200);
    }
    expect(await run.peopleWith(first.email)).toMatchObject([{ role: "realtor", name: "Maya C." }]);
  });

  test("a deleted user is out at once and for good, also when older news come after it; their address may come back", async () => {
    const user = clerk.addUser();
    const { token } = await run.arrive(user);
    const personId = (await run.peopleWith(user.email))[0]?.id;
    await run.post(clerk.deliver("user.deleted", { id: user.id, object: "user", deleted: true }));
    expect((await run.me(token)).status).toBe(403);
    await run.deliver("user.updated", clerk.changeUser(user.id, { role: "admin" }));
    expect((await run.me(token)).status).toBe(403);
    expect(await run.peopleWith(user.email)).toMatchObject([{ id: personId, externalId: null }]);
    const again = clerk.addUser({ email: user.email });
    expect(await told(await run.me(await clerk.token(clerk.signIn(again.id))))).toMatchObject({
      code: "account_suspended",
    });
    expect(await run.peopleWith(user.email)).toMatchObject([{ id: personId, externalId: again.id }]);
  });

  test.each(["session.ended", "session.removed", "session.revoked"])(
    "%s ends the login session at once, though its token would still be good",
    async (type) => {
      const user = clerk.addUser();
      const [here, elsewhere] = [await run.arrive(user), await run.arrive(user)];
      await run.post(clerk.deliver(type, { id: here.sessionId, user_id: user.id, status: "ended" }));
      expect(await told(await run.me(here.token))).toMatchObject({ status: 401, code: "login_session_expired" });
      expect((await run.me(elsewhere.token)).status).toBe(200);
    },
  );

  test("one that ends before it ever came by is refused as well", async () => {
    const user = clerk.addUser();
    const sessionId = clerk.signIn(user.id);
    await run.post(clerk.deliver("session.ended", { id: sessionId, user_id: user.id }));
    await run.deliver("user.created", user);
    expect((await run.me(await clerk.token(sessionId))).status).toBe(401);
  });

  test("nothing that is forged, altered, stale or unreadable is taken in", async () => {
    const user = clerk.addUser({ role: "admin" });
    const good = clerk.deliver("user.created", user.json);
    const forged = clerk.deliver("user.created", user.json, { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" });
    const stale = clerk.deliver("user.created", user.json, { at: new Date(Date.now() - 6 * 60_000) });
    const answers = [
      await run.post(forged),
      await run.post({ ...good, body: `${String(good.body)} ` }),
      await run.post({ method: "POST", body: String(good.body) }),
      await run.post(stale),
      await run.post(clerk.deliver("user.created", { id: user.id })),
      await run.post({ ...good, body: "x".repeat(600_000) }),
    ];
    expect(await Promise.all(answers.map(async (answer) => (await told(answer)) as object))).toMatchObject([
      { status: 401, code: "signature_invalid" },
      { status: 401, code: "signature_invalid" },
      { status: 401, code: "signature_invalid" },
      { status: 401, code: "signature_stale" },
      { status: 400, code: "invalid_request" },
      { status: 413, code: "payload_too_large" },
    ]);
    expect(await run.peopleWith(user.email)).toEqual([]);
    expect((await run.post(clerk.deliver("email.created", { id: "ema_1" }))).status).toBe(200);
  });
});
