import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createCalendlyClient, endpoints } from "@punctual/calendly";
import { afterEach, describe, expect, it } from "vitest";
import { day, eventTypeOf, meOf, tokenOf } from "./testing/stage.ts";

const script = fileURLToPath(new URL("./cli.ts", import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Runs the command line; `url` resolves with the address that it prints, `ended` with what it said and its code. */
function run(...args: string[]) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  let said = "";
  const url = new Promise<string>((resolve) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const printed = /^Calendly sandbox: (\S+)$/m.exec(said)?.[1];
      if (printed !== undefined) resolve(printed);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
  });
  const ended = once(child, "close").then(([code]: unknown[]) => ({ code, said }));
  return { child, url, ended };
}

// Each test starts processes, which takes its time on a busy machine.
describe("the command line", { timeout: 60_000 }, () => {
  it("prints where it is and with what to sign in, and closes cleanly on SIGINT", async () => {
    const { child, url, ended } = run("--port", "0", "--scenario", "solo");
    const answer = await fetch(`${await url}/users/me`, {
      headers: { authorization: "Bearer sandbox-personal-token-robin" },
    });
    expect(answer.status).toBe(200);
    child.kill("SIGINT");
    const { code, said } = await ended;
    expect(code).toBe(0);
    expect(said).toContain("sandbox-personal-token-robin");
    expect(said).toContain("/robin-vega/30-minute-meeting");
  });

  it("says in a sentence what is wrong with a start, and fails", async () => {
    const standing = run("--port", "0");
    const port = new URL(await standing.url).port;
    const starts = [run("--scenario", "moon"), run("--port", port), run("--port", "many"), run("--frobnicate")];
    const [moon, used, many, unknown] = await Promise.all(starts.map((one) => one.ended));
    expect(moon).toEqual({ code: 1, said: 'There is no scenario "moon": choose one of coaching, fleet, solo.\n' });
    expect(used?.said).toMatch(/^Port \d+ is in use: .*\n$/);
    expect(many?.said).toBe('--port takes a whole number up to 65535, not "many".\n');
    expect(unknown?.said).toContain("Usage: ");
  });

  it("loses nothing when it is killed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "calendly-sandbox-"));
    const state = join(folder, "state.sqlite");
    const client = (apiUrl: string) => createCalendlyClient({ accessToken: tokenOf("maya"), apiUrl });
    const first = run("--port", "0", "--state", state);
    const before = client(await first.url);
    const eventType = (await eventTypeOf(before, "30-minute-check-in")).uri;
    const [time] = await before.availableTimes({
      eventType,
      startTime: new Date(Date.now() + day).toISOString(),
      endTime: new Date(Date.now() + 14 * day).toISOString(),
    });
    const { resource: invitee } = await before.request(endpoints.createInvitee, {
      body: {
        event_type: eventType,
        start_time: time?.start_time ?? "",
        invitee: { name: "Lee Tanaka", email: "lee@realty.example", timezone: "Asia/Tokyo" },
        location: { kind: "outbound_call", location: "+81 3-5550-0100" },
      },
    });
    first.child.kill("SIGKILL");
    await first.ended;

    const second = run("--port", "0", "--state", state);
    const after = client(await second.url);
    expect((await meOf(after)).name).toBe("Maya Okafor");
    const { collection } = await after.request(endpoints.listEventInvitees, { params: { uuid: invitee.event } });
    expect(collection.map((one) => one.email)).toEqual(["lee@realty.example"]);
    second.child.kill("SIGINT");
    await second.ended;
    rmSync(folder, { recursive: true });
  });
});
