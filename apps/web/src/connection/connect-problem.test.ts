import { problemCodes } from "@punctual/contract";
import { describe, expect, test } from "vitest";
import { connectProblem } from "./connect-problem.ts";

describe("why connecting Calendly did not work", () => {
  test.each(problemCodes)("%s says the problem and then a way out", (code) => {
    const { title, sentence, wayOut } = connectProblem(code);
    expect(title.length).toBeGreaterThan(10);
    expect(title).not.toMatch(/[.!]$/);
    expect(sentence).toMatch(/[.]$/);
    expect(sentence).toMatch(/connect|ask/i);
    expect(sentence).not.toContain(code);
    expect(["connect", "wait", "sign_in", "help"]).toContain(wayOut);
  });

  test("a code that nobody defined still gets a sentence and a way out", () => {
    expect(connectProblem("<script>").wayOut).toBe("connect");
  });

  test("each code that the callback can answer has words of its own", () => {
    const callback = [
      "connect_state_unknown",
      "connect_state_expired",
      "connect_denied",
      "connect_code_rejected",
      "connect_account_taken",
      "calendly_unavailable",
    ];
    const titles = callback.map((code) => connectProblem(code).title);
    expect(new Set(titles).size).toBe(callback.length);
  });
});
