import type { lookup } from "node:dns";
import { createServer, type Server } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type PostOptions, postOutside, publicLookup } from "./post-outside.ts";
import { isPublicAddress, whyNotPostable } from "./public-address.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(status: number | null, headers: Record<string, string> = {}) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (status !== null) response.writeHead(status, headers).end("a body that nobody reads");
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { seen, port: address.port, host: `127.0.0.1:${address.port}` };
}

const options = (more: Partial<PostOptions> = {}): PostOptions => ({
  body: "{}",
  headers: {},
  timeoutMs: 2_000,
  privateHosts: [],
  ...more,
});

/** A resolver that answers each question with the next of these addresses. */
function answering(...answers: readonly string[][]): { resolve: typeof lookup; asked: () => number } {
  let asked = 0;
  const resolve = (_host: string, _options: unknown, done: (error: null, found: unknown) => void) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return { resolve: resolve as unknown as typeof lookup, asked: () => asked };
}

test("no special address is public, in whatever form it is written", () => {
  const inside = `127.0.0.1 127.9.9.9 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 192.0.0.1 192.0.2.1
    198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16 ::1 :: ::a00:1 fe80::1 fec0::1
    fc00::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b:1::a00:1 2002:7f00:1::
    2001::1 2001:db8::1 100::1 3fff::1 5f00::1`;
  for (const address of inside.split(/\s+/)) expect(isPublicAddress(address), address).toBe(false);
  for (const address of ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001::1"]) {
    expect(isPublicAddress(address), address).toBe(true);
  }
  for (const text of ["", "example.com", "127.1", "0x7f.1"]) expect(isPublicAddress(text), text).toBe(false);
});

test("an address that is not https, names somebody or is private is refused with what to write", () => {
  const refused = `http://example.com/ https://user:secret@example.com/ https://127.0.0.1/ https://2130706433/ https://0x7f.1/
    https://[::1]/ https://[::ffff:10.0.0.1]/ https://localhost/ https://localhost./ https://printer.local/
    https://metadata.google.internal/ https://169.254.169.254/latest/meta-data`;
  for (const url of refused.split(/\s+/)) expect(whyNotPostable(new URL(url), []), url).toMatch(/^(?:Write|This).*\.$/);
  expect(whyNotPostable(new URL("https://hooks.example.com:8443/in"), [])).toBeNull();
  // Listed exactly, or not at all.
  expect(whyNotPostable(new URL("http://127.0.0.1:9000/"), ["127.0.0.1:9000"])).toBeNull();
  expect(whyNotPostable(new URL("http://127.0.0.1:9001/"), ["127.0.0.1:9000"])).not.toBeNull();
  expect(whyNotPostable(new URL("https://user@127.0.0.1:9000/"), ["127.0.0.1:9000"])).not.toBeNull();
});

test("a name that leads inside is not connected to, also when only one of its addresses does", async () => {
  const { seen, port } = await listen(200);
  for (const addresses of [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:127.0.0.1"], []]) {
    const { resolve } = answering(addresses);
    const posted = await postOutside(new URL(`https://rebound.example:${port}/`), options({ resolve }));
    expect(posted, addresses.join()).toEqual({
      kind: "failed",
      why: "The name of its host leads into a private network. Use a public address, or list the host in OUTGOING_PRIVATE_HOSTS.",
    });
  }
  expect(seen).toEqual([]);
});

test("what was checked is what the connection is given: a second answer cannot take its place", () => {
  const { resolve, asked } = answering(["93.184.215.14", "2606:4700::1111"], ["127.0.0.1"]);
  const given: unknown[] = [];
  publicLookup(resolve)("rebound.example", { all: true }, (error, addresses) => given.push(error, addresses));
  expect(given).toEqual([
    null,
    [
      { address: "93.184.215.14", family: 4 },
      { address: "2606:4700::1111", family: 6 },
    ],
  ]);
  expect(asked()).toBe(1);
});

test("a listed host is posted to; redirects are answers, and are not followed", async () => {
  const target = await listen(200);
  const { host, seen } = await listen(302, { location: `http://${target.host}/stolen` });
  const posted = await postOutside(new URL(`http://${host}/in`), options({ privateHosts: [host, target.host] }));
  expect(posted).toEqual({ kind: "answered", status: 302 });
  expect(seen).toEqual(["POST /in"]);
  expect(target.seen).toEqual([]);
});

test.each([
  ["changes the protocol", "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n"],
  ["says nothing and leaves", ""],
])("a receiver that %s ends the attempt", async (_, answer) => {
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => (answer === "" ? socket.destroy() : socket.write(answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const posted = await postOutside(new URL(`http://${host}/`), options({ privateHosts: [host] }));
  server.close();
  expect(posted).toEqual({ kind: "failed", why: "The connection was closed before an answer came." });
});

test("no answer in time, and nobody there, are told as sentences", async () => {
  const { host } = await listen(null);
  const slow = await postOutside(new URL(`http://${host}/`), options({ privateHosts: [host], timeoutMs: 100 }));
  expect(slow).toEqual({ kind: "failed", why: "No answer came within 0 seconds." });
  const gone = await postOutside(new URL("http://127.0.0.1:1/"), options({ privateHosts: ["127.0.0.1:1"] }));
  expect(gone).toEqual({ kind: "failed", why: "Nothing listens at its address." });
});
