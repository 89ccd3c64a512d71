import { csrfHeader, type ProblemCode, problemSchema, type Role, routes } from "@punctual/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestServer } from "./test-server.ts";

/** Headers by which a browser or a program shows that it is signed in. */
export type LoginHeaders = Readonly<Record<string, string>>;

/** What an identity's own test does so that the suite can sign people in and out, as they would. */
export interface IdentityUnderTest {
  readonly server: TestServer;
  /** Makes a person with this role who can sign in. `name` makes the address. Answers the person's id here. */
  makePerson(name: string, role: Role): Promise<string>;
  /** Signs the person in on a device of their own; null when that is refused. */
  signIn(personId: string): Promise<LoginHeaders | null>;
  /** What a browser sends whose login session ended by itself. */
  expiredLogin(personId: string): Promise<LoginHeaders>;
  /** Logins that were never given out by this identity, by what is wrong with them. */
  forgedLogins(personId: string): Promise<Readonly<Record<string, LoginHeaders>>>;
  /** Signs out where these headers are from. */
  signOut(login: LoginHeaders): Promise<void>;
  /** Removes the person from this server altogether. */
  removePerson(personId: string): Promise<void>;
  close(): Promise<void>;
}

/** What any identity guarantees, whoever keeps the passwords: asked through the product's own routes. */
export function describeIdentity(name: string, open: () => Promise<IdentityUnderTest>): void {
  describe(`${name}: what any identity guarantees`, () => {
    let identity: IdentityUnderTest;
    let adminId: string;
    let admin: LoginHeaders;

    beforeAll(async () => {
      identity = await open();
      adminId = await identity.makePerson("conforming-admin", "admin");
      admin = await enter(adminId);
    }, 180_000);
    afterAll(() => identity.close());

    async function enter(personId: string): Promise<LoginHeaders> {
      const login = await identity.signIn(personId);
      if (login === null) throw new Error(`Signing in ${personId} was refused.`);
      return login;
    }

    async function ask(login: LoginHeaders, path: string, method = "GET", body?: unknown): Promise<Response> {
      const { server } = identity;
      const headers: Record<string, string> = { ...login, origin: server.config.publicUrl };
      if (method !== "GET") {
        const me = await server.call("/api/me", { headers: login });
        headers[csrfHeader] = me.headers.get(csrfHeader) ?? "";
      }
      if (body === undefined) return server.call(path, { method, headers });
      headers["content-type"] = "application/json";
      return server.call(path, { method, headers, body: JSON.stringify(body) });
    }

    async function refusal(response: Response): Promise<readonly [number, ProblemCode]> {
      const { status, code } = problemSchema.parse(await response.json());
      return [status, code];
    }

    async function me(login: LoginHeaders) {
      const response = await ask(login, "/api/me");
      return response.ok ? routes.getMe.response.parse(await response.json()) : refusal(response);
    }

    async function currentLogin(login: LoginHeaders): Promise<string> {
      const { items } = routes.listLogins.response.parse(await (await ask(login, "/api/me/logins")).json());
      return items.find(({ current }) => current)?.id ?? "";
    }

    const over = [401, "login_session_expired"];

    test("without a login nobody is signed in", async () => {
      expect(await me({})).toEqual([401, "unauthenticated"]);
    });

    test("a login is the person's, with the role that is on record here", async () => {
      const personId = await identity.makePerson("conforming-coach", "coach");
      expect(await me(await enter(personId))).toMatchObject({ id: personId, role: "coach", emailVerified: true });
    });

    test("a login that ended by itself is told apart from none", async () => {
      const personId = await identity.makePerson("conforming-late", "coach");
      expect(await me(await identity.expiredLogin(personId))).toEqual(over);
    });

    test("a forged login is nobody's", async () => {
      const personId = await identity.makePerson("conforming-victim", "admin");
      for (const [what, login] of Object.entries(await identity.forgedLogins(personId))) {
        expect([what, await me(login)]).toEqual([what, [401, expect.any(String)]]);
      }
    });

    test("signing out ends that login and no other", async () => {
      const personId = await identity.makePerson("conforming-leaver", "coach");
      const [here, there] = [await enter(personId), await enter(personId)];
      await identity.signOut(here);
      expect(await me(here)).toEqual(over);
      expect(await me(there)).toMatchObject({ id: personId });
    });

    test("a login that is ended from another device is refused from the next request on", async () => {
      const personId = await identity.makePerson("conforming-traveller", "realtor");
      const [here, lost] = [await enter(personId), await enter(personId)];
      const ended = await ask(here, `/api/me/logins/${await currentLogin(lost)}`, "DELETE");
      expect(ended.status).toBe(204);
      expect(await me(lost)).toEqual(over);
      expect(await me(here)).toMatchObject({ id: personId });
    });

    test("nobody ends a login that is not theirs", async () => {
      const theirs = await currentLogin(admin);
      const stranger = await enter(await identity.makePerson("conforming-stranger", "coach"));
      expect((await ask(stranger, `/api/me/logins/${theirs}`, "DELETE")).status).toBe(404);
      expect(await me(admin)).toMatchObject({ id: adminId });
    });

    test("signing out everywhere else ends every other login and keeps this one", async () => {
      const personId = await identity.makePerson("conforming-worrier", "coach");
      const [first, here, second] = [await enter(personId), await enter(personId), await enter(personId)];
      const response = await ask(here, "/api/me/logins", "DELETE");
      expect(await response.json()).toEqual({ ended: 2 });
      expect([await me(first), await me(second)]).toEqual([over, over]);
      expect(await me(here)).toMatchObject({ id: personId });
    });

    test("an admin ends all logins of a person", async () => {
      const personId = await identity.makePerson("conforming-robbed", "coach");
      const [one, two] = [await enter(personId), await enter(personId)];
      expect((await ask(admin, `/api/members/${personId}/logins`, "DELETE")).status).toBe(200);
      expect([await me(one), await me(two)]).toEqual([over, over]);
    });

    test("a suspended person is told so at once and cannot sign in; once reinstated, old logins stay over", async () => {
      const personId = await identity.makePerson("conforming-suspect", "coach");
      const old = await enter(personId);
      const suspended = await ask(admin, `/api/members/${personId}/suspend`, "POST", { reason: "A test." });
      expect(await suspended.json()).toMatchObject({ id: personId, state: "suspended" });
      expect(await me(old)).toEqual([403, "account_suspended"]);
      const again = await identity.signIn(personId);
      expect(again === null ? null : await me(again)).toSatisfy(
        (told: unknown) => told === null || JSON.stringify(told) === '[403,"account_suspended"]',
      );
      expect((await ask(admin, `/api/members/${personId}/reinstate`, "POST")).status).toBe(200);
      expect(await me(old)).toEqual(over);
      // Tokens that name their time by the second count as old within the second in which the suspension ended.
      await expect.poll(async () => me(await enter(personId)), { timeout: 10_000 }).toMatchObject({ id: personId });
    });

    test("another role takes effect with the next request", async () => {
      const personId = await identity.makePerson("conforming-climber", "coach");
      const login = await enter(personId);
      expect(await refusal(await ask(login, "/api/members"))).toEqual([403, "forbidden"]);
      const changed = await ask(admin, `/api/members/${personId}/role`, "PUT", { role: "admin" });
      expect(changed.status).toBe(200);
      expect((await ask(login, "/api/members")).status).toBe(200);
      expect(await me(login)).toMatchObject({ id: personId, role: "admin" });
    });

    test("the login of somebody who was removed opens nothing", async () => {
      const personId = await identity.makePerson("conforming-gone", "coach");
      const login = await enter(personId);
      await identity.removePerson(personId);
      expect(await me(login)).toEqual([expect.toBeOneOf([401, 403]), expect.any(String)]);
    });
  });
}
