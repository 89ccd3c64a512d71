import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const play = (...words: string[]) =>
  run(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    join(import.meta.dirname, "run-simulation.ts"),
    ...words,
  ]);

test("a seed plays the same in every process, statement by statement, and ends without a difference", async () => {
  const traceOf = async () => {
    const { stdout } = await play("--seed", "3", "--steps", "15");
    expect(stdout).toMatch(/, 0 differences, \d+ ms\.\n$/);
    return /trace (\w{16})/.exec(stdout)?.[1];
  };
  const first = await traceOf();
  expect(first).toBeDefined();
  expect(await traceOf()).toBe(first);
}, 240_000);

test("a number that is none, or nothing to do, is answered with a sentence", async () => {
  await expect(play("--seed", "seven")).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--seed must be a whole number") as string,
  });
  await expect(play()).rejects.toMatchObject({
    code: 2,
    stdout: expect.stringContaining("npm run simulate") as string,
  });
}, 60_000);
