import { connect } from "node:net";
import { createTestServer, type SignedIn, signIn, type TestServer } from "@punctual/server/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Front, openFront } from "./front.ts";

let server: TestServer;
let front: Front;
let coach: SignedIn;
const errors: unknown[] = [];
beforeAll(async () => {
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: (fields: unknown) => void errors.push(fields) };
  server = await createTestServer({ log });
  coach = await signIn(server, "coach");
  front = await openFront("127.0.0.1", 0, { headers: 400, whole: 800, check: 50 });
  front.serve((request, bindings) => server.punctual.fetch(request, bindings));
});
afterAll(async () => {
  await front.close();
  await server.close();
});

/** Sends the beginning, then byte after byte for as long as it may; resolves with the answer once the server has closed. */
function trickle(beginning: string, to = front): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(to.port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    // Bytes that are under way when it closes are answered by a reset.
    socket.on("error", () => undefined);
    socket.write(beginning);
    const drip = setInterval(() => socket.write("a"), 20);
    socket.on("close", () => {
      clearInterval(drip);
      resolve(answer);
    });
  });
}

const change = () =>
  `PATCH /api/me HTTP/1.1\r\nHost: x\r\nCookie: ${coach.cookie}\r\nX-CSRF-Token: ${coach.csrfToken}\r\nContent-Type: application/json\r\n`;

test.each([
  ["headers that do not end", () => "GET /api/me HTTP/1.1\r\nHost: x\r\nX-Slow: "],
  ["a body that does not end", () => `${change()}Content-Length: 100000\r\n\r\n{`],
  ["a chunk that does not end", () => `${change()}Transfer-Encoding: chunked\r\n\r\nffff\r\n{`],
])("who sends %s is cut off, and the others are answered meanwhile", async (_, beginning) => {
  const slow = Array.from({ length: 20 }, () => trickle(beginning()));
  for (let n = 0; n < 5; n += 1) {
    const answer = await fetch(`http://127.0.0.1:${front.port}/api/me`, { headers: { cookie: coach.cookie } });
    expect(await answer.json()).toMatchObject({ id: coach.personId });
  }
  for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
  expect(errors).toEqual([]);
});

test("a body that nobody wants to read holds no connection either", async () => {
  const body = "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
  expect(await trickle(`PATCH /api/me HTTP/1.1\r\nHost: x\r\n${body}`)).toMatch(/^(?:HTTP\/1\.1 401 |$)/);
});

test("nor one that a handler never reads and never answers", async () => {
  const stuck = await openFront("127.0.0.1", 0, { headers: 400, whole: 800, check: 50 });
  stuck.serve(() => new Promise<Response>(() => undefined));
  const body = "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
  expect(await trickle(`PATCH /api/me HTTP/1.1\r\nHost: x\r\n${body}`, stuck)).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
  await stuck.close();
});
