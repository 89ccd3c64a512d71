import { routes } from "@punctual/contract";
import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clerkLogins, people } from "../../platform/database/schema.ts";
import { type ClerkServer, createClerkServer, told } from "../../testing/clerk-server.ts";

let run: ClerkServer;
let clerk: ClerkServer["clerk"];
beforeAll(async () => {
  run = await createClerkServer();
  clerk = run.clerk;
});
afterAll(() => run.close());

describe("login sessions", () => {
  test("are listed as Clerk knows them; ended here they are refused at once, and at Clerk soon after", async () => {
    const user = clerk.addUser();
    const [here, elsewhere] = [await run.arrive(user), await run.arrive(user)];
    const listed = await told(await run.call(here.token, "GET", "/api/me/logins"));
    expect(listed).toMatchObject({ items: [{ address: "203.0.113.9" }, {}] });
    const other = await run.arrive(clerk.addUser({ email: "jo@realty.example" }));
    const end = (id: string) => run.call(here.token, "DELETE", `/api/me/logins/${id}`);
    expect((await end(other.sessionId)).status).toBe(404);
    expect((await end(elsewhere.sessionId)).status).toBe(204);
    expect((await run.me(elsewhere.token)).status).toBe(401);
    expect((await run.me(await clerk.token(elsewhere.sessionId))).status).toBe(401);
    expect(clerk.isActive(elsewhere.sessionId)).toBe(true);
    await run.work();
    expect([clerk.isActive(elsewhere.sessionId), clerk.isActive(here.sessionId)]).toEqual([false, true]);
    expect((await run.me(other.token)).status).toBe(200);
  });

  test("all but this one end, also one that never came by here", async () => {
    const user = clerk.addUser();
    const here = await run.arrive(user);
    const unseen = clerk.signIn(user.id);
    const ended = await run.call(here.token, "DELETE", "/api/me/logins");
    expect(await told(ended)).toMatchObject({ status: 200, ended: 1 });
    expect((await run.me(await clerk.token(unseen))).status).toBe(401);
    expect((await run.me(here.token)).status).toBe(200);
    await run.work();
    expect([clerk.isActive(unseen), clerk.isActive(here.sessionId)]).toEqual([false, true]);
  });

  test("that were all ended include one of that very second, which never came by here", async () => {
    const user = clerk.addUser();
    await run.arrive(user);
    const unseen = clerk.signIn(user.id);
    const second = Math.floor(Date.now() / 1000);
    const loginsValidFrom = Temporal.Instant.fromEpochMilliseconds(second * 1000 + 500);
    await run.database.update(people).set({ loginsValidFrom }).where(eq(people.externalId, user.id));
    const statusOf = async (iat: number) => (await run.me(await clerk.token(unseen, { iat }))).status;
    expect([await statusOf(second), await statusOf(second + 1)]).toEqual([401, 200]);
  });

  test("tell admins when somebody was last here, to the hour, and nothing of who is signed in nowhere", async () => {
    const admin = await run.arrive(clerk.addUser({ role: "admin" }));
    const user = clerk.addUser();
    const { token, sessionId } = await run.arrive(user);
    const lastSeenAt = async () => {
      const list = await run.call(admin.token, "GET", `/api/members?search=${user.email}`);
      return routes.listMembers.response.parse(await list.json()).items[0]?.lastSeenAt ?? null;
    };
    const ago = async (minutes: number) => {
      const seenAt = Temporal.Now.instant().subtract({ minutes });
      await run.database.update(clerkLogins).set({ seenAt }).where(eq(clerkLogins.id, sessionId));
      await run.me(token);
      return Date.now() - Date.parse((await lastSeenAt()) ?? "") > 5 * 60_000;
    };
    expect([await ago(50), await ago(70)]).toEqual([true, false]);
    await run.call(token, "POST", "/api/auth/sign-out", {});
    expect(await lastSeenAt()).toBeNull();
  });

  test("signing out ends it here at once and at Clerk, though the browser never told Clerk", async () => {
    const user = clerk.addUser();
    const { sessionId, token } = await run.arrive(user);
    const out = await run.call(token, "POST", "/api/auth/sign-out", {});
    expect(out.status).toBe(200);
    expect((await run.me(token)).status).toBe(401);
    await run.work();
    expect(clerk.isActive(sessionId)).toBe(false);
  });
});
