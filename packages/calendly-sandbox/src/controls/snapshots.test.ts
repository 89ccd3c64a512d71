import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, codeOf, day, hour, meOf, monday, startSandbox, tokenOf } from "../testing/stage.ts";
import { coaching, control, refusalOf } from "../testing/steer.ts";

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "calendly-sandbox-controls-"));
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

describe("snapshots", () => {
  it("take back everything: records, tokens, clock, settings and faults", async () => {
    const client = clientOf(sandbox, tokenOf("maya"));
    sandbox.freeze(monday + hour);
    sandbox.changeSettings({ slotTakenStatus: 409 });
    sandbox.addFault({ kind: "http", path: "/teams", status: 503 });
    const { invitee } = sandbox.act.book({ eventType: coaching });
    expect((await control(sandbox, "POST", "/snapshots/before the outage")).status).toBe(201);
    const records = sandbox.listTables();

    sandbox.act.cancel(invitee.id);
    sandbox.act.book({ eventType: coaching });
    await sandbox.advance(3 * day);
    sandbox.resume();
    sandbox.clearFaults();
    sandbox.changeSettings({ slotTakenStatus: 404 });
    sandbox.revokeTokens({ kind: "personal" });
    expect(await codeOf(meOf(client))).toBe("unauthenticated");

    const restored = await control(sandbox, "POST", "/snapshots/before the outage/restore");
    expect(restored.body.snapshot).toMatchObject({ scenario: "coaching", at: "2026-11-16T13:00:00.000000Z" });
    expect(sandbox.listTables()).toEqual(records);
    expect(sandbox.readClock()).toMatchObject({ now: "2026-11-16T13:00:00.000000Z", frozen: true });
    expect(sandbox.listSettings().slotTakenStatus).toBe(409);
    expect(sandbox.listFaults()).toHaveLength(1);
    await meOf(client);
    const found = await client.request(endpoints.listEventInvitees, { params: { uuid: invitee.eventId } });
    expect(found.collection.map(({ status }) => status)).toEqual(["active"]);
    expect(sandbox.act.cancel(invitee.id).invitee.status).toBe("canceled");
  });

  it("put a running clock back to the moment at which they were taken", async () => {
    sandbox.setClock(monday + 2 * day);
    sandbox.saveSnapshot("running");
    await sandbox.advance(9 * day);
    sandbox.restoreSnapshot("running");
    expect(sandbox.now()).toBe(monday + 2 * day);
    expect(sandbox.readClock().frozen).toBe(false);
  });

  it("are several, listed, replaced and deleted, and outlive a reset", async () => {
    for (const one of sandbox.listSnapshots()) sandbox.deleteSnapshot(one.name);
    sandbox.saveSnapshot("b");
    sandbox.saveSnapshot("a");
    sandbox.saveSnapshot("a");
    sandbox.reset({ scenario: "solo" });
    expect(sandbox.listSnapshots().map(({ name, scenario }) => [name, scenario])).toEqual([
      ["a", "coaching"],
      ["b", "coaching"],
    ]);
    expect((await control(sandbox, "DELETE", "/snapshots/a")).status).toBe(204);
    sandbox.restoreSnapshot("b");
    expect(sandbox.credentials().scenario).toBe("coaching");
    expect(sandbox.deleteSnapshot("a")).toBe(false);
  });

  it("travel as files to another sandbox; a file that is none changes nothing", async () => {
    const { invitee } = sandbox.act.book({ eventType: coaching, name: "Lee Tanaka" });
    sandbox.saveSnapshot("travels");
    const file = await (await fetch(`${sandbox.url}/_sandbox/snapshots/travels/file`)).arrayBuffer();
    const stateFile = join(folder, "state.sqlite");
    const other = await startSandbox({ scenario: "solo", stateFile });
    const put = (name: string, body: BodyInit) =>
      fetch(`${other.url}/_sandbox/snapshots/${name}/file`, { method: "PUT", body });
    expect((await put("arrived", file)).status).toBe(201);
    expect(other.credentials().scenario).toBe("solo");
    other.restoreSnapshot("arrived");
    expect(other.getRecord("invitees", invitee.id).record).toMatchObject({ name: "Lee Tanaka" });

    const before = other.listTables();
    for (const nonsense of ["This was a letter to my aunt.".repeat(300), new Uint8Array(file.slice(0, 5_000))]) {
      const answer = await put("arrived", nonsense);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ error: expect.stringMatching(/^This is no state of a sandbox/) });
    }
    const damaged = join(folder, "damaged.sqlite");
    const bytes = new Uint8Array(file.slice(0));
    bytes.fill(7, 20_000, 400_000);
    writeFileSync(damaged, bytes);
    expect(refusalOf(() => other.importState(damaged))).toMatch(/^This (state cannot be read|is no state)/);
    expect(other.listTables()).toEqual(before);
    other.restoreSnapshot("arrived");

    const exported = join(folder, "exported.sqlite");
    other.exportState(exported);
    expect(readFileSync(exported).subarray(0, 15).toString()).toBe("SQLite format 3");
    expect(refusalOf(() => other.importState(join(folder, "none.sqlite")))).toMatch(/^There is no file/);
    await other.close();
    expect(existsSync(`${stateFile}.snapshots/arrived.sqlite`)).toBe(true);

    const again = await startSandbox({ stateFile });
    expect(again.listSnapshots().map(({ name }) => name)).toEqual(["arrived"]);
    await again.close();
  });
});
