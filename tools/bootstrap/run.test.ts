import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";

const bootstrap = join(import.meta.dirname, "ensure-install.mjs");
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

/** A process that runs a command as the tasks do, and what it writes. */
function runner(script: string, options: { quiet: boolean }) {
  const program = `
    import { CommandFailed, run } from ${JSON.stringify(bootstrap)};
    try { await run(process.execPath, ["-e", ${JSON.stringify(script)}], ${JSON.stringify(options)}); }
    catch (cause) { process.exit(cause instanceof CommandFailed ? cause.exitCode : 99); }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  const written = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (written.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (written.err += chunk.toString()));
  return { child, written };
}

describe("a command", () => {
  test("that is quiet says what went wrong, and gives its exit code on", async () => {
    const { child, written } = runner("console.log('no room on the disk'); process.exit(7)", { quiet: true });
    expect(await once(child, "close")).toEqual([7, null]);
    expect(written.err).toContain("no room on the disk");
  });

  test("that is quiet and succeeds says nothing", async () => {
    const { child, written } = runner("console.log('all well')", { quiet: true });
    expect(await once(child, "close")).toEqual([0, null]);
    expect(written).toEqual({ out: "", err: "" });
  });

  test("ends when whoever runs it is ended", async () => {
    const script =
      "process.on('SIGTERM', () => { console.log('stopped'); process.exit(0) }); setInterval(() => {}, 1e6); console.log('up')";
    const { child, written } = runner(script, { quiet: false });
    await once(child.stdout ?? child, "data");
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([0, null]);
    expect(written.out).toBe("up\nstopped\n");
  });
});
