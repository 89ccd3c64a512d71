import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openErrorReports, reportingErrors } from "./error-reports.ts";
import { silentLog } from "./logger.ts";

/** Takes envelopes as Sentry does. */
let received: { url: string; headers: string; body: string }[];
let sentry: Server;
let status: number;
beforeEach(async () => {
  received = [];
  status = 200;
  sentry = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString("utf8");
    });
    request.on("end", () => {
      received.push({ url: request.url ?? "", headers: JSON.stringify(request.headers), body });
      response.writeHead(status).end("{}");
    });
  });
  await new Promise<void>((resolve) => sentry.listen(0, "127.0.0.1", resolve));
});
afterEach(() => new Promise((resolve) => sentry.close(resolve)));

const open = () => {
  const { port } = sentry.address() as AddressInfo;
  return openErrorReports({ version: "1.2.3", protection: { sentryDsn: `http://publickey@127.0.0.1:${port}/42` } });
};

/** What of the envelope is the event: three lines of JSON, the last is it. */
const eventOf = (body: string) => JSON.parse(body.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;

test("an error is reported with where it happened and why, before the process ends", async () => {
  const reports = await open();
  if (reports === null) throw new Error("not open");
  const log = reportingErrors(silentLog, reports);
  const cause = new TypeError("the first cause");
  log.error({ error: new Error("it broke", { cause }), requestId: "req_1", route: "getMe" }, "request failed");
  await reports.close();
  expect(received).toHaveLength(1);
  expect(received[0]?.url).toMatch(/^\/api\/42\/envelope\//);
  const event = eventOf(received[0]?.body ?? "");
  expect(event).toMatchObject({
    level: "error",
    message: "request failed",
    release: "punctual@1.2.3",
    tags: { requestId: "req_1", route: "getMe" },
    exception: {
      values: [
        { type: "TypeError", value: "the first cause" },
        { type: "Error", value: "it broke" },
      ],
    },
  });
  expect(JSON.stringify(event)).toContain("error-reports.test.ts");
});

test("nothing of what is personal or secret is in it, wherever an error or a line carried it", async () => {
  const reports = await open();
  if (reports === null) throw new Error("not open");
  const canary = "CANARY7f3a";
  const error = Object.assign(
    new Error(`insert failed for ${canary}@example.com\nparams: ${canary},2`, {
      cause: Object.assign(new Error(`authorization: Bearer ${canary}`), { headers: { cookie: canary } }),
    }),
    { request: { body: canary }, query: canary, detail: canary },
  );
  const fields = {
    error,
    body: canary,
    email: canary,
    cookie: canary,
    headers: { authorization: canary },
    address: canary,
  };
  reportingErrors(silentLog, reports).error(fields, "job");
  reportingErrors(silentLog, reports).error({ error: canary }, "job");
  await reports.close();
  expect(received).toHaveLength(2);
  expect(JSON.stringify(received)).not.toContain(canary);
  expect(eventOf(received[0]?.body ?? "")).toMatchObject({
    exception: {
      values: [
        { value: "authorization: Bearer [redacted]" },
        { value: "insert failed for [e-mail]\nparams: [redacted]" },
      ],
    },
  });
  for (const name of ["user", "request", "server_name", "breadcrumbs", "extra"]) {
    expect(eventOf(received[0]?.body ?? "")).not.toHaveProperty(name);
  }
});

test("a Sentry that refuses or is away disturbs nobody", async () => {
  status = 500;
  const reports = await open();
  reports?.report(new Error("one"), "job", {});
  await reports?.close();
  expect(received).toHaveLength(1);
  const away = await openErrorReports({ version: "1", protection: { sentryDsn: "http://key@127.0.0.1:9/1" } });
  away?.report(new Error("two"), "job", {});
  await away?.close();
});

test("without a DSN there is nothing to load", async () => {
  expect(await openErrorReports({ version: "1", protection: { sentryDsn: null } })).toBeNull();
});
