import { expect, test } from "vitest";
import { createLog } from "./logger.ts";

function captured(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog("debug", { write: (line) => lines.push(line) }));
  return lines.join("");
}

test("secrets and addresses do not reach the log, by field, by nesting or in an error", () => {
  const canary = "canary-7f3a";
  const text = captured((log) => {
    log.info({ accessToken: canary, request: { cookie: canary, deep: { password: canary } }, email: canary }, "x");
    const cause = new Error(`Failed query: insert\nparams: 1,a\n${canary},1`);
    log.error({ error: new Error(`mail to ${canary}@realty.example failed, Bearer ${canary}`, { cause }) }, "y");
    const failed = Object.assign(new Error("refused"), { response: { body: canary }, code: "EAUTH" });
    log.error({ error: failed }, "z");
  });
  expect(text).not.toContain(canary);
  expect(text).toContain('"code":"EAUTH"');
});

test("one line is one JSON object with its level and time in words", () => {
  const line: unknown = JSON.parse(captured((log) => log.warn({ route: "getMe" }, "request")));
  expect(line).toMatchObject({ level: "warn", route: "getMe", msg: "request", time: expect.stringMatching(/Z$/) });
});
