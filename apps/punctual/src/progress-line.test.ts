import { expect, test } from "vitest";
import { openProgress } from "./progress-line.ts";

function show(isTTY: boolean): string {
  let text = "";
  let now = 0;
  const output = { isTTY, write: (part: string) => (text += part) };
  const progress = openProgress(output, () => now);
  for (const [share, words] of [
    [0.25, "50 sessions"],
    [0.5, "100 sessions"],
    [0.5, "100 sessions"],
  ] as const) {
    progress.show(share, words);
    now += 500;
  }
  now += 2_000;
  progress.show(1, "200 sessions");
  progress.end();
  return text;
}

test("a terminal sees one bar that fills", () => {
  const clear = "\r\u001b[2K";
  expect(show(true).split(clear)).toEqual([
    "",
    `[${"█".repeat(6)}${"░".repeat(18)}]  25 % 50 sessions`,
    `[${"█".repeat(12)}${"░".repeat(12)}]  50 % 100 sessions`,
    `[${"█".repeat(24)}] 100 % 200 sessions`,
    "",
  ]);
});

test("a log gets a line now and then", () => {
  expect(show(false)).toBe("50 sessions\n200 sessions\n");
});
