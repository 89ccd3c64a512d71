import { problemSchema, routes } from "@punctual/contract";
import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenDatabase } from "../../platform/database/open.ts";
import { auditEntries, people } from "../../platform/database/schema.ts";
import { createTestServer, openTestDatabase, type SignedIn, signIn, type TestServer } from "../../testing/index.ts";

let open: OpenDatabase;
let server: TestServer;
let [ada, ben]: SignedIn[] = [];
beforeAll(async () => {
  open = await openTestDatabase();
  server = await createTestServer({ open });
  ada = await signIn(server, "admin", { name: "Ada Lindqvist", email: "ada@northside.example" });
  ben = await signIn(server, "admin", { name: "Ben Ortiz", email: "ben@northside.example" });
}, 180_000);
afterAll(() => server.close());

const person = {
  name: "The coach",
  password: "correct horse battery staple",
  emailVerified: true,
  timeZone: null,
} as const;
const give = (admin: SignedIn | undefined, personId: string | undefined, role: string) =>
  admin?.call(`/api/members/${personId}/role`, { method: "PUT", body: { role } });

async function codeOf(response: Response | undefined): Promise<string> {
  return problemSchema.parse(await response?.json()).code;
}

test("nobody changes their own role, nor keeps themself out", async () => {
  expect(await codeOf(await give(ada, ada?.personId, "coach"))).toBe("own_account");
  const suspending = { method: "POST", body: { reason: "Holidays." } };
  expect(await codeOf(await ada?.call(`/api/members/${ada.personId}/suspend`, suspending))).toBe("own_account");
});

test("of two admins who take each other's role away at the same time, one stays", async () => {
  const answers = await Promise.all([give(ada, ben?.personId, "coach"), give(ben, ada?.personId, "coach")]);
  const left = await open.database.select().from(people).where(eq(people.role, "admin"));
  expect(left).toHaveLength(1);
  expect(answers.filter((answer) => answer?.ok)).toHaveLength(1);
  const [stays] = left[0]?.id === ada?.personId ? [ada, ben] : [ben, ada];
  const gone = stays === ada ? ben : ada;
  expect((await give(stays, gone?.personId, "admin"))?.status).toBe(200);
});

test("a change of role is in the audit log with what was before, by whom, and once", async () => {
  const coach = await signIn(server, "coach", { email: "audited@northside.example" });
  expect((await give(ada, coach.personId, "realtor"))?.status).toBe(200);
  // The same again changes nothing.
  expect((await give(ada, coach.personId, "realtor"))?.status).toBe(200);
  const entries = await open.database
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.subject, coach.personId), eq(auditEntries.action, "person.role_changed")))
    .orderBy(desc(auditEntries.seq));
  expect(entries).toMatchObject([
    {
      actor: ada?.personId,
      before: { role: "coach", suspended: false },
      after: { role: "realtor", suspended: false },
      requestId: expect.stringMatching(/^req_/),
    },
  ]);
});

test.each(["role", "suspend", "logins", "operator"] as const)(
  "a live stream that is open ends with a change by: %s",
  async (how) => {
    const email = `streaming-${how}@northside.example`;
    const coach = await signIn(server, "coach", { email });
    const stream = await coach.call("/api/live");
    const reader = stream.body?.getReader();
    await reader?.read();
    const path = `/api/members/${coach.personId}`;
    const change = {
      role: () => give(ada, coach.personId, "realtor"),
      suspend: () => ada?.call(`${path}/suspend`, { method: "POST", body: { reason: "A test." } }),
      logins: () => ada?.call(`${path}/logins`, { method: "DELETE" }),
      operator: async () => Response.json(await server.punctual.people.ensure({ ...person, email, role: "realtor" })),
    }[how];
    expect((await change())?.status).toBe(200);
    for (let ended = false; !ended; ) ended = (await reader?.read())?.done ?? true;
    const again = await coach.call("/api/live");
    expect(again.status).toBe({ role: 200, suspend: 403, logins: 401, operator: 200 }[how]);
    await again.body?.cancel();
  },
  30_000,
);

test("members are found by part of a name or address, by role and by state, page by page", async () => {
  const list = async (query: string) =>
    routes.listMembers.response.parse(await (await ada?.call(`/api/members?${query}`))?.json());
  expect((await list("search=LINDQ")).items).toMatchObject([{ name: "Ada Lindqvist", self: true, state: "active" }]);
  expect((await list("search=%25")).items).toEqual([]);
  expect((await list("state=suspended")).items.every(({ state }) => state === "suspended")).toBe(true);
  const first = await list("limit=2");
  const second = await list(`limit=2&cursor=${first.nextCursor}`);
  const whole = await list("limit=4");
  expect([...first.items, ...second.items]).toEqual(whole.items);
  expect((await ada?.call("/api/members?cursor=bm9uc2Vuc2U"))?.status).toBe(400);
});

test("when somebody was last here is told of whoever is signed in", async () => {
  const realtor = await signIn(server, "realtor", { email: "seen@realty.example" });
  const find = async (search: string) => {
    const answer = await ada?.call(`/api/members?search=${search}`);
    return routes.listMembers.response.parse(await answer?.json()).items[0];
  };
  expect(Date.parse((await find("seen@realty"))?.lastSeenAt ?? "")).toBeGreaterThan(Date.now() - 3_600_000);
  await ada?.call(`/api/members/${realtor.personId}/logins`, { method: "DELETE" });
  expect((await find("seen@realty"))?.lastSeenAt).toBeNull();
});

test("somebody who is not there is not found, by whatever is tried", async () => {
  const requests = [
    give(ada, "per_nobody", "coach"),
    ada?.call("/api/members/per_nobody/suspend", { method: "POST", body: { reason: "None." } }),
    ada?.call("/api/members/per_nobody/reinstate", { method: "POST" }),
    ada?.call("/api/members/per_nobody/logins", { method: "DELETE" }),
  ];
  expect((await Promise.all(requests)).map((response) => response?.status)).toEqual([404, 404, 404, 404]);
});
