import { problemSchema, routes } from "@punctual/contract";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenDatabase } from "../../platform/database/open.ts";
import { rowsOf } from "../../platform/database/rows.ts";
import { auditEntries, invitations, people } from "../../platform/database/schema.ts";
import { createTestServer, openTestDatabase, type SignedIn, signIn, type TestServer } from "../../testing/index.ts";
import { mailedLinks } from "../../testing/mailed-links.ts";

let open: OpenDatabase;
let server: TestServer;
let admin: SignedIn;
beforeAll(async () => {
  open = await openTestDatabase();
  server = await createTestServer({ open, limits: { failedByAddress: 1_000 } });
  admin = await signIn(server, "admin");
}, 180_000);
afterAll(() => server.close());

const password = "a violin in the attic";

function post(path: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json", origin: server.config.publicUrl };
  return server.call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function refusal(response: Response) {
  const { status, code, detail } = problemSchema.parse(await response.json());
  return { status, code, detail };
}

/** Invites somebody and reads the secret from the mail that they get. */
async function invited(email: string, role: "coach" | "realtor" | "admin" = "realtor") {
  const response = await admin.call("/api/invitations", {
    method: "POST",
    body: { name: "Nadia Petrov", email, role },
  });
  expect(response.status).toBe(201);
  const { id } = routes.invite.response.parse(await response.json());
  await server.punctual.worker.runDue();
  const [mail] = await mailedLinks(open.database, email);
  return { id, secret: mail?.secret ?? "", page: mail?.page };
}

test("whoever is invited makes their account by the link of the mail, once, with the role that the admin chose", async () => {
  const { secret, page, id } = await invited("nadia@realty.example");
  expect(page).toBe("/invitation");
  const shown = await post("/api/invitations/open", { secret });
  expect(await shown.json()).toMatchObject({ name: "Nadia Petrov", email: "nadia@realty.example", role: "realtor" });

  const wanted = { secret, name: "Nadia P.", password };
  const answers = await Promise.all([1, 2, 3].map(() => post("/api/invitations/accept", wanted)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, expect.any(Number), expect.any(Number)]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  const made = await open.database.select().from(people).where(eq(people.email, "nadia@realty.example"));
  expect(made).toMatchObject([{ name: "Nadia P.", role: "realtor", emailVerified: true }]);
  expect(await refusal(await post("/api/invitations/accept", wanted))).toMatchObject({
    status: 400,
    code: "link_unknown",
  });

  const login = await post("/api/auth/sign-in/email", { email: "nadia@realty.example", password });
  expect(login.status).toBe(200);
  const audited = await open.database.select().from(auditEntries).where(eq(auditEntries.subject, id));
  expect(audited.map(({ action }) => action)).toEqual(["invitation.sent", "invitation.accepted"]);
});

test("the secret is in the mail alone: neither the database nor an answer has it", async () => {
  const { secret, id } = await invited("quiet@realty.example");
  const [row] = await open.database.select().from(invitations).where(eq(invitations.id, id));
  expect(JSON.stringify(row)).not.toContain(secret);
  expect(await (await admin.call("/api/invitations")).text()).not.toContain(secret);
  const jobs = await open.database.execute("select data::text from punctual_queue.job");
  expect(JSON.stringify(rowsOf(jobs))).not.toContain(secret);
});

test("a link no longer works once another was sent, the invitation was withdrawn, or its time is over", async () => {
  const first = await invited("slow@realty.example");
  expect((await admin.call(`/api/invitations/${first.id}/resend`, { method: "POST" })).status).toBe(200);
  expect(await refusal(await post("/api/invitations/open", { secret: first.secret }))).toMatchObject({
    code: "link_unknown",
  });
  await server.punctual.worker.runDue();
  const [again] = await mailedLinks(open.database, "slow@realty.example");
  const secret = again?.secret ?? "";
  expect((await post("/api/invitations/open", { secret })).status).toBe(200);

  await open.database.execute(
    "update punctual.invitations set expires_at = now() - interval '1 second' where email = 'slow@realty.example'",
  );
  const late = await post("/api/invitations/accept", { secret, name: "Late", password });
  expect(await refusal(late)).toMatchObject({ status: 400, code: "link_expired" });

  const other = await invited("unwanted@realty.example");
  expect((await admin.call(`/api/invitations/${other.id}`, { method: "DELETE" })).status).toBe(200);
  const accepting = await post("/api/invitations/accept", { secret: other.secret, name: "Nobody", password });
  expect(await refusal(accepting)).toMatchObject({ code: "link_unknown" });
  expect((await admin.call(`/api/invitations/${other.id}`, { method: "DELETE" })).status).toBe(409);
});

test.each(["an admin", "the operator"])(
  "the invitations of an admin whose role %s took away let nobody in",
  async (by) => {
    const person = { name: "Leaver", email: `leaver.of.${by.replace(" ", ".")}@punctual.example` };
    const leaver = await signIn(server, "admin", person);
    const body = { name: "Accomplice", email: `accomplice.${person.email}`, role: "admin" };
    expect((await leaver.call("/api/invitations", { method: "POST", body })).status).toBe(201);
    await server.punctual.worker.runDue();
    const [mail] = await mailedLinks(open.database, body.email);
    if (by === "an admin") {
      const demotion = { method: "PUT", body: { role: "coach" } };
      expect((await admin.call(`/api/members/${leaver.personId}/role`, demotion)).status).toBe(200);
    } else {
      const wanted = { ...person, role: "coach", password, emailVerified: true, timeZone: null } as const;
      await server.punctual.people.ensure(wanted);
    }
    const accepting = await post("/api/invitations/accept", { secret: mail?.secret, name: "Accomplice", password });
    expect(await refusal(accepting)).toMatchObject({ code: "link_unknown" });
  },
);

test.each([
  ["of no year that Postgres knows", ["0000-01-01T00:00:00Z", "ivt_1"]],
  ["of an id that ends no text", ["2026-11-21T12:00:00Z", "ivt\0"]],
  ["of another list", ["Maya", "per_1"]],
])("a cursor %s is refused as none of ours", async (_what, place) => {
  const cursor = Buffer.from(JSON.stringify(place)).toString("base64url");
  const response = await admin.call(`/api/invitations?cursor=${cursor}`);
  expect(await refusal(response)).toMatchObject({ status: 400, code: "invalid_request" });
});

test("a password that is easy to guess for its owner is refused with what to do, and the link stays good", async () => {
  const { secret } = await invited("careless@realty.example");
  for (const [weak, field] of [
    ["short", "body.password"],
    ["aaaaaaaaaaaaaaaa", "body.password"],
    ["carelessrealty1", "body.password"],
    ["password123456", "body.password"],
    ["x".repeat(257), "body.password"],
  ]) {
    const response = await post("/api/invitations/accept", { secret, name: "Careless", password: weak });
    const { status, errors } = problemSchema.parse(await response.json());
    expect([weak, status, errors?.[0]?.field]).toEqual([weak, 400, field]);
  }
  expect((await post("/api/invitations/accept", { secret, name: "Careful", password })).status).toBe(201);
});

test.each([
  ["another alphabet's letter", "mаya@northside.example"],
  ["the Kelvin sign, which is lowered to k", "\u212Aim@northside.example"],
  ["a domain that is not ASCII", "maya@nörthside.example"],
  ["a decomposed letter", "jose\u0301@realty.example"],
  ["a line that ends", "maya@northside.example\r\nBcc: all@evil.example"],
  ["more than an address holds", `${"a".repeat(250)}@northside.example`],
  ["two addresses", "maya@northside.example,evil@evil.example"],
  ["a quoted local part", '"maya okafor"@northside.example'],
])("an address with %s is refused", async (_what, email) => {
  const body = { name: "Somebody", email, role: "coach" };
  const response = await admin.call("/api/invitations", { method: "POST", body });
  const { status, errors } = problemSchema.parse(await response.json());
  expect([status, errors?.[0]?.field]).toEqual([400, "body.email"]);
});

test("one address is one person however it is written, and one open invitation", async () => {
  await invited("Mixed.Case@Realty.Example".toLowerCase());
  const body = { name: "Mixed", email: " MIXED.case@REALTY.example ", role: "coach" };
  const second = await admin.call("/api/invitations", { method: "POST", body });
  expect(await second.json()).toMatchObject({ email: "mixed.case@realty.example", state: "open" });
  const { items } = routes.listInvitations.response.parse(await (await admin.call("/api/invitations")).json());
  expect(items.filter(({ email }) => email === "mixed.case@realty.example")).toMatchObject([{ role: "coach" }]);
  const known = { name: "Admin", email: "ADMIN@punctual.example", role: "coach" };
  const taken = await admin.call("/api/invitations", { method: "POST", body: known });
  expect(await refusal(taken)).toMatchObject({ status: 409, code: "conflict" });
});
