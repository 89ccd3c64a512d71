import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, codeOf, day, hour, meOf, monday, startSandbox, tokenOf } from "../testing/stage.ts";
import { coaching, control, refusalOf } from "../testing/steer.ts";
import type { EventType, Invitee, ScheduledEvent } from "../world/types.ts";

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

/** Names of the event types that somebody hosts who does not own them, as the API lists them. */
async function sharedTypesOf(on: Sandbox): Promise<readonly string[]> {
  const client = clientOf(on, tokenOf("ada"));
  const types = on.listRecords("eventTypes", { limit: 1_000 }).map(({ record }) => record as EventType);
  const guests = new Set(types.flatMap(({ hostIds, ownerId }) => hostIds.filter((id) => id !== ownerId)));
  expect(guests.size).toBeGreaterThan(0);
  const lists = [...guests].map(async (id) => {
    const query = { user: `${on.url}/users/${id}`, count: 100 };
    const { collection } = await client.request(endpoints.listEventTypes, { query });
    return collection.map(({ name }) => `${id} ${name}`);
  });
  return (await Promise.all(lists)).flat().sort();
}

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

  it("come as JSON, can be changed, and are brought back", async () => {
    const { invitee } = sandbox.act.book({ eventType: coaching });
    sandbox.freeze(monday + hour);
    sandbox.saveSnapshot("plain");
    const { status, body: document } = await control(sandbox, "GET", "/snapshots/plain/json");
    expect(status).toBe(200);
    const shared = await sharedTypesOf(sandbox);
    const invitees = document.tables.invitees.map((one: Invitee) =>
      one.id === invitee.id ? { ...one, name: "Noor Haddad", email: "noor@changed.example" } : one,
    );
    const changed = { ...document, tables: { ...document.tables, invitees } };
    expect(await control(sandbox, "PUT", "/snapshots/changed/json", changed)).toMatchObject({
      status: 201,
      body: { snapshot: { name: "changed", scenario: "coaching", trouble: null } },
    });
    expect(sandbox.readSnapshot("changed")).toEqual(changed);

    sandbox.reset({ scenario: "solo" });
    sandbox.restoreSnapshot("changed");
    expect(sandbox.readClock()).toMatchObject({ now: "2026-11-16T13:00:00.000000Z", frozen: true });
    const client = clientOf(sandbox, tokenOf("ada"));
    const query = { organization: (await meOf(client)).current_organization, invitee_email: "noor@changed.example" };
    const found = await client.request(endpoints.listScheduledEvents, { query });
    expect(found.collection.map(({ uri }) => uri)).toEqual([`${sandbox.url}/scheduled_events/${invitee.eventId}`]);
    expect(await sharedTypesOf(sandbox)).toEqual(shared);
    sandbox.reset({ scenario: "coaching" });
  });

  it("are refused as JSON with the first thing that is wrong, and what stood stays", async () => {
    sandbox.saveSnapshot("good");
    const good = sandbox.readSnapshot("good");
    const refusal = async (document: unknown) => {
      const { status, body } = await control(sandbox, "PUT", "/snapshots/good/json", document);
      expect(status).toBe(400);
      return body.error;
    };
    const tables = (change: object) => ({ ...good, tables: { ...good.tables, ...change } });
    expect(await refusal({ ...good, format: 1 })).toMatch(/^format: is that of another version/);
    expect(await refusal({ ...good, meta: { ...good.meta, scenario: "moon" } })).toMatch(/^meta\.scenario: /);
    expect(await refusal({ ...good, meta: { ...good.meta, clock: "noon" } })).toBe("meta.clock: cannot be read.");
    expect(await refusal(tables({ moons: [] }))).toMatch(/^tables\.moons|^tables: /);
    expect(await refusal(tables({ users: [7] }))).toMatch(/^tables\.users\.0: /);
    expect(await refusal(tables({ users: [{ id: "one" }] }))).toBe("tables.users.0: is no record of this table.");
    const unreadable = await fetch(`${sandbox.url}/_sandbox/snapshots/good/json`, { method: "PUT", body: "{" });
    expect(await unreadable.json()).toEqual({ error: "The request body is not valid JSON." });
    expect(sandbox.readSnapshot("good")).toEqual(good);
  });

  it("are given as files alone when they are very large", () => {
    const transcript = "x".repeat(500_000);
    const past = sandbox.listRecords("events", { limit: 2_000 }).map(({ record }) => record as ScheduledEvent);
    let published = 0;
    for (const { id } of past) {
      if (published === 130) break;
      try {
        sandbox.act.publishRecap(id, { transcript });
        published += 1;
      } catch {
        // Canceled, still to come, or with a recap of its own.
      }
    }
    expect(published).toBe(130);
    sandbox.saveSnapshot("large");
    expect(refusalOf(() => sandbox.readSnapshot("large"))).toMatch(/^This state is too large for JSON \(\d+ MB, of /);
    sandbox.deleteSnapshot("large");
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
    expect(await sharedTypesOf(other)).toEqual(await sharedTypesOf(sandbox));

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

    writeFileSync(`${stateFile}.snapshots/letter.sqlite`, "Dear aunt");
    const again = await startSandbox({ stateFile });
    expect(again.listSnapshots()).toMatchObject([
      { name: "arrived", scenario: "coaching", trouble: null },
      { name: "letter", scenario: null, at: null, trouble: expect.stringMatching(/^This is no state of a sandbox/) },
    ]);
    expect(again.deleteSnapshot("letter")).toBe(true);
    await again.close();
  });
});
