import { eq } from "drizzle-orm";
import { loginSessions, people } from "../../platform/database/schema.ts";
import { describeIdentity, type IdentityUnderTest, type LoginHeaders } from "../../testing/identity-conformance.ts";
import { createTestServer, openTestDatabase } from "../../testing/index.ts";

const password = "correct horse battery staple";

async function openLocal(): Promise<IdentityUnderTest> {
  const open = await openTestDatabase();
  const server = await createTestServer({ open });
  const emails = new Map<string, string>();

  async function signIn(personId: string): Promise<LoginHeaders | null> {
    const response = await server.call("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json", origin: server.config.publicUrl },
      body: JSON.stringify({ email: emails.get(personId), password }),
    });
    if (response.status === 403) return null;
    if (!response.ok) throw new Error(`Signing in answered ${response.status}.`);
    return { cookie: cookiesOf(response) };
  }

  async function enter(personId: string): Promise<string> {
    return (await signIn(personId))?.["cookie"] ?? "";
  }

  return {
    server,
    signIn,
    async makePerson(name, role) {
      const email = `${name}@punctual.example`;
      const [personId = ""] = await server.punctual.people.ensureAll([
        { name, email, role, password, emailVerified: true, timeZone: null },
      ]);
      emails.set(personId, email);
      return personId;
    },
    async expiredLogin(personId) {
      const cookie = await enter(personId);
      await open.database
        .update(loginSessions)
        .set({ expiresAt: new Date(Date.now() - 1_000) })
        .where(eq(loginSessions.userId, personId));
      return { cookie };
    },
    async forgedLogins(personId) {
      const cookie = await enter(personId);
      const [row] = await open.database.select().from(loginSessions).where(eq(loginSessions.userId, personId));
      const signature = cookie.slice(cookie.lastIndexOf("."));
      const name = "punctual.session_token";
      return {
        "the token alone, as a reader of the database has it": { cookie: `${name}=${row?.token}` },
        "the token with another signature": { cookie: `${name}=${row?.token}.${"A".repeat(43)}%3D` },
        "another token with this signature": { cookie: `${name}=${"x".repeat(32)}${signature}` },
        "the signature alone": { cookie: `${name}=${signature}` },
        "the id of the login session": { cookie: `${name}=${row?.id}${signature}` },
        nothing: { cookie: `${name}=.` },
        "what no cookie holds": { cookie: `${name}=%00%ff%00.%00` },
      };
    },
    async signOut(login) {
      const response = await server.call("/api/auth/sign-out", {
        method: "POST",
        headers: { ...login, "content-type": "application/json", origin: server.config.publicUrl },
        body: "{}",
      });
      if (!response.ok) throw new Error(`Signing out answered ${response.status}.`);
    },
    async removePerson(personId) {
      await open.database.delete(people).where(eq(people.id, personId));
    },
    close: () => server.close(),
  };
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
}

describeIdentity("local", openLocal);
