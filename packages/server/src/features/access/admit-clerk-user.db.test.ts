import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditEntries } from "../../platform/database/schema.ts";
import { type ClerkServer, createClerkServer, told } from "../../testing/clerk-server.ts";

let run: ClerkServer;
let clerk: ClerkServer["clerk"];
beforeAll(async () => {
  run = await createClerkServer();
  clerk = run.clerk;
});
afterAll(() => run.close());

describe("who comes by for the first time", () => {
  test("is asked for once at Clerk, however many requests there are, and never again", async () => {
    const user = clerk.addUser({ role: "coach" });
    const token = await clerk.token(clerk.signIn(user.id));
    const answers = await Promise.all([run.me(token), run.me(token), run.me(token)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const about = () => clerk.calls.filter((call) => call.includes(user.id));
    expect(about()).toEqual([`GET /v1/users/${user.id}`]);
    expect(await told(await run.me(token))).toMatchObject({
      email: user.email,
      role: "coach",
      emailVerified: true,
    });
    expect(about()).toHaveLength(1);
    const [person] = await run.peopleWith(user.email);
    expect(person).toMatchObject({ externalId: user.id, role: "coach" });
    const entries = run.database
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.subject, person?.id ?? ""));
    expect(await entries).toMatchObject([{ action: "person.created", actor: "system" }]);
  });

  test("is not asked for at all when the session token tells who they are, in which role", async () => {
    const user = clerk.addUser();
    const claims = {
      metadata: { role: "realtor" },
      email: "jo@realty.example",
      email_verified: true,
      name: "Jo Blake",
    };
    const token = await clerk.token(clerk.signIn(user.id), claims);
    expect(await told(await run.me(token))).toMatchObject({ status: 200, role: "realtor", name: "Jo Blake" });
    expect(clerk.calls.filter((call) => call.includes(user.id))).toEqual([]);
  });

  test.each([
    [{ role: null }, "has no role in this programme yet"],
    [{ role: "owner" }, "has no role in this programme yet"],
    [{ email: null }, "has no e-mail address"],
    [{ verified: false }, "not verified yet"],
  ])("%o is refused with a sentence, and nobody is made", async (lack, sentence) => {
    const user = clerk.addUser(lack);
    const answer = await told(await run.me(await clerk.token(clerk.signIn(user.id))));
    expect(answer).toMatchObject({ status: 403, code: "forbidden", detail: expect.stringContaining(sentence) });
    expect(await run.peopleWith(user.email)).toEqual([]);
  });

  test("is told to try again when Clerk does not answer, and let in once it does", async () => {
    clerk.up = false;
    const token = await clerk.token(clerk.signIn(clerk.addUser().id));
    const answer = await told(await run.me(token));
    expect(answer).toMatchObject({
      status: 503,
      code: "identity_unavailable",
      detail: expect.stringContaining("Try again"),
    });
    clerk.up = true;
    expect((await run.me(token)).status).toBe(200);
  });

  test("is joined with the account that an operator made for their verified address, whose role goes to Clerk", async () => {
    const personId = await run.server.punctual.people.ensure({
      name: "Ada",
      email: "ada@northside.example",
      role: "admin",
      password: "correct horse battery staple",
      emailVerified: true,
      timeZone: null,
    });
    const stranger = clerk.addUser({ email: "ada@northside.example", verified: false, role: null });
    expect((await run.me(await clerk.token(clerk.signIn(stranger.id)))).status).toBe(403);
    const user = clerk.addUser({ email: "Ada@Northside.example", role: null });
    const { token } = await run.arrive(user);
    expect(await told(await run.me(token))).toMatchObject({ id: personId, role: "admin" });
    await run.work();
    expect(clerk.roleOf(user.id)).toBe("admin");
    const second = clerk.addUser({ email: "ada@northside.example", role: "admin" });
    const answer = await told(await run.me(await clerk.token(clerk.signIn(second.id))));
    expect(answer).toMatchObject({ status: 403, detail: expect.stringContaining("Another account") });
  });

  test("is refused when they act as somebody else", async () => {
    const { sessionId } = await run.arrive(clerk.addUser());
    const token = await clerk.token(sessionId, { act: { sub: "user_support" } });
    expect(await told(await run.me(token))).toMatchObject({
      status: 403,
      detail: expect.stringContaining("Sign in as yourself"),
    });
  });
});
