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

test("what looks like a secret, an address or a phone number is cut out of any text, and what does not stays", () => {
  const jwt = `eyJhbGciOiJIUzI1NiJ9.${"a".repeat(20)}.${"b".repeat(20)}`;
  const told = [
    "postgres://punctual:hunter2@db.example.com/punctual",
    "GET /callback?code=canary-code&state=canary-state",
    "jürgen.canary@bücher.example wrote",
    'refresh_token: "canary-refresh", client_secret=canary-client',
    "call +1 312-555-0147 or +49 (30) 901820",
    `authorization was ${jwt}`,
    `sealed as v1.k1.${"A".repeat(80)}.canarysealed`,
    'invalid input syntax for type uuid: "canary-input"',
    `the key pk_punctual_canary${"A".repeat(43)} and the secret whsec_canary${"A".repeat(37)}=`,
  ];
  const text = captured((log) => {
    for (const one of told) log.info({ deep: { list: [{ why: one }] }, error: new Error(one) }, "x");
    log.info(
      { at: new URL("https://x.example/callback?code=canary-url"), inner: { toJSON: 1, email: "canary-email" } },
      "y",
    );
    log.info({ outer: [{ inner: { Refresh_Token: "canary-name" } }], error: "canary@text.example" }, "y");
    try {
      JSON.parse('canary-json {"a":1}');
    } catch (error) {
      log.error({ error }, "z");
    }
  });
  expect(text).not.toMatch(/canary|hunter2|555-0147|901820|eyJ/i);
  const plain = "slot 2026-11-21T12:00:00+01:00 of ses_1 at /node_modules/@hono/node-server: 25 % in 12 ms";
  expect(captured((log) => log.info({ why: plain }, "x"))).toContain(plain);
});

test("cutting out takes no longer than the text is long, whatever it holds", () => {
  for (const part of ["a@", "eyJaaaaaaaa.", "+1 (", "token=token=", '"', "x://", "a.a.a@a.a."]) {
    const startedAt = performance.now();
    captured((log) => log.info({ why: part.repeat(20_000) }, "x"));
    expect(performance.now() - startedAt, part).toBeLessThan(2_000);
  }
});

test("one line is one JSON object with its level and time in words", () => {
  const line: unknown = JSON.parse(captured((log) => log.warn({ route: "getMe" }, "request")));
  expect(line).toMatchObject({ level: "warn", route: "getMe", msg: "request", time: expect.stringMatching(/Z$/) });
});
