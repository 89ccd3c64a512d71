import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DirectoryInUse, StartRefused } from "../start-refused.ts";
import { lockDirectory } from "./directory-lock.ts";
import { openDatabase } from "./open.ts";

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "punctual-lock-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

/** Another process that holds the lock until it is killed. */
async function holder(directory: string): Promise<ChildProcess> {
  const module = new URL("./directory-lock.ts", import.meta.url).href;
  const program = `const { lockDirectory } = await import(${JSON.stringify(module)});
    await lockDirectory(${JSON.stringify(directory)}); console.log("held"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("exit", () => reject(new Error("The holder ended early.")));
  });
  return child;
}

test("a second process is refused with who holds the folder and the way out, until the first one ends", async () => {
  const directory = join(folder, "database");
  const first = await holder(directory);
  await expect(lockDirectory(directory)).rejects.toThrow(
    new DirectoryInUse(
      `Another Punctual (process ${first.pid}) is using ${directory}. Stop it, or set DATA_DIR to another folder.`,
    ),
  );
  const ended = new Promise((resolve) => first.once("exit", resolve));
  first.kill("SIGKILL");
  await ended;
  const release = await lockDirectory(directory);
  await release();
});

test("one process does not open the same folder twice, and may open it again after closing", async () => {
  const release = await lockDirectory(join(folder, "a"));
  await expect(lockDirectory(join(folder, "a"))).rejects.toThrow(StartRefused);
  await release();
  await (await lockDirectory(join(folder, "a")))();
});

test("of several processes that find a dead holder's lock at once exactly one takes it over", async () => {
  const directory = join(folder, "raced");
  await writeFile(`${directory}.lock`, JSON.stringify({ pid: 2 ** 22 + 1, identity: null }));
  const results = await Promise.allSettled(Array.from({ length: 4 }, () => holder(directory)));
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  const alone = await Promise.allSettled(Array.from({ length: 4 }, () => lockDirectory(join(folder, "alone"))));
  expect(alone.filter((result) => result.status === "fulfilled")).toHaveLength(1);
});

test("a lock whose pid was given to another process, or whose file is cut short, does not block", async () => {
  const directory = join(folder, "reused");
  await writeFile(`${directory}.lock`, JSON.stringify({ pid: process.ppid, identity: "another-boot:1" }));
  await (await lockDirectory(directory))();
  await writeFile(`${directory}.lock`, '{"pid":');
  await (await lockDirectory(directory))();
});

test("a damaged data folder stops the start with what to do, and stays as it is", async () => {
  const dataDir = join(folder, "database");
  const { close } = await openDatabase({ kind: "pglite", dataDir });
  await close();
  const control = join(dataDir, "global", "pg_control");
  const healthy = await readFile(control);
  await writeFile(control, healthy.subarray(0, 100));
  await expect(openDatabase({ kind: "pglite", dataDir })).rejects.toThrow(
    /looks damaged\. Restore the folder from a backup/,
  );
  await writeFile(control, healthy);
  const again = await openDatabase({ kind: "pglite", dataDir });
  await again.close();
}, 60_000);

test("an unreachable Postgres stops the start with the setting to check, without the password", async () => {
  const opening = openDatabase({ kind: "postgres", url: "postgres://punctual:hunter2@127.0.0.1:1/punctual" });
  const error = await opening.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartRefused);
  expect(String(error)).toContain("ECONNREFUSED");
  expect(String(error)).not.toContain("hunter2");
});
