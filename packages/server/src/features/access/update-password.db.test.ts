import { problemSchema } from "@punctual/contract";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenDatabase } from "../../platform/database/open.ts";
import { auditEntries, loginVerifications, people } from "../../platform/database/schema.ts";
import { createTestContext, createTestServer, openTestDatabase, signIn, type TestServer } from "../../testing/index.ts";
import { mailedLinks } from "../../testing/mailed-links.ts";
import { ensurePerson } from "./ensure-person.ts";
import { sendPersonLink } from "./send-link.ts";

let open: OpenDatabase;
let server: TestServer;
beforeAll(async () => {
  open = await openTestDatabase();
  server = await createTestServer({ open, limits: { failedByAddress: 1_000, mails: 1_000 } });
}, 180_000);
afterAll(() => server.close());

const [old, fresh] = ["correct horse battery staple", "a violin in the attic"];

function post(path: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json", origin: server.config.publicUrl };
  return server.call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function codeOf(response: Response): Promise<string> {
  return problemSchema.parse(await response.json()).code;
}

const enter = async (email: string, password: string) =>
  (await post("/api/auth/sign-in/email", { email, password })).status;

async function forgot(email: string) {
  const response = await post("/api/password/forgot", { email });
  expect(response.status).toBe(202);
  expect(await response.json()).toEqual({ email });
  await server.punctual.worker.runDue();
  return mailedLinks(open.database, email);
}

test("a forgotten password is set anew by the link of a mail, once; every login and every other link ends with it", async () => {
  const email = "forgetful@realty.example";
  const person = await signIn(server, "realtor", { email });
  await open.database.update(people).set({ emailVerified: false }).where(eq(people.id, person.personId));
  await forgot(email);
  const links = await forgot(email);
  expect(links).toMatchObject([{ page: "/reset-password" }, { page: "/reset-password" }]);
  const [secret, other] = links.map((link) => link.secret);

  expect(await codeOf(await post("/api/password/reset", { secret, newPassword: "forgetful-realty" }))).toBe(
    "invalid_request",
  );
  const answers = await Promise.all([1, 2].map(() => post("/api/password/reset", { secret, newPassword: fresh })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  expect(await codeOf(await post("/api/password/reset", { secret, newPassword: old }))).toBe("link_unknown");
  expect(await codeOf(await post("/api/password/reset", { secret: other, newPassword: old }))).toBe("link_unknown");

  expect((await person.call("/api/me")).status).toBe(401);
  expect([await enter(email, old), await enter(email, fresh)]).toEqual([401, 200]);
  const [row] = await open.database.select().from(people).where(eq(people.id, person.personId));
  expect(row?.emailVerified).toBe(true);
  const audited = and(eq(auditEntries.subject, person.personId), eq(auditEntries.action, "person.password_reset"));
  expect(await open.database.$count(auditEntries, audited)).toBe(1);
}, 180_000);

test("a link to set a password ends after an hour, and the database does not hold it", async () => {
  const email = "late@realty.example";
  await signIn(server, "realtor", { email });
  const [link] = await forgot(email);
  const rows = await open.database.select().from(loginVerifications);
  expect(JSON.stringify(rows)).not.toContain(link?.secret);
  const [row] = rows.filter(({ identifier }) => identifier.startsWith("reset:"));
  expect((row?.expiresAt.getTime() ?? 0) - (row?.createdAt.getTime() ?? 0)).toBe(3_600_000);
  await open.database.update(loginVerifications).set({ expiresAt: new Date(Date.now() - 1_000) });
  expect(await codeOf(await post("/api/password/reset", { secret: link?.secret, newPassword: fresh }))).toBe(
    "link_expired",
  );
});

test("asking for a link tells nobody who has an account, and fills nobody's mailbox", async () => {
  const email = "known@realty.example";
  await signIn(server, "realtor", { email });
  const [known, unknown] = await Promise.all(
    [email, "nobody@realty.example"].map((one) => post("/api/password/forgot", { email: one })),
  );
  const shown = (response: Response | undefined) => [
    response?.status,
    [...(response?.headers.keys() ?? [])].filter((name) => name !== "content-length"),
  ];
  expect(shown(known)).toEqual(shown(unknown));
  for (let asked = 0; asked < 5; asked += 1) await forgot(email);
  expect(await mailedLinks(open.database, email)).toHaveLength(3);
  expect(await mailedLinks(open.database, "nobody@realty.example")).toEqual([]);
});

test("a link whose mail could not be sent counts for nothing: the next one is sent", async () => {
  const { context, close } = await createTestContext();
  const email = "patient@realty.example";
  const wanted = {
    name: "Patient",
    email,
    role: "realtor",
    password: old,
    emailVerified: true,
    timeZone: null,
  } as const;
  const personId = await ensurePerson(context, wanted);
  const mailer = { ...context.mailer, send: () => Promise.reject(new Error("The SMTP server is away.")) };
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await expect(sendPersonLink({ ...context, mailer }, "reset", personId)).rejects.toThrow("SMTP");
  }
  await sendPersonLink(context, "reset", personId);
  expect(await mailedLinks(context.database, email)).toHaveLength(1);
  expect(await context.database.select().from(loginVerifications)).toHaveLength(1);
  await close();
});

test("who changes their password shows the old one; their other logins end and this one stays", async () => {
  const email = "careful@realty.example";
  const [here, there] = [await signIn(server, "realtor", { email }), await signIn(server, "realtor", { email })];
  const change = (currentPassword: string, newPassword: string) =>
    here.call("/api/me/password", { method: "PUT", body: { currentPassword, newPassword } });
  const wrong = problemSchema.parse(await (await change("not the password", fresh)).json());
  expect([wrong.status, wrong.errors?.[0]?.field]).toEqual([400, "body.currentPassword"]);
  expect((await there.call("/api/me")).status).toBe(200);
  expect((await change(old, fresh)).status).toBe(204);
  expect([(await here.call("/api/me")).status, (await there.call("/api/me")).status]).toEqual([200, 401]);
  expect([await enter(email, old), await enter(email, fresh)]).toEqual([401, 200]);
}, 180_000);

test("every login has a token of its own: one that was planted beforehand is never taken over, and is over afterwards", async () => {
  const email = "fixed@realty.example";
  const planted = await signIn(server, "realtor", { email });
  const headers = {
    "content-type": "application/json",
    origin: server.config.publicUrl,
    cookie: planted.cookie,
  };
  const body = JSON.stringify({ email, password: old });
  const response = await server.call("/api/auth/sign-in/email", { method: "POST", headers, body });
  const given = response.headers.getSetCookie().find((cookie) => cookie.includes("session_token")) ?? "";
  expect(given).toContain("HttpOnly");
  expect(planted.cookie).not.toContain(given.split(";")[0]);
  expect(await codeOf(await planted.call("/api/me"))).toBe("login_session_expired");
});

test("an address is proven by the link of a mail, once, and by no other kind of link", async () => {
  const email = "unproven@realty.example";
  const person = await signIn(server, "realtor", { email });
  await open.database.update(people).set({ emailVerified: false }).where(eq(people.id, person.personId));
  expect(await (await person.call("/api/me")).json()).toMatchObject({ emailVerified: false });
  expect((await person.call("/api/me/verification", { method: "POST" })).status).toBe(202);
  await server.punctual.worker.runDue();
  const [link] = await mailedLinks(open.database, email);
  expect(link?.page).toBe("/verify-email");
  // A link is for one thing: this one sets no password.
  expect(await codeOf(await post("/api/password/reset", { secret: link?.secret, newPassword: fresh }))).toBe(
    "link_unknown",
  );
  expect(await (await post("/api/verification", { secret: link?.secret })).json()).toEqual({ email });
  expect(await (await person.call("/api/me")).json()).toMatchObject({ emailVerified: true });
  expect(await codeOf(await post("/api/verification", { secret: link?.secret }))).toBe("link_unknown");
});
