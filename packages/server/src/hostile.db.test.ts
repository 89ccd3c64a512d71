import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { problemSchema } from "@punctual/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "./platform/logger.ts";
import { createTestServer, type SignedIn, signIn, type TestServer } from "./testing/index.ts";

let server: TestServer;
let listener: Server;
let port: number;
let coach: SignedIn;
const written: string[] = [];
beforeAll(async () => {
  const log = createLog("debug", { write: (line: string) => void written.push(line) });
  server = await createTestServer({ log });
  coach = await signIn(server, "coach");
  listener = createServer(getRequestListener((request, env) => server.punctual.fetch(request, env)));
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  port = (listener.address() as AddressInfo).port;
});
afterAll(async () => {
  listener.closeAllConnections();
  await new Promise((resolve) => listener.close(resolve));
  await server.close();
});

/** Writes bytes to the server as they are, as no client would, and reads until it closes or falls silent. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(Buffer.from(text, "latin1")));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on("close", () => resolve(answer));
    socket.on("error", (error) => (answer === "" ? reject(error) : resolve(answer)));
  });
}

const statusesOf = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((found) => Number(found[1]));
const request = (start: string, headers: readonly string[], body = "") =>
  raw(
    `${start} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${headers.map((one) => `${one}\r\n`).join("")}\r\n${body}`,
  );
const rename = (body: BodyInit, headers: Record<string, string> = {}) =>
  server.call("/api/me", {
    method: "PATCH",
    headers: {
      cookie: coach.cookie,
      origin: server.config.publicUrl,
      "x-csrf-token": coach.csrfToken,
      "content-type": "application/json",
      ...headers,
    },
    body,
  });
const codeOf = async (response: Response) => problemSchema.parse(await response.json()).code;
const nameNow = async () => ((await (await coach.call("/api/me")).json()) as { name: string }).name;

describe("a form of another site", () => {
  test.each([
    ["text/plain", '{"name":"forged","x":"="}'],
    ["application/x-www-form-urlencoded", "name=forged"],
    ["multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nforged\r\n--x--'],
  ])("as %s changes nothing, with the cookie that the browser adds", async (type, body) => {
    for (const origin of ["https://evil.example", "null", server.config.publicUrl]) {
      const answer = await server.call("/api/me", {
        method: "PATCH",
        headers: { cookie: coach.cookie, origin, "content-type": type },
        body,
      });
      expect([403, 415]).toContain(answer.status);
    }
    expect((await rename(body, { "content-type": type })).status).toBe(415);
    expect(await nameNow()).toBe("The coach");
  });

  test("signs nobody in as somebody else", async () => {
    const credentials = JSON.stringify({ email: "coach@punctual.example", password: "correct horse battery staple" });
    const attempt = (headers: Record<string, string>) =>
      server.call("/api/auth/sign-in/email", { method: "POST", headers, body: credentials });
    const foreign = await attempt({ "content-type": "application/json", origin: "https://evil.example" });
    const plain = await attempt({ "content-type": "text/plain", origin: server.config.publicUrl });
    expect([foreign.status, plain.status]).toEqual([403, 415]);
    expect([...foreign.headers.getSetCookie(), ...plain.headers.getSetCookie()]).toEqual([]);
  });

  test("ends nobody's login session", async () => {
    const out = await server.call("/api/auth/sign-out", {
      method: "POST",
      headers: { cookie: coach.cookie, origin: "https://evil.example", "content-type": "text/plain" },
      body: "{}",
    });
    expect(out.status).toBe(403);
    expect((await coach.call("/api/me")).status).toBe(200);
  });

  test("cannot turn a reading into a change by a header or a parameter", async () => {
    const headers = { "x-http-method-override": "PATCH", "x-method-override": "DELETE", "x-http-method": "PUT" };
    expect((await coach.call("/api/me?_method=DELETE", { headers })).status).toBe(200);
    expect((await coach.call("/api/me", { method: "POST", headers, body: { name: "x" } })).status).toBe(405);
    expect(await nameNow()).toBe("The coach");
  });
});

describe("a body", () => {
  test("with a prototype in it pollutes nothing and is refused", async () => {
    for (const body of [
      '{"__proto__":{"role":"admin"}}',
      '{"constructor":{"prototype":{"role":"admin"}}}',
      '{"name":"x","prototype":{}}',
      '{"name":{"__proto__":{"length":1}}}',
    ]) {
      expect((await rename(body)).status, body).toBe(400);
    }
    for (const query of ["__proto__[role]=admin", "constructor=x", "__proto__=x", "toString=x", "hasOwnProperty=x"]) {
      expect((await coach.call(`/api/mailbox?${query}`)).status, query).toBe(400);
    }
    expect(({} as { role?: string }).role).toBeUndefined();
    expect(await nameNow()).toBe("The coach");
  });

  test.each([
    ["deeply nested", "[".repeat(100_000) + "]".repeat(100_000)],
    ["deeply nested in a field", `{"name":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}`],
    ["of an endless number", `{"name":1${"0".repeat(100_000)}}`],
    ["of a number beyond all", '{"name":1e999999}'],
    ["with many keys", `{${Array.from({ length: 8_000 }, (_, at) => `"k${at}":1`).join(",")}}`],
    ["with a byte order mark and no more", "\uFEFF"],
    ["of half a character", new Uint8Array([0x22, 0xc3, 0x22])],
    ["overlong UTF-8", new Uint8Array([0x22, 0xc0, 0xaf, 0x22])],
    ["of a lone surrogate's bytes", new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ["in UTF-16", Buffer.from('{"name":"x"}', "utf16le")],
    ["empty", ""],
  ])("%s is refused at once", async (_, body) => {
    const startedAt = performance.now();
    const answer = await rename(body);
    expect(answer.status).toBe(400);
    expect(await codeOf(answer)).toBe("invalid_request");
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test("may name somebody in any script, and a name of invisible or broken characters fails nowhere", async () => {
    for (const name of ["Zoe\u0308 李", "O’Neill 👩‍👩‍👧", "\u202eevil", "\u200b", "\ud800 lone", "The coach"]) {
      const answer = await coach.call("/api/me", { method: "PATCH", body: { name } });
      expect(answer.status, name).toBeLessThan(500);
      expect((await coach.call("/api/me")).status).toBe(200);
    }
  });

  test("with an address that only looks like somebody's signs nobody in", async () => {
    const lookalikes = [
      "ｃｏａｃｈ@punctual.example",
      "c\u043each@punctual.example",
      "coach@punctual\u3002example",
      "coach\u0000@punctual.example",
      "coach\u200b@punctual.example",
      "coach@punctual.example\u0301",
      "ＣＯＡＣＨ@ＰＵＮＣＴＵＡＬ.ＥＸＡＭＰＬＥ",
    ];
    for (const email of lookalikes) {
      const answer = await server.call("/api/auth/sign-in/email", {
        method: "POST",
        headers: { "content-type": "application/json", origin: server.config.publicUrl },
        body: JSON.stringify({ email, password: "correct horse battery staple" }),
      });
      expect([400, 401], email).toContain(answer.status);
      expect(answer.headers.getSetCookie().filter((cookie) => cookie.includes("session_token="))).toEqual([]);
    }
  });

  test("larger than it says, or cut up so that it need not say, is not read to its end", async () => {
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const login = [`Cookie: ${coach.cookie}`, `X-CSRF-Token: ${coach.csrfToken}`, "Content-Type: application/json"];
    const chunked = await request(
      "PATCH /api/me",
      [...login, "Transfer-Encoding: chunked"],
      `${chunk.repeat(6)}0\r\n\r\n`,
    );
    expect(statusesOf(chunked)).toEqual([413]);
    const announced = await request("PATCH /api/me", [...login, "Content-Length: 999999999"], "{}");
    expect(statusesOf(announced)).toEqual([413]);
  });
});

describe("a request that two servers would read differently", () => {
  const smuggled = "GET /api/smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  test.each([
    ["both lengths", ["Content-Length: 4", "Transfer-Encoding: chunked"], `0\r\n\r\n${smuggled}`],
    ["two lengths", ["Content-Length: 0", `Content-Length: ${smuggled.length}`], smuggled],
    ["an unknown coding", ["Transfer-Encoding: xchunked"], `0\r\n\r\n${smuggled}`],
    ["a coding after a tab", ["Transfer-Encoding:\tchunked, identity"], `0\r\n\r\n${smuggled}`],
    ["a broken line in a header", ["X-A: b\nContent-Length: 50"], smuggled],
    ["a negative length", ["Content-Length: -1"], smuggled],
    ["a header name with a space", ["Content-Length : 5"], smuggled],
  ])("by %s is refused, and what hides in it is not carried out", async (_, headers, body) => {
    const before = written.length;
    const statuses = statusesOf(await request("POST /api/policy-reports", headers, body));
    expect(statuses).toEqual([400]);
    expect(written.slice(before).join("")).not.toContain("smuggled");
  });
});

describe("a path", () => {
  test.each([
    "//evil.example/api/me",
    "/api//me",
    "/api/./me/.",
    "/./../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/..%5c..%5cetc%5cpasswd",
    "/assets/..;/..;/etc/passwd",
    "/%c0%ae%c0%ae/etc/passwd",
    "/api/me%00.js",
    "/api/me;role=admin",
    "/api/mailbox/..%2f..%2fme",
    "/api/mailbox/%2e%2e",
    "/api/mailbox/%ff",
    "/api/mailbox/a%0d%0aSet-Cookie:%20x=y",
    `/api/mailbox/${"a".repeat(90)}`,
    "/API/ME",
  ])("%s leads nowhere, and says so without repeating it", async (path) => {
    const answer = await request(`GET ${path}`, [`Cookie: ${coach.cookie}`]);
    const [status = 0] = statusesOf(answer);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(answer).not.toMatch(/root:|Set-Cookie: x=y/i);
    expect(answer).not.toContain(coach.personId);
  });

  test("in a redirect stays on this host", async () => {
    const location = async (query: string) =>
      (await coach.call(`/api/calendly/connection/callback?${query}`)).headers.get("location");
    for (const query of [
      "state=x&code=//evil.example",
      "error=https://evil.example&state=x",
      "error=%0d%0aLocation:%20https://evil.example",
      "state=x&code=y&returnTo=//evil.example",
    ]) {
      expect(await location(query), query).toMatch(
        /^(http:\/\/127\.0\.0\.1:3000)?\/settings\/connection\?problem=\w+$/,
      );
    }
  });
});

describe("a header", () => {
  test("that names another host changes no address that is written", async () => {
    const hosts = ["evil.example", "127.0.0.1@evil.example", "127.0.0.1:1\\@evil.example"];
    for (const host of hosts) {
      const answer = await raw(
        `GET /api/openapi.json HTTP/1.1\r\nHost: ${host}\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).not.toContain("evil.example");
    }
  });

  test("comes back in no answer, and its line ends are in no log", async () => {
    const before = written.length;
    await coach.call("/api/me", {
      headers: { "user-agent": 'x\t{"level":60,"msg":"forged"}', "x-request-id": "forged" },
    });
    await coach.call(`/api/nowhere?a=${encodeURIComponent('\n{"level":60,"msg":"forged"}\u001b[2J')}`);
    const lines = written.slice(before);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line.endsWith("\n") && line.indexOf("\n") === line.length - 1).toBe(true);
      expect([...line.slice(0, -1)].every((character) => character >= " ")).toBe(true);
      expect((JSON.parse(line) as { msg: string }).msg).not.toBe("forged");
    }
    const answer = await coach.call("/api/me", { headers: { "x-request-id": "forged" } });
    expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
  });

  test.each([
    ["TRACE", 405],
    ["OPTIONS", 405],
    ["HEAD", 405],
    ["CONNECT", 0],
    ["PROPFIND", 405],
  ])("of the method %s reveals nothing", async (method, status) => {
    const answer = await request(`${method} /api/me`, [`Cookie: ${coach.cookie}`, "X-Canary: canary"]).catch(() => "");
    expect(statusesOf(answer)[0] ?? 0).toBe(status);
    expect(answer).not.toContain("canary");
    expect(answer).not.toContain(coach.personId);
  });
});
