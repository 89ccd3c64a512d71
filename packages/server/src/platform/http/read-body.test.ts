import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterEach, expect, test, vi } from "vitest";
import { problemResponse } from "./problem-response.ts";
import { bodyTime, readBody } from "./read-body.ts";

let server: Server | undefined;
afterEach(() => {
  vi.useRealTimers();
  server?.closeAllConnections();
  server?.close();
});

/** Listens as a host does, and answers what became of the body. */
async function listen(): Promise<number> {
  server = createServer(
    getRequestListener(async (request) => {
      const read = await readBody(request, 1000);
      if (read.kind === "too_slow") return problemResponse({ code: "request_timeout", detail: "Too slow." }, "req_1");
      return Response.json(read.kind === "read" ? read.bytes.byteLength : read.kind);
    }),
  );
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

test.each([
  ["with a length", "content-length: 500\r\n\r\n{"],
  ["in chunks", "transfer-encoding: chunked\r\n\r\n1\r\n{\r\n"],
])("a body %s that does not end in time is answered 408, and its connection is free", async (_, rest) => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const port = await listen();
  const socket = connect(port, "127.0.0.1");
  const received: Buffer[] = [];
  const closed = new Promise<string>((done) => {
    socket.on("data", (chunk) => received.push(chunk));
    socket.on("close", () => done(Buffer.concat(received).toString()));
  });
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${rest}`);
  await vi.waitUntil(() => vi.getTimerCount() > 0, { timeout: 5_000 });
  await vi.advanceTimersByTimeAsync(bodyTime);
  // The sender never ends its side: the server does.
  expect(await closed).toMatch(/^HTTP\/1\.1 408 [\s\S]*Too slow\./);
});

test("what says that it is short and is long is not read beyond the limit", async () => {
  const chunks = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(600)) });
  const init = { method: "POST", body: chunks, duplex: "half" };
  expect(await readBody(new Request("http://x/", init), 1000)).toEqual({ kind: "too_large" });
  const long = new Request("http://x/", { method: "POST", headers: { "content-length": "5" }, body: "x".repeat(1001) });
  expect(await readBody(long, 1000)).toEqual({ kind: "too_large" });
});
