import { csrfHeader, problemSchema } from "@punctual/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestServer, type SignedIn, signIn, type TestServer } from "./testing/index.ts";

let server: TestServer;
let coach: SignedIn;
let realtor: SignedIn;
beforeAll(async () => {
  server = await createTestServer();
  coach = await signIn(server, "coach");
  realtor = await signIn(server, "realtor");
});
afterAll(() => server.close());

const rename = (headers: Record<string, string>) =>
  server.call("/api/me", {
    method: "PATCH",
    headers: { cookie: coach.cookie, "content-type": "application/json", ...headers },
    body: JSON.stringify({ name: "Renamed" }),
  });
const nameNow = async () => ((await (await coach.call("/api/me")).json()) as { name: string }).name;

test("a change by cookie without the login session's token does nothing, and says what to do", async () => {
  const letter = coach.csrfToken[0] === "A" ? "B" : "A";
  const wrong: Record<string, string>[] = [
    {},
    { [csrfHeader]: "" },
    { [csrfHeader]: "not a token" },
    { [csrfHeader]: coach.csrfToken.slice(0, -2) },
    { [csrfHeader]: `${letter}${coach.csrfToken.slice(1)}` },
    { [csrfHeader]: realtor.csrfToken },
  ];
  for (const headers of wrong) {
    const answer = await rename(headers);
    expect(problemSchema.parse(await answer.json()), JSON.stringify(headers)).toMatchObject({
      status: 403,
      code: "csrf_token_invalid",
      detail: "This page does not know your login session. Reload it and do it again.",
    });
  }
  expect(await nameNow()).toBe("The coach");
});

test("the token comes with every answer to its own login session, with the refusal too, and with no other", async () => {
  expect(coach.csrfToken).toMatch(/^[\w-]{43}$/);
  expect(realtor.csrfToken).not.toBe(coach.csrfToken);
  expect((await rename({})).headers.get(csrfHeader)).toBe(coach.csrfToken);
  expect((await server.call("/api/me")).headers.get(csrfHeader)).toBeNull();
  expect((await server.call("/api/config", { headers: { cookie: coach.cookie } })).headers.get(csrfHeader)).toBeNull();
});

test("several tabs share the token of their login session; after signing in anew it is another one", async () => {
  const again = await signIn(server, "coach");
  expect(again.csrfToken).not.toBe(coach.csrfToken);
  expect((await rename({ [csrfHeader]: again.csrfToken })).status).toBe(403);
  for (const _ of ["one tab", "another"]) {
    const tab = await server.call("/api/me", { headers: { cookie: coach.cookie } });
    expect((await rename({ [csrfHeader]: tab.headers.get(csrfHeader) ?? "" })).status).toBe(200);
  }
  expect(await nameNow()).toBe("Renamed");
});
