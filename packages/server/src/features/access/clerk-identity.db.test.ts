import { eq } from "drizzle-orm";
import { people } from "../../platform/database/schema.ts";
import { createClerkServer } from "../../testing/clerk-server.ts";
import { createClerkInstance } from "../../testing/clerk-tokens.ts";
import { describeIdentity, type IdentityUnderTest, type LoginHeaders } from "../../testing/identity-conformance.ts";

/** As a browser sends it, whose page Clerk's code keeps signed in. */
const cookie = (token: string): LoginHeaders => ({ cookie: `__session=${token}` });
const now = () => Math.floor(Date.now() / 1000);

async function openClerk(): Promise<IdentityUnderTest> {
  const { clerk, server, database, deliver, call, close } = await createClerkServer();
  const userIds = new Map<string, string>();

  const userOf = (personId: string): string => userIds.get(personId) ?? "";

  return {
    server,
    close,
    async makePerson(name, role) {
      const user = clerk.addUser({ firstName: name, email: `${name}@punctual.example`, role });
      await deliver("user.created", user);
      const [person] = await database.select().from(people).where(eq(people.externalId, user.id));
      const personId = person?.id ?? "";
      userIds.set(personId, user.id);
      return personId;
    },
    async signIn(personId) {
      const token = await clerk.token(clerk.signIn(userOf(personId)));
      await call(token, "GET", "/api/me");
      return cookie(token);
    },
    async expiredLogin(personId) {
      const session = clerk.signIn(userOf(personId));
      return cookie(await clerk.token(session, { iat: now() - 120, nbf: now() - 130, exp: now() - 60 }));
    },
    async forgedLogins(personId) {
      const sub = userOf(personId);
      const sid = clerk.signIn(sub);
      const { instance } = clerk;
      const [header, payload, signature] = (await clerk.token(sid)).split(".");
      const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
      return {
        "another instance's token": cookie(
          await createClerkInstance({ ownKey: true }).sign(instance.claims({ sub, sid })),
        ),
        "a token for another site's pages": cookie(await clerk.token(sid, { azp: "https://evil.example" })),
        "a token of another issuer": cookie(await clerk.token(sid, { iss: "https://clerk.evil.example" })),
        "a token without a signature": cookie(`${none}.${payload}.`),
        "a signature cut short": cookie(`${header}.${payload}.${signature?.slice(0, -8)}`),
        "a genuine token beside another": {
          cookie: `__session=${header}.${payload}.${signature}; __session=${none}.${payload}.`,
        },
        "the id of the login session": cookie(sid),
        "the secret key of the instance": { authorization: `Bearer ${instance.config.secretKey}` },
      };
    },
    async signOut(login) {
      await server.call("/api/auth/sign-out", {
        method: "POST",
        headers: { ...login, "content-type": "application/json", origin: server.config.publicUrl },
        body: "{}",
      });
    },
    async removePerson(personId) {
      await database.delete(people).where(eq(people.id, personId));
    },
  };
}

describeIdentity("Clerk", openClerk);
