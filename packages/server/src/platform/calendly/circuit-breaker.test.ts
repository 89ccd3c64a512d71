import { expect, test } from "vitest";
import { type CallSign, type Circuit, createCircuitBreaker } from "./circuit-breaker.ts";

const start = Date.UTC(2026, 10, 21, 12);

function setUp() {
  let now = start;
  const changes: Circuit["state"][] = [];
  const breaker = createCircuitBreaker(
    () => now,
    ({ state }) => changes.push(state),
  );
  const sign = (over: Partial<CallSign>): CallSign => ({
    endpoint: "getUser",
    coachId: "per_1",
    status: null,
    code: "ok",
    notJson: false,
    retryAfterSeconds: null,
    ...over,
  });
  return {
    breaker,
    changes,
    pass: (ms: number) => {
      now += ms;
    },
    tell: (over: Partial<CallSign>, times = 1) => {
      for (let count = 0; count < times; count += 1) breaker.tell(sign(over));
    },
  };
}

const away = { code: "unreachable" } as const;
const well = { code: "ok", status: 200 } as const;

test.each<[string, Partial<CallSign>]>([
  ["no connection", away],
  ["no answer in time", { code: "timeout" }],
  ["a gateway's 503", { code: "server_error", status: 503 }],
  ["a 200 with a page of HTML", { code: "unexpected_response", status: 200, notJson: true }],
  ["a block page with 403", { code: "permission_denied", status: 403, notJson: true }],
])("five times in a row %s: calls fail at once for a quarter of a minute", (_, failure) => {
  const { breaker, tell, pass } = setUp();
  tell(failure, 4);
  expect(breaker.enter()).toEqual({ kind: "go" });
  tell(failure);
  expect(breaker.enter()).toEqual({ kind: "refused", waitMs: 15_000 });
  pass(14_999);
  expect(breaker.enter()).toEqual({ kind: "refused", waitMs: 1 });
});

test.each<[string, Partial<CallSign>]>([
  ["a success", well],
  ["a refused token", { code: "unauthenticated", status: 401 }],
  ["a 429", { code: "rate_limited", status: 429 }],
  ["a body of JSON that cannot be used", { code: "unexpected_response", status: 200 }],
])("%s between failures says that Calendly is there", (_, answer) => {
  const { breaker, tell } = setUp();
  for (let round = 0; round < 5; round += 1) {
    tell(away, 4);
    tell(answer);
  }
  expect(breaker.look()).toEqual({ state: "closed", failures: 0 });
});

test("one operation of one account that fails with 500 closes the way to nobody; two do", () => {
  const { breaker, tell } = setUp();
  const failure = { code: "server_error", status: 500 } as const;
  tell(failure, 50);
  expect(breaker.look().state).toBe("closed");
  tell({ ...failure, coachId: "per_2" });
  expect(breaker.look().state).toBe("open");
});

test("one call finds out, while all others still fail at once; its success lets everybody through", () => {
  const { breaker, tell, pass, changes } = setUp();
  tell(away, 5);
  pass(15_000);
  expect(breaker.look().state).toBe("trial");
  expect(breaker.enter()).toEqual({ kind: "go" });
  expect(breaker.enter().kind).toBe("refused");
  tell(well);
  expect(breaker.enter()).toEqual({ kind: "go" });
  expect(changes).toEqual(["open", "closed"]);
});

test("each failed trial doubles the pause, up to a minute; late failures of before do not", () => {
  const { breaker, tell, pass } = setUp();
  tell(away, 5);
  tell(away, 20);
  for (const pauseMs of [15_000, 30_000, 60_000, 60_000]) {
    expect(breaker.enter()).toEqual({ kind: "refused", waitMs: pauseMs });
    pass(pauseMs);
    expect(breaker.enter()).toEqual({ kind: "go" });
    tell(away);
  }
  expect(breaker.look()).toMatchObject({ state: "open", openedAt: start, code: "unreachable" });
});

test("a trial that came to no answer makes way for another", () => {
  const { breaker, tell, pass } = setUp();
  tell(away, 5);
  pass(15_000);
  breaker.enter();
  tell({ code: "aborted" });
  expect(breaker.enter()).toEqual({ kind: "go" });
  // This one is never heard of again.
  pass(29_999);
  expect(breaker.enter().kind).toBe("refused");
  pass(1);
  expect(breaker.enter()).toEqual({ kind: "go" });
});

test("Calendly may ask for a longer pause, but for five minutes at most", () => {
  const { breaker, tell } = setUp();
  tell({ code: "server_error", status: 503, retryAfterSeconds: 90 }, 5);
  expect(breaker.enter()).toEqual({ kind: "refused", waitMs: 90_000 });
  const lying = setUp();
  lying.tell({ code: "server_error", status: 503, retryAfterSeconds: 1e9 }, 5);
  expect(lying.breaker.enter()).toEqual({ kind: "refused", waitMs: 300_000 });
});
